import type { DeadDelivery } from '../../domain/delivery-record.ts';
import type { DeadDeliveries, DeadPage } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import type { Row, Table } from './table.ts';

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
}
