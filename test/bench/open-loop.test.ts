import { describe, expect, it } from 'vitest';
import { type LoadClock, openLoop } from '../../bench/open-loop.ts';

/** Time that passes only in sleep, and each time by `lateMs` too much. */
function clockThatIsLate(lateMs: number): LoadClock {
  let now = 1_000;
  return {
    now: () => now,
    async sleepUntil(ms) {
      if (ms > now) now = ms + lateMs;
    },
  };
}

describe('load in an open loop', () => {
  it('is sent at its rate though nothing is answered before the end', async () => {
    const clock = clockThatIsLate(0);
    const answers = Promise.withResolvers<void>();
    const sentAt: number[] = [];

    const done = openLoop({ rate: 4, seconds: 1 }, clock, async () => {
      if (sentAt.push(clock.now()) === 4) answers.resolve();
      await answers.promise;
    });

    await done;
    expect(sentAt).toEqual([1_000, 1_250, 1_500, 1_750]);
  });

  it('counts from the moment that was meant, so that a sender that is late shows', async () => {
    const clock = clockThatIsLate(300);

    const lateness = await openLoop({ rate: 4, seconds: 1 }, clock, async (_, intendedAt) => {
      return clock.now() - intendedAt;
    });

    expect(lateness).toEqual([0, 300, 50, 300]);
  });
});
