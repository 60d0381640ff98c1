import { createHash } from 'node:crypto';

export interface TraceLine {
  at: number;
  who: string;
  what: string;
  detail: string;
}

/** Everything that happened, in words; kept only where somebody will read it. */
export class Trace {
  readonly lines: TraceLine[] = [];
  readonly #only: string;

  /** @param only keeps the lines of one conversation, where all of them would be too many */
  constructor(only = '') {
    this.#only = only.slice('cnv_'.length);
  }

  add(at: number, who: string, what: string, ...details: unknown[]): void {
    const detail = details.map(spell).join(' → ');
    if (detail.includes(this.#only)) this.lines.push({ at, who, what, detail });
  }

  /** Equal if and only if two runs went the same way. */
  hash(): string {
    const words = this.lines.map(({ at, who, what, detail }) => `${at} ${who} ${what} ${detail}`);
    return createHash('sha256').update(words.join('\n')).digest('hex');
  }

  /** Lines of one conversation, and of the processes that worked on it while they did. */
  about(conversation: string): TraceLine[] {
    const tail = conversation.slice('cnv_'.length);
    return this.lines.filter(({ detail }) => detail.includes(tail));
  }
}

function spell(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const ID = /(msg_[0-9A-Z]{30}|cnv_[0-9A-Z]{14})(?=[0-9A-Z]{4,10}\b)/g;
const HEAD = /"client_id":"[^"]*","created_at":.*?"status"/g;

/** The same with short ids, and heads without what hardly changes. */
export function brief(text: string): string {
  return text.replace(ID, (id) => `${id.slice(0, 3)}…`).replace(HEAD, '"status"');
}
