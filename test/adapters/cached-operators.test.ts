import { describe, expect, it } from 'vitest';
import { CachedOperators } from '../../shared/adapters/cached-operators.ts';
import { CachedTokenKeys } from '../../shared/adapters/cached-token-keys.ts';
import { MemorySignIn } from '../../shared/adapters/memory/sign-in.ts';
import type { AccessClaims } from '../../shared/domain/access-token.ts';
import type { Operator } from '../../shared/domain/operator.ts';
import type { TokenKey } from '../../shared/domain/token-key.ts';
import { MINUTE, SECOND } from '../builders.ts';
import { anOperator, OPERATOR } from '../staff.ts';
import { FixedClock } from '../usecases/desk.ts';

function remembered() {
  const clock = new FixedClock();
  const session = { started_at: clock.wall(), rotated_at: clock.wall(), current: '' };
  let stored: Operator = anOperator({ sessions: { s1: session } });
  let reads = 0;
  const source = {
    async operator() {
      reads++;
      return stored;
    },
  };
  const cached = new CachedOperators(source, clock);
  const ask = (over: Partial<AccessClaims> = {}) =>
    cached.operatorOf({
      operator: OPERATOR,
      session: 's1',
      role: 'operator',
      revision: 1,
      issued_at: clock.wall() / 1000,
      expires_at: 0,
      ...over,
    });
  const change = (over: Partial<Operator>): void => {
    stored = { ...stored, ...over };
  };
  return { clock, session, ask, change, reads: () => reads };
}

describe('people who are remembered', () => {
  it('are read once a minute of wall time', async () => {
    const { clock, ask, change, reads } = remembered();
    await ask();
    change({ disabled_at: 1 });
    clock.advanceBusiness(10 * MINUTE);
    clock.advanceWall(MINUTE - 1);
    expect([(await ask())?.disabled_at, reads()]).toEqual([undefined, 1]);
    clock.advanceWall(1);
    expect([(await ask())?.disabled_at, reads()]).toEqual([1, 2]);
  });

  it('are read again for a session, or a change, that is newer than what is known', async () => {
    const { clock, session, ask, change, reads } = remembered();
    await ask();
    clock.advance(20 * SECOND);
    change({ sessions: { s1: session, s2: session } });
    expect((await ask({ session: 's2' }))?.sessions).toHaveProperty('s2');
    change({ must_change: false, revision: 2 });
    await ask({ revision: 2 });
    expect(reads()).toBe(3);
  });

  it('are not read again for an old token of a session that is gone', async () => {
    const { clock, ask, reads } = remembered();
    await ask();
    const issued_at = clock.wall() / 1000 - 60;
    for (let times = 0; times < 20; times++) await ask({ session: 'gone', issued_at });
    expect(reads()).toBe(1);
  });
});

describe('keys of tokens that are remembered', () => {
  const key = (kid: string): TokenKey => ({ kid, x: '', y: '', d: '', created_at: 0, signs_from: 0 });

  function keysOf() {
    const store = new MemorySignIn();
    const clock = new FixedClock();
    let reads = 0;
    const source = {
      tokenKeys() {
        reads++;
        return store.tokenKeys();
      },
      replaceTokenKeys: store.replaceTokenKeys.bind(store),
    };
    return { store, clock, cached: new CachedTokenKeys(source, clock), reads: () => reads };
  }

  it('are read once a minute, and one that is missing is looked for every five seconds at most', async () => {
    const { store, clock, cached, reads } = keysOf();
    await store.replaceTokenKeys([], [key('a')]);
    for (let times = 0; times < 20; times++) {
      expect(await cached.tokenKey('a')).toBeDefined();
      expect(await cached.tokenKey('made-up')).toBeUndefined();
    }
    expect(reads()).toBe(1);
    await store.replaceTokenKeys([key('a')], [key('b')]);
    clock.advance(5 * SECOND);
    expect(await cached.tokenKey('b')).toBeDefined();
    expect(reads()).toBe(2);
  });

  it('are read anew after they were replaced here', async () => {
    const { cached } = keysOf();
    expect(await cached.tokenKeys()).toEqual([]);
    await cached.replaceTokenKeys([], [key('a')]);
    expect(await cached.tokenKeys()).toEqual([key('a')]);
  });
});
