import { percentile } from './percentile.ts';
import { acceptTimes, firstByteTimes, lost, type Passage } from './run.ts';

/** Messages a second to try, each a quarter more than the last. */
export const RAMP_RATES: readonly number[] = [40, 50, 63, 78, 98, 122, 153, 191, 238, 298, 373, 466];
export const RAMP_SECONDS = 5;
/** Replies may be this late, at p95, while a rate counts as sustained: a queue that grows is soon later. */
const TOLERATED_MS = 1_000;

/** Whether the twin kept up: everything accepted and answered, and the replies at the end not later than tolerated. */
export function keptUp(passages: readonly Passage[]): boolean {
  const last = passages.slice(Math.floor(passages.length / 2));
  return (
    lost(passages).length === 0 &&
    percentile(acceptTimes(last), 0.95) <= TOLERATED_MS &&
    percentile(firstByteTimes(last), 0.95) <= TOLERATED_MS
  );
}

/**
 * The highest rate that is kept up, a failure checked once more.
 * @returns 0 if not even the first is
 */
export async function sustainedRate(attempt: (rate: number) => Promise<Passage[]>): Promise<number> {
  let sustained = 0;
  for (const rate of RAMP_RATES) {
    if (!keptUp(await attempt(rate)) && !keptUp(await attempt(rate))) break;
    sustained = rate;
  }
  return sustained;
}
