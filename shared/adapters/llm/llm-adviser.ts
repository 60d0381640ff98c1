import type { Advice } from '../../domain/advice.ts';
import {
  afterFailure,
  afterNothing,
  asking,
  type Breaker,
  CLOSED,
  isOpen,
  mayAsk,
} from '../../domain/breaker.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Adviser, Clock, Journal, Meter, Opinions } from '../../ports.ts';
import type { Chat, ChatAnswer } from './chat.ts';
import { FIGURES, SPEND_FIGURE } from './figures.ts';
import { questionOf, shownOf } from './prompt.ts';
import { NOTHING, type Purse } from './purse.ts';

export interface LlmAdviserParts {
  chat: Chat;
  opinions: Opinions;
  purse: Pick<Purse, 'reserve' | 'settle'>;
  clock: Clock;
  journal: Journal;
  meter: Meter;
  /** Makes what ends a question; after four seconds of wall time, unless told. */
  deadline?: (() => AbortSignal) | undefined;
}

/** How a question went, once it was to be paid for. */
type Outcome = ChatAnswer | { kind: 'capped' };

/**
 * A language model that is asked about a message: what it said of the same words before, else the breaker, the day's cap,
 * the model, and if that failed quickly the model once more. Whatever fails, there is no opinion, and a figure that says why.
 */
export class LlmAdviser implements Adviser {
  readonly #parts: LlmAdviserParts;
  readonly #underWay = new Map<string, Promise<Advice | undefined>>();
  #breaker: Breaker = CLOSED;

  constructor(parts: LlmAdviserParts) {
    this.#parts = parts;
  }

  /** The same words at the same time are one question. */
  advise(text: string): Promise<Advice | undefined> {
    const words = shownOf(text);
    const question = questionOf(this.#parts.chat, words);
    const known = this.#underWay.get(question);
    if (known) return known;
    const advice = this.#settle(question, words)
      .catch((error: unknown) => this.#tellBroken(error))
      .finally(() => this.#underWay.delete(question));
    this.#underWay.set(question, advice);
    return advice;
  }

  async #settle(question: string, words: string): Promise<Advice | undefined> {
    const { opinions, meter } = this.#parts;
    const heard = await opinions.opinion(question);
    if (heard) {
      meter.record({ [FIGURES.cached]: 1 });
      return heard;
    }
    const advice = await this.#askIfWell(words);
    // Whoever asks for it again pays again: that is no reason to throw away what was paid for.
    if (advice) await opinions.keep(question, advice).catch((error: unknown) => this.#tellBroken(error));
    return advice;
  }

  /** The breaker comes before the cap, because it costs no write. */
  async #askIfWell(words: string): Promise<Advice | undefined> {
    const { clock, meter, chat } = this.#parts;
    if (!mayAsk(this.#breaker, clock.business())) {
      meter.record({ [FIGURES.breaker_open]: 1 });
      return undefined;
    }
    const probe = isOpen(this.#breaker);
    this.#breaker = asking(this.#breaker);
    let outcome: Outcome = { kind: 'capped' };
    try {
      outcome = await this.#askTwice(words);
    } finally {
      this.#breaker = this.#after(outcome, probe);
    }
    return outcome.kind === 'answered' ? { ...outcome.opinion, model: chat.model } : undefined;
  }

  #after(outcome: Outcome, probe: boolean): Breaker {
    if (outcome.kind === 'capped') return afterNothing(this.#breaker, probe);
    if (outcome.kind === 'answered') return CLOSED;
    const wait = outcome.kind === 'failed' ? outcome.wait : undefined;
    return afterFailure(this.#breaker, { probe, now: this.#parts.clock.business(), wait });
  }

  /** What failed slowly is not repeated: the customer waits. */
  async #askTwice(words: string): Promise<Outcome> {
    const { clock, deadline = () => AbortSignal.timeout(LIMITS.llmWall) } = this.#parts;
    const begun = clock.wall();
    const end = deadline();
    const first = await this.#ask(words, end);
    const again = isPassing(first) && !end.aborted && clock.wall() - begun < LIMITS.llmRepeatWall;
    if (!again) return first;
    const second = await this.#ask(words, end);
    return second.kind === 'capped' ? first : second;
  }

  async #ask(words: string, end: AbortSignal): Promise<Outcome> {
    const { purse, chat } = this.#parts;
    const reserved = await purse.reserve(chat.most(words));
    if (!reserved) return this.#tell({ kind: 'capped' }, 0);
    const answer = await chat.ask(words, end);
    return this.#tell(answer, await purse.settle(reserved, tokensOf(answer)));
  }

  #tell<Told extends Outcome>(outcome: Told, spent: number): Told {
    const { meter, journal, chat } = this.#parts;
    meter.record({ [FIGURES[outcome.kind]]: 1, ...(spent > 0 && { [SPEND_FIGURE]: spent }) });
    if (outcome.kind !== 'answered' && outcome.kind !== 'capped')
      journal.warn('adviser.failed', {
        model: chat.model,
        why: outcome.kind === 'failed' ? outcome.why : outcome.kind,
      });
    return outcome;
  }

  /** Something of ours, such as the table. */
  #tellBroken(error: unknown): undefined {
    const { meter, journal, chat } = this.#parts;
    meter.record({ [FIGURES.failed]: 1 });
    journal.warn('adviser.failed', {
      model: chat.model,
      why: error instanceof Error ? error.name : 'unknown',
    });
  }
}

function isPassing(outcome: Outcome): boolean {
  return outcome.kind === 'malformed' || (outcome.kind === 'failed' && outcome.passing);
}

/** Undefined: nobody knows how many were paid for. */
function tokensOf(answer: ChatAnswer) {
  if (answer.kind === 'timed_out') return undefined;
  if (answer.kind === 'failed') return answer.unpaid ? NOTHING : undefined;
  return answer.usage;
}
