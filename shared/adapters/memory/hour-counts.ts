import { dayOf } from '../../domain/said.ts';
import type { HourCount } from '../../domain/statistics.ts';
import type { HourCounts } from '../../ports.ts';
import { copy } from './copy.ts';

/** What was counted of each hour, in memory. */
export class MemoryHourCounts implements HourCounts {
  readonly all = new Map<number, HourCount>();

  async ofDay(day: string): Promise<HourCount[]> {
    const counts = [...this.all.values()].filter(({ hour }) => dayOf(hour) === day);
    return copy(counts.toSorted((a, b) => a.hour - b.hour));
  }

  async put(count: HourCount): Promise<void> {
    this.all.set(count.hour, copy(count));
  }
}
