import { LIMITS } from '../domain/limits.ts';

const SECOND = 1_000_000;

/** Moments of pacing are whole microseconds: exact both here and in the table, so that no rate drifts by rounding. */
export const GAPS = {
  bot: Math.ceil(SECOND / LIMITS.botRate),
  group: Math.ceil((60 * SECOND) / LIMITS.groupRate),
} as const;

/** Who waited longest for whom is forgotten when nothing was sent for so long, ms. */
export const PACING_KEPT = 60 * 60 * 1_000;

/** Milliseconds as microseconds. */
export function micros(milliseconds: number): number {
  return Math.ceil(milliseconds * 1_000);
}

/** Microseconds as milliseconds. */
export function millis(microseconds: number): number {
  return microseconds / 1_000;
}
