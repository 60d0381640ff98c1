import { conversationOf } from '../../shared/domain/ids.ts';
import type { Fact } from './facts.ts';

const MINUTE = 60_000;

/** Where nothing went wrong: only there nothing may be late. */
export class Calm {
  readonly #speed: number;
  /** When each conversation was last touched by a fault, and each endpoint unwell. */
  readonly #troubled = new Map<string, number>();
  readonly #unwell = new Map<string, number>();
  readonly #endpoints = new Map<string, string>();

  constructor(speed: number) {
    this.#speed = speed;
  }

  hear(fact: Fact): void {
    switch (fact.kind) {
      case 'hit':
        for (const conversation of fact.conversations) this.#touch(conversation, fact.now);
        break;
      case 'stands':
        // Nothing is said to a client who has blocked the bot.
        this.#troubled.set(fact.conversation, fact.blocked ? Number.POSITIVE_INFINITY : fact.now);
        break;
      case 'forgotten':
        this.#touch(fact.conversation, fact.now);
        break;
      case 'replayed':
        this.#touch(conversationOf(fact.text), fact.now);
        break;
      case 'asked':
        this.#note(fact.endpoint, fact.until);
        break;
      case 'recorded': {
        const { conversation_id, endpoint, outcome } = fact.attempt;
        if (endpoint) this.#endpoints.set(conversation_id, endpoint.id);
        if (endpoint && outcome !== 'delivered') this.#note(endpoint.id, fact.now);
      }
    }
  }

  /** Nothing has touched it since shortly before then. */
  has(conversation: string, since: number): boolean {
    const from = since - MINUTE * this.#speed;
    const endpoint = this.#endpoints.get(conversation) ?? '';
    return (this.#troubled.get(conversation) ?? 0) < from && (this.#unwell.get(endpoint) ?? 0) < from;
  }

  #touch(conversation: string, now: number): void {
    this.#troubled.set(conversation, Math.max(now, this.#troubled.get(conversation) ?? 0));
  }

  #note(endpoint: string, until: number): void {
    this.#unwell.set(endpoint, Math.max(until, this.#unwell.get(endpoint) ?? 0));
  }
}
