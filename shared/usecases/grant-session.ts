import type { AccessClaims } from '../domain/access-token.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Operator } from '../domain/operator.ts';
import {
  endOf,
  FAMILY_ENTROPY_BYTES,
  familyFrom,
  newSession,
  outgoing,
  REFRESH_ENTROPY_BYTES,
  refreshToken,
  type Session,
  sessionIdOf,
} from '../domain/session.ts';
import type { AccessTokens, Clock, Operators } from '../ports.ts';
import { type TokenKeyPorts, tokenKeyInUse } from './token-keys.ts';

export interface GrantPorts extends TokenKeyPorts {
  operators: Operators;
  tokens: Pick<AccessTokens, 'sign'>;
  clock: Clock;
  /** So many fresh random bytes. */
  secretBytes: (count: number) => Uint8Array;
}

/** Somebody who is signed in. */
export interface Granted {
  operator: Operator;
  accessToken: string;
  /** Whole seconds. */
  expiresInS: number;
  /** What goes into the cookie, and for how many seconds; undefined: the cookie that is there stays. */
  refresh?: { token: string; maxAgeS: number } | undefined;
}

/** Begins a session of an operator as it was seen; undefined: the operator has changed since. */
export async function beginSession(ports: GrantPorts, operator: Operator): Promise<Granted | undefined> {
  const { operators, clock, secretBytes } = ports;
  const now = clock.wall();
  const family = familyFrom(secretBytes(FAMILY_ENTROPY_BYTES));
  const token = refreshToken(operator.id, family, secretBytes(REFRESH_ENTROPY_BYTES));
  const id = sessionIdOf(family);
  const session = newSession(token, now);
  const begun = { id, session, gone: outgoing(operator.sessions, now) };
  if ((await operators.beginSession(operator, begun)) === 'conflict') return undefined;
  return { ...(await grantAccess(ports, operator, id, session)), refresh: refreshOf(token, session, now) };
}

/** A fresh access token within a session; it lives no longer than the session can. */
export async function grantAccess(
  ports: GrantPorts,
  operator: Operator,
  id: string,
  session: Session,
): Promise<Granted> {
  const now = ports.clock.wall();
  const issued_at = Math.floor(now / 1000);
  const expires_at = Math.floor(Math.min(now + LIMITS.accessTokenWall, endOf(session)) / 1000);
  const { role, revision } = operator;
  const claims: AccessClaims = {
    operator: operator.id,
    session: id,
    role,
    revision,
    issued_at,
    expires_at,
  };
  const accessToken = await ports.tokens.sign(claims, await tokenKeyInUse(ports));
  return { operator, accessToken, expiresInS: Math.max(0, expires_at - issued_at) };
}

export function refreshOf(token: string, session: Session, now: number): Granted['refresh'] {
  return { token, maxAgeS: Math.max(0, Math.floor((endOf(session) - now) / 1000)) };
}
