import { LIMITS } from '../../domain/limits.ts';
import type { Clock, Spending, Spent } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Table } from './table.ts';

/** One row a day. Its condition is the cap: two who want the last of it at once do not both get it. */
export class DynamoSpending implements Spending {
  readonly #table: Pick<Table, 'get' | 'update'>;
  readonly #clock: Pick<Clock, 'business'>;

  constructor(table: Pick<Table, 'get' | 'update'>, clock: Pick<Clock, 'business'>) {
    this.#table = table;
    this.#clock = clock;
  }

  async reserve(day: string, amount: number, cap: number): Promise<boolean> {
    if (amount > cap) return false;
    const added = await this.#table.update(keys.spending(day), {
      update: 'SET #spent = if_not_exists(#spent, :none) + :amount, expires_at = :expires ADD #requests :one',
      condition: 'attribute_not_exists(#spent) OR #spent <= :most',
      names: { '#spent': 'spent', '#requests': 'requests' },
      values: {
        ':none': 0,
        ':one': 1,
        ':amount': amount,
        ':most': cap - amount,
        ':expires': expiry(this.#clock.business() + LIMITS.spendingKept),
      },
    });
    return added !== undefined;
  }

  async of(day: string): Promise<Spent | undefined> {
    const row = await this.#table.get(keys.spending(day));
    // Requests were not counted before there was somebody to ask for them.
    return row && { spent: Number(row['spent']), requests: Number(row['requests'] ?? 0) };
  }

  async correct(day: string, by: number): Promise<void> {
    await this.#table.update(keys.spending(day), {
      update: 'SET #spent = #spent + :by',
      condition: 'attribute_exists(#spent)',
      names: { '#spent': 'spent' },
      values: { ':by': by },
    });
  }
}
