import { describe, expect, it } from 'vitest';
import { GOALS, meetsGoals, playDesks } from '../../sim/outage/desks.ts';
import { Ears } from '../../sim/outage/ears.ts';

/** What was heard once is known from then on. */
const ears = new Ears();

describe('a month of five desks and their outages', () => {
  it('is sensed in time, without false alarms to speak of', async () => {
    const result = await playDesks({ months: 1, seed: 1 }, ears);
    expect(result.desks.map(({ outages }) => outages)).toEqual([4, 4, 4, 4, 4]);
    expect(result.share).toBeGreaterThanOrEqual(GOALS.in_time);
    expect(meetsGoals(result)).toBe(true);
  });

  it('goes the same way for the same seed, and another way for another', async () => {
    const [one, same, other] = await Promise.all(
      [5, 5, 6].map((seed) => playDesks({ months: 0.1, seed }, ears)),
    );
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });
});
