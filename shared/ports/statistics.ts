import type { HourCount } from '../domain/statistics.ts';

/** What was counted of each hour, in place of what was counted of it before. */
export interface HourCounts {
  /** Of a day (UTC), oldest first, counts that are not finished as well. Strongly consistent. */
  ofDay(day: string): Promise<HourCount[]>;
  put(count: HourCount): Promise<void>;
}
