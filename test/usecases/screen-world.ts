import type { Head } from '../../shared/domain/conversation.ts';
import type { Attempt } from '../../shared/domain/delivery-record.ts';
import type { DeskText } from '../../shared/domain/desk-text.ts';
import type { Frame } from '../../shared/domain/frame.ts';
import { conversationId, conversationOf, messageId } from '../../shared/domain/ids.ts';
import type { Role } from '../../shared/domain/operator.ts';
import { type Change, concerns, type Summary, summaryOf } from '../../shared/domain/projection.ts';
import { aHead, aMessage, anAttempt, anEntry, anOperatorText, NOW } from '../builders.ts';

/** What of a conversation can be seen. */
export interface Seen {
  summary: Summary;
  messages: string[];
  deliveries: Record<string, string>;
}

export interface Row {
  head: Head;
  messages: Set<string>;
  said: Set<string>;
  deliveries: Map<string, Attempt>;
}

/** A table of some conversations, which writes down every change in the order of its stream. */
export class SmallTable {
  readonly rows = new Map<string, Row>();
  readonly texts = new Map<string, DeskText>();
  readonly stream: (Change | 'poison')[] = [];
  #names = 0;

  constructor(conversations: number) {
    for (let at = 0; at < conversations; at += 1) {
      const id = conversationId('demo', `client-${at}`);
      const head = aHead({ id, client_id: `client-${at}`, pending: [], version: 1 });
      this.rows.set(id, { head, messages: new Set(), said: new Set(), deliveries: new Map() });
    }
  }

  newId(conversation: string): string {
    this.#names += 1;
    return messageId(NOW + this.#names, conversation, new Uint8Array(10));
  }

  /** A change of the head, which always is a new version. */
  change(id: string, changes: Partial<Head>): void {
    const row = this.rows.get(id)!;
    const before = row.head;
    row.head = { ...before, ...changes, version: before.version + 1 };
    for (const text of Object.keys(row.head.outbox)) row.said.add(text);
    this.stream.push({ kind: 'head', before, after: row.head });
  }

  message(id: string, message: string): void {
    this.rows.get(id)!.messages.add(message);
    this.stream.push({ kind: 'message', message: aMessage({ id: message, conversation_id: id }) });
  }

  /** Puts a text on its way, as a turn or an operator does: its row first. */
  say(id: string): void {
    const text = this.newId(id);
    this.texts.set(text, anOperatorText({ id: text, conversation_id: id }));
    const { outbox } = this.rows.get(id)!.head;
    this.change(id, { outbox: { ...outbox, [text]: anEntry() } });
  }

  /** One more try of a text that is on its way; the row first, then the head. */
  attempt(id: string, outcome: Attempt['outcome']): void {
    const row = this.rows.get(id)!;
    const [text] = Object.keys(row.head.outbox);
    if (text === undefined) return;
    const number = (row.deliveries.get(text)?.number ?? 0) + 1;
    const attempt = anAttempt({ conversation_id: id, text_id: text, number, outcome });
    row.deliveries.set(text, attempt);
    this.stream.push({ kind: 'attempt', attempt });
    const { [text]: entry = anEntry(), ...others } = row.head.outbox;
    const outbox = outcome === 'retry' ? { ...others, [text]: { ...entry, attempts: number } } : others;
    this.change(id, { outbox });
  }

  read(id: string): Seen {
    const { head, messages, said, deliveries } = this.rows.get(id)!;
    return {
      summary: summaryOf(head),
      messages: [...messages, ...said].sort(),
      deliveries: Object.fromEntries(
        [...deliveries].map(([text, it]) => [text, `${it.number} ${it.outcome}`]),
      ),
    };
  }

  /** What whoever asks may see of it: what would be told to them. */
  view(who: { operator: string; role: Role; viewing: string | undefined }): Record<string, Seen> {
    const connection = { id: '', since: 0, until: 0, ...who };
    const mine = [...this.rows.values()].filter(({ head }) => concerns(connection, head.id, [head]));
    return Object.fromEntries(mine.map(({ head }) => [head.id, this.read(head.id)]));
  }

  snapshot(conversations: readonly string[], texts: readonly string[]): { heads: Head[]; texts: DeskText[] } {
    return {
      heads: conversations.flatMap((id) => this.rows.get(id)?.head ?? []),
      texts: texts.flatMap((id) => (this.rows.has(conversationOf(id)) ? (this.texts.get(id) ?? []) : [])),
    };
  }
}

/**
 * A screen that obeys §1.3: reads on opening, takes frames for hints, and reads again what it shows where it may have missed
 * something. A read takes its time; frames that come meanwhile wait for it.
 */
export class HonestScreen {
  readonly who: { operator: string; role: Role; viewing: string | undefined };
  /** The connection it has, and whether it is open yet. */
  connection: { id: string; open: boolean; since: number } | undefined;
  view: Record<string, Seen> = {};
  /** Reads under way: what they will find. */
  #reads: (() => void)[] = [];
  #waiting: Frame[] = [];
  /** Its network lost a frame, or nobody may tell it anything any more, without anybody's knowing. */
  tainted = false;
  readonly #table: SmallTable;

