import { setTimeout as wait } from 'node:timers/promises';

/** Monotonic time in ms. */
export interface LoadClock {
  now(): number;
  /** Returns at that moment or a little after, at once if it has passed. */
  sleepUntil(ms: number): Promise<void>;
}

export const loadClock: LoadClock = {
  now: () => performance.now(),
  async sleepUntil(ms) {
    const restMs = ms - performance.now();
    if (restMs > 0) await wait(restMs);
  },
};

export interface Load {
  /** A second. */
  rate: number;
  seconds: number;
}

/**
 * Sends at a steady rate whatever becomes of the earlier ones, as customers do who know nothing of each other. `send`
 * gets the moment it was meant to happen: measured from there, a system that stalls, or a sender that is late, shows.
 */
export async function openLoop<Result>(
  { rate, seconds }: Load,
  clock: LoadClock,
  send: (n: number, intendedAt: number) => Promise<Result>,
): Promise<Result[]> {
  const startedAt = clock.now();
  const sent: Promise<Result>[] = [];
  for (let n = 0; n < Math.round(rate * seconds); n++) {
    const intendedAt = startedAt + (n * 1_000) / rate;
    await clock.sleepUntil(intendedAt);
    sent.push(send(n, intendedAt));
  }
  return Promise.all(sent);
}
