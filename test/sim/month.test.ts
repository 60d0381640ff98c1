import { describe, expect, it } from 'vitest';
import { runMonth } from '../../sim/month.ts';
import { monthSummary } from '../../sim/tell-month.ts';

const PLAN = { clients: 60, days: 5, seed: 1 };

describe('a slice of a month of a desk', () => {
  it('has all that a month has, and nothing wrong', async () => {
    const result = await runMonth(PLAN);
    expect(result).toMatchObject({ findings: [], surprises: [] });
    const { messages, replies, reminders, farewells, closed, hand_overs, hand_backs } = result.counts;
    expect(messages).toBeGreaterThan(40);
    expect(replies).toBeGreaterThan(messages / 2);
    for (const some of [reminders, farewells, closed, hand_overs, hand_backs])
      expect(some).toBeGreaterThan(5);
    expect(monthSummary(PLAN, result)).toMatchObject({ ...PLAN, messages, replies, lost: 0, surprises: 0 });
  });

  it('goes the same way for the same seed, and another way for another', async () => {
    const [one, same, other] = [
      await runMonth(PLAN),
      await runMonth(PLAN),
      await runMonth({ ...PLAN, seed: 2 }),
    ];
    expect(same).toEqual(one);
    expect(other.calls).not.toBe(one.calls);
  });
});
