import { costOf, type TokenPrices, type TokenUsage } from '../../domain/token-prices.ts';
import type { Clock, Journal, Spending } from '../../ports.ts';

export interface PurseParts {
  spending: Spending;
  prices: TokenPrices;
  /** Millionths of a US dollar a day (UTC, business time). */
  cap: number;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

/** Money set aside for one request. */
export interface Reservation {
  day: string;
  amount: number;
}

/** Free of charge. */
export const NOTHING: TokenUsage = { in: 0, out: 0 };

/**
 * Keeps a day's spending under its cap, over all instances: the most that a request can cost is set aside before it is
 * sent, and corrected by what it came to. Whoever dies in between leaves too much counted, never too little.
 */
export class Purse {
  readonly #parts: PurseParts;
  /** The day of which the journal was told that it is spent. */
  #told: string | undefined;

  constructor(parts: PurseParts) {
    this.#parts = parts;
  }

  /**
   * Undefined: the day's cap leaves no room for it.
   * @param most the most tokens that it can take
   */
  async reserve(most: TokenUsage): Promise<Reservation | undefined> {
    const { spending, prices, cap, clock, journal } = this.#parts;
    const day = new Date(clock.business()).toISOString().slice(0, 10);
    const amount = costOf(most, prices);
    if (await spending.reserve(day, amount, cap)) return { day, amount };
    if (this.#told !== day) journal.warn('adviser.capped', { day, cap_micro_usd: cap });
    this.#told = day;
    return undefined;
  }

  /**
   * Returns what is counted in the end.
   * @param tokens undefined: nobody knows how many they were, so all that was set aside counts as spent
   */
  async settle({ day, amount }: Reservation, tokens: TokenUsage | undefined): Promise<number> {
    const { spending, prices, journal } = this.#parts;
    const cost = tokens ? costOf(tokens, prices) : amount;
    if (cost === amount) return cost;
    try {
      await spending.correct(day, cost - amount);
      return cost;
    } catch (error) {
      // An answer that was paid for is not thrown away because of its bill.
      journal.warn('adviser.uncorrected', { day, error: error instanceof Error ? error.name : 'unknown' });
      return amount;
    }
  }
}