  constructor(table: SmallTable, operator: string, role: Role) {
    this.#table = table;
    this.who = { operator, role, viewing: undefined };
  }

  opened(): void {
    this.tainted = false;
    this.#waiting = [];
    this.#reads = [];
    this.#readAll();
  }

  closed(): void {
    this.connection = undefined;
  }

  get isReading(): boolean {
    return this.#reads.length > 0;
  }

  /** What it asked for comes in, and then what came in the meantime is looked at. */
  finishReads(): void {
    while (this.#reads.length > 0) {
      for (const read of this.#reads.splice(0)) read();
      for (const frame of this.#waiting.splice(0)) this.take(frame);
    }
  }

  take(frame: Frame): void {
    if (this.isReading) this.#waiting.push(frame);
    else if (frame.type === 'resync')
      frame.conversation_id === null ? this.#readAll() : this.#readOne(frame.conversation_id);
    else if (frame.type === 'conversation.updated') this.#takeUpdate(frame);
    else if (frame.type === 'message.created' || frame.type === 'delivery.updated') this.#takeRows(frame);
  }

  #takeUpdate({ version, data }: Extract<Frame, { type: 'conversation.updated' }>): void {
    const { id } = data.conversation;
    const known = this.view[id];
    if (!known || data.since > known.summary.version) this.#readOne(id);
    else if ((version ?? 0) >= known.summary.version) {
      known.summary = data.conversation;
      this.#forgetIfNotMine(id, data.conversation);
    }
  }

  #takeRows(frame: Extract<Frame, { type: 'message.created' | 'delivery.updated' }>): void {
    const id = frame.conversation_id ?? '';
    const known = this.view[id];
    if (!known || frame.data.more) this.#readOne(id);
    else if (frame.type === 'message.created')
      known.messages = [...new Set([...known.messages, ...frame.data.messages.map((it) => it.id)])].sort();
    else
      for (const { message_id, attempts, state } of frame.data.deliveries)
        if (attempts >= Number(known.deliveries[message_id]?.split(' ')[0] ?? 0))
          known.deliveries[message_id] = `${attempts} ${state}`;
  }

  #forgetIfNotMine(id: string, { status, assignee }: Summary): void {
    const head = aHead({ id, status, assignee: assignee ?? undefined });
    if (!concerns({ id: '', since: 0, until: 0, ...this.who }, id, [head])) delete this.view[id];
  }

  #readAll(): void {
    const view = structuredClone(this.#table.view(this.who));
    this.#reads.push(() => {
      this.view = view;
    });
  }

  #readOne(id: string): void {
    const view = structuredClone(this.#table.view(this.who)[id]);
    this.#reads.push(() => {
      if (view) this.view[id] = view;
      else delete this.view[id];
    });
  }
}
