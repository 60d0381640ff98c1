import { shardOf } from '../../domain/ids.ts';
import { LIMITS } from '../../domain/limits.ts';
import { SHARDS } from '../../domain/outage/places.ts';
import type { TroubleRead, TroubleReport } from '../../domain/outage/trouble.ts';
import type { UsualTrouble } from '../../domain/outage/usual.ts';
import type { TroubleReports, UsualTroubles } from '../../ports.ts';
import { joinedShards } from '../trouble-shards.ts';

const MINUTE = 60_000;

/** Reports in memory, by the minute. */
export class MemoryTroubleReports implements TroubleReports {
  readonly #minutes = new Map<number, Map<string, TroubleReport>>();

  async record(report: TroubleReport): Promise<void> {
    const minute = Math.floor(report.at / MINUTE);
    const rows = this.#minutes.get(minute) ?? new Map<string, TroubleReport>();
    rows.set(`${report.kinds[0]}#${report.conversation_id}`, { ...report });
    this.#minutes.set(minute, rows);
  }

  async between(from: number, to: number): Promise<TroubleRead> {
    const shards: TroubleReport[][] = SHARDS.map(() => []);
    for (let minute = Math.floor(to / MINUTE); minute >= Math.floor(from / MINUTE); minute--) {
      for (const [, report] of byKey(this.#minutes.get(minute))) {
        const shard = shards[shardOf(report.conversation_id, LIMITS.troubleShards)];
        if (shard && shard.length < LIMITS.troubleRead) shard.push(report);
      }
    }
    return joinedShards(shards, from, to);
  }

  /** What a client reported in the minute of then. */
  forget(conversation_id: string, at: number): void {
    const rows = this.#minutes.get(Math.floor(at / MINUTE));
    for (const key of rows?.keys() ?? []) if (key.endsWith(`#${conversation_id}`)) rows?.delete(key);
  }

  /** Rows that there are. */
  rows(): number {
    return [...this.#minutes.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Forgets, as the table does in time, what is older than this. */
  expire(before: number): void {
    for (const minute of this.#minutes.keys()) if (minute * MINUTE < before) this.#minutes.delete(minute);
  }
}

function byKey(rows: ReadonlyMap<string, TroubleReport> | undefined): [string, TroubleReport][] {
  return rows ? [...rows].sort(([a], [b]) => (a < b ? 1 : -1)) : [];
}

/** Usual trouble in memory. */
export class MemoryUsualTroubles implements UsualTroubles {
  #usual: UsualTrouble | undefined;

  async current(): Promise<UsualTrouble | undefined> {
    return this.#usual;
  }

  async put(usual: UsualTrouble, seen: number | undefined): Promise<boolean> {
    if (this.#usual?.through !== seen) return false;
    this.#usual = usual;
    return true;
  }
}
