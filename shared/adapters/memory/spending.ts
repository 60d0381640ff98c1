import type { Spending, Spent } from '../../ports.ts';

/** A day's spending in memory. */
export class MemorySpending implements Spending {
  readonly #days = new Map<string, Spent>();

  async reserve(day: string, amount: number, cap: number): Promise<boolean> {
    const { spent, requests } = this.#days.get(day) ?? { spent: 0, requests: 0 };
    if (spent + amount > cap) return false;
    this.#days.set(day, { spent: spent + amount, requests: requests + 1 });
    return true;
  }

  async correct(day: string, by: number): Promise<void> {
    const known = this.#days.get(day);
    if (known) this.#days.set(day, { ...known, spent: known.spent + by });
  }

  async of(day: string): Promise<Spent | undefined> {
    return this.#days.get(day);
  }
}
