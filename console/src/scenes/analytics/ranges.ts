/** A stretch of time, epoch milliseconds; whole hours, since that is what is counted. */
export interface Range {
  from: number;
  to: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const RANGES = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS } as const;
export type RangeName = keyof typeof RANGES;

/** The last day, week or month, up to the hour under way. */
export function rangeOf(name: RangeName, now: number): Range {
  const to = Math.ceil(now / HOUR_MS) * HOUR_MS;
  return { from: to - RANGES[name], to };
}

/** The same length of time before it. */
export function before({ from, to }: Range): Range {
  return { from: from - (to - from), to: from };
}

/** By hours up to two days, else by days. */
export function stepOf({ from, to }: Range): 'hour' | 'day' {
  return to - from <= 2 * DAY_MS ? 'hour' : 'day';
}
