import { describe, expect, it } from 'vitest';
import { InstanceSendLimit, type SendShare } from '../../shared/adapters/send-limit.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { FixedClock } from '../usecases/desk.ts';

const ORIGIN = 'demo https://crm.example.com';

/** A limit whose waiting passes the time. */
function aLimit(share: SendShare) {
  const clock = new FixedClock();
  const pause = async (ms: number) => clock.advanceWall(ms);
  return { clock, limit: new InstanceSendLimit(share, { clock, pause }) };
}

describe('what one instance sends', () => {
  it('is at most its share at a time to one origin, and others do not count', async () => {
    const { limit } = aLimit({ atATime: 2, aSecond: 100 });
    const ends = [await limit.enter(ORIGIN, 'end_1'), await limit.enter(ORIGIN, 'end_2')];
    expect(ends).toEqual([expect.any(Function), expect.any(Function)]);
    expect(await limit.enter(ORIGIN, 'end_3')).toBeUndefined();
    expect(await limit.enter('other https://crm.example.com', 'end_3')).toBeDefined();
    ends[0]?.();
    expect(await limit.enter(ORIGIN, 'end_3')).toBeDefined();
    expect(await limit.enter(ORIGIN, 'end_3')).toBeUndefined();
  });

  it('waits for room for a second of wall time, and not for longer', async () => {
    const { limit, clock } = aLimit({ atATime: 1, aSecond: 100 });
    await limit.enter(ORIGIN, 'end_1');
    const from = clock.wall();
    expect(await limit.enter(ORIGIN, 'end_1')).toBeUndefined();
    expect(clock.wall() - from).toBe(LIMITS.roomWaitWall);
  });

  it('gives room to whoever waits, one after the other, as soon as somebody leaves', async () => {
    const clock = new FixedClock();
    const never = new Promise<void>(() => undefined);
    const limit = new InstanceSendLimit({ atATime: 1, aSecond: 100 }, { clock, pause: () => never });
    const first = await limit.enter(ORIGIN, 'end_1');
    const inside: number[] = [];
    const others = [1, 2, 3].map(async (n) => {
      const leave = await limit.enter(ORIGIN, 'end_1');
      inside.push(n);
      leave?.();
    });
    expect(inside).toEqual([]);
    first?.();
    await Promise.all(others);
    expect(inside).toEqual([1, 2, 3]);
  });

  it('is at most its share a second to one endpoint', async () => {
    const { limit, clock } = aLimit({ atATime: 100, aSecond: 3 });
    const from = clock.wall();
    const times: number[] = [];
    for (let n = 0; n < 7; n++) {
      (await limit.enter(ORIGIN, 'end_1'))?.();
      times.push(clock.wall() - from);
    }
    expect(times).toEqual([0, 0, 0, 1000, 1000, 1000, 2000]);
  });

  it('refused costs neither room nor rate', async () => {
    const { limit } = aLimit({ atATime: 1, aSecond: 2 });
    const end = await limit.enter(ORIGIN, 'end_1');
    for (let n = 0; n < 9; n++) expect(await limit.enter(ORIGIN, 'end_1')).toBeUndefined();
    end?.();
    expect(await limit.enter(ORIGIN, 'end_1')).toBeDefined();
  });
});
