import { describe, expect, it } from 'vitest';
import { keptUp, RAMP_RATES, sustainedRate } from '../../bench/ramp.ts';
import type { Passage } from '../../bench/run.ts';

const passage = (change: Partial<Passage> = {}): Passage => ({
  status: 202,
  sentLateMs: 0,
  acceptMs: 10,
  firstByteMs: 50,
  ...change,
});
const many = (change: Partial<Passage>): Passage[] => Array.from({ length: 40 }, () => passage(change));

describe('a rate is kept up', () => {
  it.each([
    ['while everything is answered soon', many({}), true],
    ['though it began slowly', [...many({ firstByteMs: 5_000 }), ...many({})], true],
    ['not if the replies fall behind', [...many({}), ...many({ firstByteMs: 1_001 })], false],
    ['not if accepting falls behind', [...many({}), ...many({ acceptMs: 1_001 })], false],
    ['not if one message is refused', [passage({ status: 503 }), ...many({})], false],
    ['not if one reply is missing', [passage({ firstByteMs: undefined }), ...many({})], false],
  ])('%s', (_, passages, expected) => {
    expect(keptUp(passages)).toBe(expected);
  });
});

describe('the ramp', () => {
  it('ends at the highest rate that is kept up', async () => {
    const [first = 0, second = 0, third = 0] = RAMP_RATES;
    const tried: number[] = [];

    const sustained = await sustainedRate(async (rate) => {
      tried.push(rate);
      return many({ firstByteMs: rate > second ? 9_000 : 50 });
    });

    expect(sustained).toBe(second);
    expect(tried).toEqual([first, second, third, third]);
  });

  it('forgives a rate that fails once', async () => {
    const failing = new Set(RAMP_RATES);

    const sustained = await sustainedRate(async (rate) =>
      many({ firstByteMs: failing.delete(rate) ? 9_000 : 50 }),
    );

    expect(sustained).toBe(RAMP_RATES.at(-1));
  });
});
