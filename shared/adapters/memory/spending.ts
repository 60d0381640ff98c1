import type { Spending } from '../../ports.ts';

/** A day's spending in memory. */
export class MemorySpending implements Spending {
  readonly #spent = new Map<string, number>();

  async reserve(day: string, amount: number, cap: number): Promise<boolean> {
    const spent = this.of(day);
    if (spent + amount > cap) return false;
    this.#spent.set(day, spent + amount);
    return true;
  }

  async correct(day: string, by: number): Promise<void> {
    if (this.#spent.has(day)) this.#spent.set(day, this.of(day) + by);
  }

  of(day: string): number {
    return this.#spent.get(day) ?? 0;
  }
}
