import { describe, expect, it } from 'vitest';
import {
  endOf,
  familyFrom,
  judgeRefresh,
  newSession,
  outgoing,
  readRefreshToken,
  refreshToken,
  rotated,
  type Session,
  sessionIdOf,
} from '../../shared/domain/session.ts';
import { DAY, HOUR, NOW, SECOND } from '../builders.ts';

const FAMILY = familyFrom(new Uint8Array(16).fill(1));
const token = (fill: number) => refreshToken('operator_001', FAMILY, new Uint8Array(32).fill(fill));
const hash = (text: string) => readRefreshToken(text)?.hash ?? '';
const [FIRST, SECOND_ONE, THIRD] = [token(1), token(2), token(3)];

describe('a refresh token', () => {
  it('says whose it is and of which session, and tells the family to nobody who knows the session', () => {
    const read = readRefreshToken(FIRST);
    expect(read).toMatchObject({ operator: 'operator_001', session: sessionIdOf(FAMILY), family: FAMILY });
    expect(sessionIdOf(FAMILY)).not.toContain(FAMILY);
    expect(FIRST).not.toContain(sessionIdOf(FAMILY));
  });

  it.each([
    '',
    'x',
    '..',
    'a.b',
    'a..c',
    'a.b.',
    'a.b.c.d',
    'UPPER.b.c',
    '__proto__.b.c',
    `a.b.${'c'.repeat(300)}`,
  ])('%j is none', (text) => {
    expect(readRefreshToken(text)).toBeUndefined();
  });
});

describe('what becomes of a refresh token', () => {
  const later = NOW + HOUR;
  const session = rotated(rotated(newSession(FIRST, NOW), SECOND_ONE, NOW + 1), THIRD, later);

  it.each<[string, Session | undefined, string, number, string]>([
    ['the newest', session, THIRD, later, 'rotate'],
    ['the newest, long after', session, THIRD, later + 12 * HOUR - 1, 'rotate'],
    ['the one before, from a second tab', session, SECOND_ONE, later + 10 * SECOND, 'again'],
    ['the one before, after the grace', session, SECOND_ONE, later + 10 * SECOND + 1, 'spent'],
    ['one of long ago, within the grace', session, FIRST, later + 1, 'spent'],
    ['one that was never given out', session, token(9), later, 'spent'],
    ['one of a session that has idled', session, THIRD, later + 12 * HOUR, 'over'],
    ['one of no session', undefined, THIRD, later, 'over'],
  ])('%s', (_, of, shown, now, verdict) => {
    expect(judgeRefresh(of, hash(shown), now)).toBe(verdict);
  });

  it('is decided by the session’s age in any case after a week', () => {
    const busy = { ...session, started_at: NOW, rotated_at: NOW + 7 * DAY - 1 };
    expect(endOf(busy)).toBe(NOW + 7 * DAY);
    expect(judgeRefresh(busy, busy.current, NOW + 7 * DAY)).toBe('over');
  });
});

it('sessions that are over make room first, then the one that was used longest ago', () => {
  const at = (rotated_at: number): Session => ({ started_at: rotated_at, rotated_at, current: '' });
  const live = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`s${n}`, at(NOW - n * SECOND)]));
  expect(outgoing({}, NOW)).toEqual([]);
  expect(outgoing({ ...live, old: at(NOW - DAY) }, NOW)).toEqual(['s9', 'old']);
  expect(outgoing({ a: at(NOW), b: at(NOW - DAY) }, NOW)).toEqual(['b']);
});
