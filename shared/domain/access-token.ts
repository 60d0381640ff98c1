import { LIMITS } from './limits.ts';
import type { Operator, Role } from './operator.ts';
import { endOf } from './session.ts';

/** What an access token says of whoever shows it. */
export interface AccessClaims {
  operator: string;
  session: string;
  /** For whoever shows something of it: what may be done is judged by the operator's row. */
  role: Role;
  /** The operator's revision when it was given out. */
  revision: number;
  /** Whole seconds of wall time, as in every JWT. */
  issued_at: number;
  expires_at: number;
}

/** Who gives tokens out, and what they are for: those of one stage are nothing to another. */
export function tokenNames(stage: string): { issuer: string; audience: string } {
  return { issuer: `firstline:${stage}`, audience: `firstline:${stage}:desk` };
}

/** Has it the form of one: three parts, of which the first is JSON in base64url? No key of ours begins so. */
export function looksLikeToken(text: string): boolean {
  return /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(text);
}

/** Does the token still open something, as far as its operator and session are concerned? */
export function isInForce(
  operator: Operator | undefined,
  { session }: Pick<AccessClaims, 'session'>,
  now: number,
): operator is Operator {
  const found = operator?.sessions[session];
  return operator?.disabled_at === undefined && found !== undefined && now < endOf(found);
}

/**
 * May what is remembered of an operator, as read at `readAt`, be older than this token? It may if the token names a session or a
 * change that is not known, and was given out since, give or take what two clocks differ by.
 */
export function knowsMore(claims: AccessClaims, operator: Operator | undefined, readAt: number): boolean {
  const unknown = !operator?.sessions[claims.session] || claims.revision > operator.revision;
  return unknown && claims.issued_at * 1000 + LIMITS.clockSkewWall >= readAt;
}
