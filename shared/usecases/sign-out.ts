import { readRefreshToken } from '../domain/session.ts';
import type { Journal, Operators } from '../ports.ts';

export interface SignOutPorts {
  operators: Pick<Operators, 'endSession' | 'endSessions'>;
  journal: Journal;
}

/** Ends the session that a refresh token is of, whether it is the newest or not. One of no session is no fault: it is over. */
export async function signOut(
  { operators, journal }: SignOutPorts,
  shown: string | undefined,
): Promise<void> {
  const token = shown === undefined ? undefined : readRefreshToken(shown);
  if (!token) return;
  await operators.endSession(token.operator, token.session);
  journal.info('session.ended', { session: token.session });
}

/** Ends every session of somebody. */
export async function signOutEverywhere(
  { operators, journal }: SignOutPorts,
  operator: string,
  by: string,
): Promise<void> {
  await operators.endSessions(operator);
  journal.info('sessions.ended', { operator, by });
}
