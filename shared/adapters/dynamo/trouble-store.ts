import { shardOf } from '../../domain/ids.ts';
import { LIMITS } from '../../domain/limits.ts';
import { minuteOf, SHARDS } from '../../domain/outage/places.ts';
import type { TroubleRead, TroubleReport } from '../../domain/outage/trouble.ts';
import type { UsualTrouble } from '../../domain/outage/usual.ts';
import { dayOf } from '../../domain/said.ts';
import type { TroubleReports, UsualTroubles } from '../../ports.ts';
import { joinedShards } from '../trouble-shards.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Table } from './table.ts';

const DAY = 24 * 3_600_000;
/** Sorts behind all that stands in a minute. */
const LAST = '\uffff';

/** Reports by day, minute, kind and client: a client who repeats itself is the same row. */
export class DynamoTroubleReports implements TroubleReports {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async record(report: TroubleReport): Promise<void> {
    const { at, conversation_id, kinds } = report;
    const shard = shardOf(conversation_id, LIMITS.troubleShards);
    const key = keys.troubleReport(minuteOf(at), shard, kinds[0] ?? 'other', conversation_id);
    await this.#table.put({
      ...key,
      kind: 'trouble_report',
      report,
      expires_at: expiry(at + LIMITS.troubleKept),
    });
  }

  async between(from: number, to: number): Promise<TroubleRead> {
    const shards = await Promise.all(SHARDS.map((shard) => this.#newest(shard, from, to)));
    return joinedShards(shards, from, to);
  }

  async #newest(shard: number, from: number, to: number): Promise<TroubleReport[]> {
    const reports: TroubleReport[] = [];
    const range = { from: minuteOf(from), to: `${minuteOf(to)}${LAST}` };
    for (let day = dayOf(to); day >= dayOf(from); day = dayOf(Date.parse(day) - DAY)) {
      const left = LIMITS.troubleRead - reports.length;
      const rows = await this.#table.newestBetween({ ...keys.troubleIn(day, shard), ...range }, left);
      reports.push(...rows.map((row) => row['report'] as TroubleReport));
      if (reports.length >= LIMITS.troubleRead) break;
    }
    return reports;
  }
}

/** One row, as text: it is read and written as a whole. */
export class DynamoUsualTroubles implements UsualTroubles {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async current(): Promise<UsualTrouble | undefined> {
    const row = await this.#table.get(keys.usualTrouble());
    return row && { through: Number(row['through']), hours: JSON.parse(String(row['hours'])) };
  }

  async put({ through, hours }: UsualTrouble, seen: number | undefined): Promise<boolean> {
    const row = { ...keys.usualTrouble(), kind: 'usual_trouble', through, hours: JSON.stringify(hours) };
    if (seen === undefined) return (await this.#table.putNew(row)) === undefined;
    return this.#table.replace(row, 'through = :seen', { ':seen': seen });
  }
}
