import { describe, expect, it } from 'vitest';
import { runCrowd } from '../../sim/crowd.ts';
import { crowdSummary, plansOf } from '../../sim/tell-crowd.ts';

const PLAN = { updates: 2500, seed: 1, down: true };

describe('a slice of the chats of a bot', () => {
  it('stands a day without sending: nothing is wrong, and nothing is given up', async () => {
    const result = await runCrowd(PLAN);
    expect(result).toMatchObject({ findings: [], surprises: [] });
    const { updates, repeated, messages, replies, follow_ups, unknown, dead, busiest } = result.counts;
    expect(updates).toBe(PLAN.updates);
    expect(repeated / updates).toBeCloseTo(0.2, 1);
    expect(messages).toBeGreaterThan(0.99 * updates);
    expect(replies).toBeGreaterThan(updates / 4);
    expect(follow_ups).toBeGreaterThan(10);
    expect(dead).toBe(0);
    expect(Object.values(result.reasons).reduce((sum, times) => sum + times, 0)).toBe(unknown);
    expect(unknown).toBeLessThan(replies / 50);
    expect(busiest).toBeLessThanOrEqual(30);
    const told = {
      bots: 2,
      seed: 1,
      updates: 2 * updates,
      replies: 2 * replies,
      busiest,
      lost: 0,
      doubled: 0,
    };
    expect(crowdSummary(PLAN, [result, result])).toMatchObject(told);
  });

  it('goes the same way for the same seed', async () => {
    const plan = { updates: 300, seed: 7, down: false };
    const [one, same] = [await runCrowd(plan), await runCrowd(plan)];
    expect(same).toEqual(one);
    expect(one.counts.replies).toBeGreaterThan(50);
  });
});

describe('the plans of all bots', () => {
  it('share the updates, each with a seed of its own, and one bot is down', () => {
    const plans = plansOf({ updates: 100_007, seed: 3 });
    expect(plans.reduce((sum, { updates }) => sum + updates, 0)).toBe(100_007);
    expect(new Set(plans.map(({ seed }) => seed)).size).toBe(plans.length);
    expect(plans.filter(({ down }) => down)).toHaveLength(1);
    const others = plansOf({ updates: 100_007, seed: 4 });
    expect(others.some(({ seed }) => plans.some((plan) => plan.seed === seed))).toBe(false);
  });
});
