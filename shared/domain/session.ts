import { createHash } from 'node:crypto';
import { LIMITS } from './limits.ts';
import { isOperatorId } from './operator.ts';

/**
 * Somebody who is signed in at one browser: a family of refresh tokens, each good for one use. All times are wall time, epoch
 * milliseconds.
 */
export interface Session {
  started_at: number;
  /** When the newest token was given out. */
  rotated_at: number;
  /** SHA-256 of the newest token, and of the one before, base64url. */
  current: string;
  previous?: string | undefined;
}

/** Bytes of entropy that a session's family takes, and each of its tokens. */
export const FAMILY_ENTROPY_BYTES = 16;
export const REFRESH_ENTROPY_BYTES = 32;

/** What a refresh token says: whose it is, of which session, and what is to be compared. */
export interface RefreshToken {
  operator: string;
  family: string;
  session: string;
  hash: string;
}

/**
 * A refresh token: `operator.family.secret`. The family is the same for all tokens of a session and nobody else is told it, so
 * whoever shows it held one of them: without it nobody can pass a made-up token off as a spent one, and so end a session.
 */
export function refreshToken(operator: string, family: string, entropy: Uint8Array): string {
  return `${operator}.${family}.${spell(entropy)}`;
}

export function familyFrom(entropy: Uint8Array): string {
  return spell(entropy);
}

/** What stands in a cookie; undefined: no refresh token. */
export function readRefreshToken(text: string): RefreshToken | undefined {
  if (text.length > LIMITS.refreshTokenCharacters) return undefined;
  const [operator = '', family = '', secret = '', ...more] = text.split('.');
  if (!isOperatorId(operator) || family === '' || secret === '' || more.length > 0) return undefined;
  return { operator, family, session: sessionIdOf(family), hash: hashOfSecretText(text) };
}

/** The session's id, which access tokens tell: the family cannot be told from it. */
export function sessionIdOf(family: string): string {
  return hashOfSecretText(family).slice(0, 22);
}

/** What is kept of a secret that is long and random. */
function hashOfSecretText(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

export function newSession(token: string, now: number): Session {
  return { started_at: now, rotated_at: now, current: hashOfSecretText(token) };
}

/** The session after its token was changed for this one. */
export function rotated(session: Session, token: string, now: number): Session {
  return { ...session, rotated_at: now, previous: session.current, current: hashOfSecretText(token) };
}

/** When a session is over by itself: idle for too long, or too old. */
export function endOf({ started_at, rotated_at }: Session): number {
  return Math.min(rotated_at + LIMITS.sessionIdleWall, started_at + LIMITS.sessionLongestWall);
}

/**
 * What is to become of a refresh token that somebody shows.
 * - `rotate`: it is the newest.
 * - `again`: it was changed for another a moment ago. Two tabs share one cookie and may both have sent it.
 * - `spent`: it was changed for another before that. Somebody has a copy: nobody can tell who.
 * - `over`: its session has ended.
 */
export function judgeRefresh(
  session: Session | undefined,
  hash: string,
  now: number,
): 'rotate' | 'again' | 'spent' | 'over' {
  if (!session || now >= endOf(session)) return 'over';
  if (hash === session.current) return 'rotate';
  const fresh = now - session.rotated_at <= LIMITS.refreshGraceWall;
  return hash === session.previous && fresh ? 'again' : 'spent';
}

/** Sessions that make room for one more: those that are over, and of the others those that were used longest ago. */
export function outgoing(sessions: Readonly<Record<string, Session>>, now: number): string[] {
  const byUse = Object.entries(sessions).toSorted(([, one], [, other]) => other.rotated_at - one.rotated_at);
  const live = byUse.filter(([, session]) => now < endOf(session)).slice(0, LIMITS.sessionsOfOperator - 1);
  const kept = new Set(live.map(([id]) => id));
  return byUse.map(([id]) => id).filter((id) => !kept.has(id));
}

function spell(entropy: Uint8Array): string {
  return Buffer.from(entropy).toString('base64url');
}
