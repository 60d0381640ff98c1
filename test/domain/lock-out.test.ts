import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../shared/domain/limits.ts';
import { countTry, forgiveTry, type Tries } from '../../shared/domain/lock-out.ts';
import { MINUTE, NOW, SECOND } from '../builders.ts';

/** So many tries in a row, a second apart. */
function tried(times: number): { tries: Tries | undefined; now: number } {
  let tries: Tries | undefined;
  let now = NOW;
  for (let time = 0; time < times; time++) {
    now += SECOND;
    const counted = countTry(tries, 'name', now);
    if ('next' in counted) tries = counted.next;
  }
  return { tries, now };
}

describe('tries under one name', () => {
  it('are let through five in a row, and then none until a quarter of an hour after the last of them', () => {
    const { tries, now } = tried(5);
    expect(tries).toEqual({ count: 5, last: now });
    expect(countTry(tries, 'name', now + 1)).toEqual({ retryAfterS: 900 });
    expect(countTry(tries, 'name', now + 15 * MINUTE - 1)).toEqual({ retryAfterS: 1 });
    const after = now + 15 * MINUTE;
    expect(countTry(tries, 'name', after)).toEqual({ next: { count: 1, last: after } });
  });

  it('that were refused do not make the wait longer', () => {
    const { tries, now } = tried(50);
    expect(tries).toEqual({ count: 5, last: NOW + 5 * SECOND });
    expect(countTry(tries, 'name', now)).toEqual({ retryAfterS: 900 - 45 });
  });

  it('are forgotten after a quarter of an hour', () => {
    const { tries, now } = tried(4);
    expect(countTry(tries, 'name', now + LIMITS.signInLockWall)).toMatchObject({ next: { count: 1 } });
  });
});

describe('tries from one address', () => {
  it('are let through more of, since a school has one address', () => {
    const last = NOW;
    expect(countTry({ count: 29, last }, 'address', NOW)).toEqual({ next: { count: 30, last } });
    expect(countTry({ count: 30, last }, 'address', NOW)).toEqual({ retryAfterS: 900 });
  });

  it('are forgiven one by one', () => {
    expect(forgiveTry({ count: 2, last: NOW })).toEqual({ count: 1, last: NOW });
    expect(forgiveTry({ count: 1, last: NOW })).toBeUndefined();
  });
});
