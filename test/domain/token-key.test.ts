import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../shared/domain/limits.ts';
import {
  isTokenKeyDue,
  signingTokenKey,
  type TokenKey,
  verifyingTokenKeys,
  withTokenKey,
} from '../../shared/domain/token-key.ts';
import { DAY, MINUTE, NOW } from '../builders.ts';

const pair = (kid: string) => ({ kid, x: 'x', y: 'y', d: 'd' });
const kids = (keys: readonly TokenKey[]) => keys.map(({ kid }) => kid);

describe('keys of access tokens', () => {
  const first = withTokenKey([], pair('a'), NOW, false);
  const at = NOW + 30 * DAY;
  const both = withTokenKey(first, pair('b'), at, false);

  it('are made when there is none, and after 30 days', () => {
    expect([isTokenKeyDue([], NOW), isTokenKeyDue(first, at - 1), isTokenKeyDue(first, at)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('sign at once if they are the first, and otherwise once every instance has read them', () => {
    expect(signingTokenKey(first, NOW)?.kid).toBe('a');
    expect(signingTokenKey(both, at + 2 * MINUTE - 1)?.kid).toBe('a');
    expect(signingTokenKey(both, at + 2 * MINUTE)?.kid).toBe('b');
    expect(LIMITS.tokenKeyLeadWall).toBeGreaterThan(LIMITS.tokenKeysRememberedWall);
  });

  it('verify before they sign, and as long after as their last token lives', () => {
    expect(kids(verifyingTokenKeys(both, at))).toEqual(['b', 'a']);
    const lastSigned = at + 2 * MINUTE;
    const lastLives = lastSigned + LIMITS.accessTokenWall + LIMITS.tokenKeysRememberedWall;
    expect(kids(verifyingTokenKeys(both, lastLives))).toEqual(['b', 'a']);
    expect(kids(verifyingTokenKeys(both, lastSigned + 20 * MINUTE))).toEqual(['b']);
  });

  it('stay as they are while a new one waits for its time', () => {
    expect(withTokenKey(both, pair('c'), at + MINUTE, false)).toBe(both);
  });

  it('that leaked end at once, with every older one', () => {
    const fresh = withTokenKey(both, pair('c'), at, true);
    expect([kids(fresh), signingTokenKey(fresh, at)?.kid]).toEqual([['c'], 'c']);
  });
});
