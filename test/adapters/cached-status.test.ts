import { describe, expect, it } from 'vitest';
import { CachedStatus } from '../../shared/adapters/cached-status.ts';
import { SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import { publicStatus } from '../../shared/domain/public-status.ts';
import { SECOND } from '../builders.ts';
import { FixedClock } from '../usecases/desk.ts';

function remembered() {
  const clock = new FixedClock();
  let [reads, broken] = [0, false];
  const cached = new CachedStatus(async () => {
    reads++;
    if (broken) throw new Error('the table does not answer');
    return publicStatus([], SHIPPED_HANDBOOK, clock.business());
  }, clock);
  const fails = (now: boolean): void => {
    broken = now;
  };
  return { clock, cached, fails, reads: () => reads };
}

describe('how the service fares is remembered', () => {
  it('for ten seconds, for however many look', async () => {
    const { clock, cached, reads } = remembered();
    await Promise.all(Array.from({ length: 50 }, () => cached.current()));
    clock.advance(10 * SECOND - 1);
    await cached.current();
    expect(reads()).toBe(1);
    clock.advance(1);
    expect((await cached.current()).at).toBe(clock.business());
    expect(reads()).toBe(2);
  });

  it('by whichever time is over first', async () => {
    const { clock, cached, reads } = remembered();
    await cached.current();
    clock.advanceBusiness(10 * SECOND);
    await cached.current();
    clock.advanceWall(10 * SECOND);
    await cached.current();
    expect(reads()).toBe(3);
  });

  it('and never told from memory when it cannot be read', async () => {
    const { clock, cached, fails, reads } = remembered();
    await cached.current();
    clock.advance(10 * SECOND);
    fails(true);
    await expect(cached.current()).rejects.toThrow('does not answer');
    fails(false);
    expect((await cached.current()).at).toBe(clock.business());
    expect(reads()).toBe(3);
  });
});
