import { describe, expect, it } from 'vitest';
import { playBroadcasts } from '../../sim/broadcast.ts';
import { isGood } from '../../sim/tell-broadcast.ts';

describe('a broadcast to a small crowd', () => {
  it.each([1, 2])(
    'with crashes and repeats everywhere reaches everybody once for each stage, at its pace (seed %i)',
    { timeout: 60_000 },
    async (seed) => {
      const result = await playBroadcasts({ clients: 1000, seed });
      expect(result).toMatchObject({ missed: 0, doubled: 0, counted: true });
      expect(isGood(result), JSON.stringify(result)).toBe(true);
      expect(result.faults).toBeGreaterThan(10);
      expect(result.cancelled).toBeGreaterThan(0);
    },
  );

  it('is not good if anything of it is not', async () => {
    const good = await playBroadcasts({ clients: 400, seed: 3 });
    expect(isGood(good), JSON.stringify(good)).toBe(true);
    expect(isGood({ ...good, missed: 1 })).toBe(false);
    expect(isGood({ ...good, doubled: 1 })).toBe(false);
    expect(isGood({ ...good, counted: false })).toBe(false);
    expect(isGood({ ...good, cancel_ms: 2001 })).toBe(false);
    expect(isGood({ ...good, pace: { ...good.pace, bot: 21 } })).toBe(false);
    expect(isGood({ ...good, replies: { alone: 100, beside: 5000 } })).toBe(false);
  });
});
