import type { DeadDelivery } from '../../domain/delivery-record.ts';
import type { DeadDeliveries, DeadPage, StuckSignal } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import type { Row, Table } from './table.ts';

/** Sorts behind every time that is written out. */
const BEHIND_ALL_TIMES = '~';

/** Deliveries that were given up, a partition a day. */
export class DynamoDeadDeliveries implements DeadDeliveries {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async on(day: string, { order, limit, beyond }: DeadPage): Promise<DeadDelivery[]> {
    const { pk, prefix } = keys.deadOn(day);
    const at = beyond && keys.dead(beyond.died_at, beyond.text_id).sk;
    const rows =
      order === 'oldest'
        ? await this.#table.pageAfter({ pk, prefix, after: at ?? prefix }, limit + 1)
        : await this.#table.page({ pk, prefix, before: at }, limit + 1);
    // A page begins with the row that was named, if it is there.
    return rows
      .filter((row: Row) => row['sk'] !== at)
      .slice(0, limit)
      .map((row) => row['dead'] as DeadDelivery);
  }

  async stuckSince(at: number, limit: number): Promise<StuckSignal[]> {
    const { pk } = keys.allStuck();
    const { sk: from } = keys.stuck(at, '');
    const rows = await this.#table.newestBetween({ pk, from, to: BEHIND_ALL_TIMES }, limit);
    return rows.map((row) => row['stuck'] as StuckSignal);
  }
}
