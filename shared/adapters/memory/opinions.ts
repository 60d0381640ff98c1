import type { Advice } from '../../domain/advice.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Clock, Opinions } from '../../ports.ts';
import { copy } from './copy.ts';

/** Opinions of language models in memory. */
export class MemoryOpinions implements Opinions {
  readonly #clock: Pick<Clock, 'business'>;
  readonly #kept = new Map<string, { advice: Advice; until: number }>();

  constructor(clock: Pick<Clock, 'business'>) {
    this.#clock = clock;
  }

  async opinion(question: string): Promise<Advice | undefined> {
    const kept = this.#kept.get(question);
    return kept && this.#clock.business() < kept.until ? copy(kept.advice) : undefined;
  }

  async keep(question: string, advice: Advice): Promise<void> {
    this.#kept.set(question, { advice: copy(advice), until: this.#clock.business() + LIMITS.opinionsKept });
  }
}
