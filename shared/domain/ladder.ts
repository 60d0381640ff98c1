const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long to wait after the first, second … failed try, in ms of business time: 10 tries over 75 h 35 min 5 s. */
export const LADDER: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Jitter adds at most this share of a step, and never takes any away. */
const MAX_JITTER = 0.1;

/**
 * The wait after failed try number `attempt` (1-based), in whole ms; `undefined` when that was the last.
 * @param jitter 0 adds nothing, 1 adds the full tenth; what lies outside is clamped.
 */
export function nextDelayMs(attempt: number, jitter: number): number | undefined {
  const step = LADDER[attempt - 1];
  if (step === undefined) return undefined;
  const share = Math.min(1, Math.max(0, jitter)) || 0;
  return step + Math.floor(step * MAX_JITTER * share);
}
