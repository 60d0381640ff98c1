import { LIMITS } from '../../domain/limits.ts';
import type { ParkedPlace, ParkedUpdate, ParkedUpdates } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Table } from './table.ts';

/** Updates that could not be understood, kept for a month. */
export class DynamoParkedUpdates implements ParkedUpdates {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async park(update: ParkedUpdate): Promise<void> {
    await this.#table.put({
      ...keys.parked(update),
      kind: 'parked',
      update,
      expires_at: expiry(update.at + LIMITS.parkedKept),
    });
  }

  async parked({
    limit,
    before,
  }: {
    limit: number;
    before?: ParkedPlace | undefined;
  }): Promise<ParkedUpdate[]> {
    const seen = before && keys.parked(before).sk;
    // A page begins with the row it is told, which its caller has seen.
    const rows = await this.#table.page({ ...keys.allParked(), before: seen }, limit + 1);
    const fresh = rows.filter((row) => row['sk'] !== seen).slice(0, limit);
    return fresh.map((row) => row['update'] as ParkedUpdate);
  }
}
