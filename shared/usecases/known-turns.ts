import { conversationOf } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import { type Said, turnsIn } from '../domain/said.ts';
import type { Turn } from '../domain/turn.ts';
import type { SaidByDay } from '../ports.ts';
import { inParallel } from './in-parallel.ts';

/**
 * How messages were understood, as a walk comes across it: the turn of a message stands behind it, so it is met first. Where
 * a walk begins amid a conversation, what stands right before its beginning is looked up, once for each conversation.
 */
export class KnownTurns {
  readonly #said: Pick<SaidByDay, 'from'>;
  readonly #start: string;
  readonly #turns = new Map<string, Turn>();
  readonly #lookedUp = new Set<string>();

  /** @param start the id from which on nothing is walked through */
  constructor(said: Pick<SaidByDay, 'from'>, start: string) {
    this.#said = said;
    this.#start = start;
  }

  note(found: readonly Said[]): void {
    this.#keep(turnsIn(found));
  }

  /** The last decision on a message. */
  on(messageId: string): Turn | undefined {
    return this.#turns.get(messageId);
  }

  /** Looks up what is not known of these messages; how many rows that took. */
  async lookUp(messageIds: readonly string[]): Promise<number> {
    const unknown = messageIds.filter((id) => !this.#turns.has(id)).map(conversationOf);
    const conversations = [...new Set(unknown)].filter((id) => !this.#lookedUp.has(id));
    const rows = await inParallel(conversations, LIMITS.stretchesAtOnce, async (id) => {
      this.#lookedUp.add(id);
      const { texts, rows: read } = await this.#said.from(id, this.#start);
      this.#keep(texts.flatMap(({ text }) => (text.source === 'ai_bot' ? [text] : [])));
      return read;
    });
    return rows.reduce((sum, one) => sum + one, 0);
  }

  #keep(turns: readonly Turn[]): void {
    for (const turn of turns)
      for (const id of turn.answers) {
        const known = this.#turns.get(id);
        if (!known || known.decided_at < turn.decided_at) this.#turns.set(id, turn);
      }
  }
}
