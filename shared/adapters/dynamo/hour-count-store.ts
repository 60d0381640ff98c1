import { LIMITS } from '../../domain/limits.ts';
import { type HourCount, noFigures } from '../../domain/statistics.ts';
import type { HourCounts } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Table } from './table.ts';

/** What was counted of each hour, kept for as long as what it was counted from. */
export class DynamoHourCounts implements HourCounts {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async ofDay(day: string): Promise<HourCount[]> {
    const { pk, prefix } = keys.hourCounts(day);
    const rows = await this.#table.between(pk, prefix, `${prefix}99`);
    return rows.map((row) => asCount(row['count'] as HourCount));
  }

  async put(count: HourCount): Promise<void> {
    const { hour } = count;
    const expires_at = expiry(hour + LIMITS.messagesKept);
    await this.#table.put({ ...keys.hourCount(hour), kind: 'hour_count', count, expires_at });
  }
}

/** A count of an earlier release has nothing of what is counted since. */
function asCount(count: HourCount): HourCount {
  return { ...count, figures: { ...noFigures(), ...count.figures } };
}
