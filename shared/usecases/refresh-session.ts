import { Fault } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Operator } from '../domain/operator.ts';
import {
  judgeRefresh,
  REFRESH_ENTROPY_BYTES,
  type RefreshToken,
  readRefreshToken,
  refreshToken,
  rotated,
  type Session,
} from '../domain/session.ts';
import type { Journal } from '../ports.ts';
import { type Granted, type GrantPorts, grantAccess, refreshOf } from './grant-session.ts';

export interface RefreshPorts extends GrantPorts {
  journal: Journal;
}

/**
 * A fresh access token for whoever shows a refresh token, and another refresh token in its place. Of two tabs that show the same
 * one at the same moment, one gets the other token and both an access token. One that was changed long before ends the session:
 * it has been copied.
 * @param shown what stands in the cookie, if there is one
 * @throws Fault auth.session_ended
 */
export async function refreshSession(ports: RefreshPorts, shown: string | undefined): Promise<Granted> {
  const token = shown === undefined ? undefined : readRefreshToken(shown);
  if (!token) throw ended();
  for (let round = 0; round < LIMITS.rounds; round++) {
    const operator = await ports.operators.operator(token.operator);
    if (!operator || operator.disabled_at !== undefined) throw ended();
    const granted = await granting(ports, token, operator);
    if (granted) return granted;
  }
  throw ended();
}

/** Undefined: another tab was faster by a moment. */
async function granting(
  ports: RefreshPorts,
  token: RefreshToken,
  operator: Operator,
): Promise<Granted | undefined> {
  const session = operator.sessions[token.session];
  switch (judgeRefresh(session, token.hash, ports.clock.wall())) {
    case 'rotate':
      return session && rotating(ports, token, operator, session);
    case 'again':
      return session && grantAccess(ports, operator, token.session, session);
    case 'spent':
      await ports.operators.endSession(operator.id, token.session);
      ports.journal.warn('session.copied', { operator: operator.id, session: token.session });
      throw ended();
    case 'over':
      throw ended();
  }
}

async function rotating(
  ports: RefreshPorts,
  { session: id, family }: RefreshToken,
  operator: Operator,
  seen: Session,
): Promise<Granted | undefined> {
  const now = ports.clock.wall();
  const token = refreshToken(operator.id, family, ports.secretBytes(REFRESH_ENTROPY_BYTES));
  const next = rotated(seen, token, now);
  const written = await ports.operators.rotateSession(operator.id, id, seen, next);
  if (written === 'conflict') return undefined;
  return { ...(await grantAccess(ports, operator, id, next)), refresh: refreshOf(token, next, now) };
}

function ended(): Fault {
  return new Fault('auth.session_ended', 'you are not signed in, or not any more');
}
