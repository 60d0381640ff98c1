import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { isInForce, looksLikeToken } from '../domain/access-token.ts';
import { Fault } from '../domain/errors.ts';
import { issuerSaidIn } from '../domain/outside-issuer.ts';
import type { Caller } from '../domain/partner.ts';
import type { AccessTokens, Clock, Directory, KnownOperators, OutsideSignIn } from '../ports.ts';
import type { CallerRates } from './caller-rates.ts';
import { authenticate, bearerOf } from './partner-key.ts';

export interface AdmittingPorts {
  directory: Pick<Directory, 'callerOfKey'>;
  /** Who has signed in: what reads their tokens, and what is known of them. */
  signedIn: SignedInPorts;
  callers: CallerRates;
  clock: Clock;
}

interface SignedInPorts {
  tokens: Pick<AccessTokens, 'read'>;
  operators: KnownOperators;
  /** An issuer whose tokens are taken besides the desk's own. */
  outside?: OutsideSignIn & { issuer: string };
}

/**
 * Who asks: whose key the request shows, or whose access token. Whoever has no valid one is counted by address, so that keys
 * cannot be guessed at leisure.
 * @throws Fault auth.missing, auth.invalid, limit.address; auth.forbidden for a machine's key at any path but its own
 */
export async function admitCaller(door: AdmittingPorts, event: APIGatewayProxyEventV2): Promise<Caller> {
  const caller = await knownCaller(door, event);
  const only = caller.kind === 'staff' ? caller.only : undefined;
  if (only === undefined || only === event.rawPath.replace(/\/$/, '')) return caller;
  throw new Fault('auth.forbidden', `this key is for ${only} alone`);
}

async function knownCaller(door: AdmittingPorts, event: APIGatewayProxyEventV2): Promise<Caller> {
  const now = door.clock.business();
  return callerOf(door, event.headers).catch((error: unknown) => {
    // A directory or an issuer that does not answer says nothing about the caller.
    if (error instanceof Fault && !error.retryable)
      door.callers.countAddress(event.requestContext.http.sourceIp, now);
    throw error;
  });
}

/**
 * Whoever must not go on with a password that others know.
 * @throws Fault auth.password_change_required
 */
export function settledCaller(caller: Caller): Caller {
  if (caller.kind === 'partner' || !caller.must_change) return caller;
  throw new Fault('auth.password_change_required', 'change your password first');
}

/** What looks like a token is one: it is never looked for among the keys. */
async function callerOf(door: AdmittingPorts, headers: APIGatewayProxyEventV2['headers']): Promise<Caller> {
  const bearer = bearerOf(headers);
  return bearer !== undefined && looksLikeToken(bearer)
    ? callerOfToken(door, bearer)
    : authenticate(door.directory, headers);
}

async function callerOfToken({ signedIn, clock }: AdmittingPorts, token: string): Promise<Caller> {
  const { outside } = signedIn;
  if (outside && issuerSaidIn(token) === outside.issuer) return outsideCaller(outside, token);
  const claims = await signedIn.tokens.read(token);
  const operator = claims && (await signedIn.operators.operatorOf(claims));
  if (!claims || !isInForce(operator, claims, clock.wall()))
    throw new Fault('auth.invalid', 'this access token opens nothing, or nothing any more');
  const { id, role, must_change } = operator;
  return { kind: 'staff', id, role, session: claims.session, ...(must_change && { must_change }) };
}

/** No session of the desk's own goes with it, and no password that others could know. */
async function outsideCaller(outside: OutsideSignIn, token: string): Promise<Caller> {
  const staff = await outside.staffOf(token);
  if (!staff) throw new Fault('auth.invalid', 'this token opens nothing, or nothing any more');
  return { kind: 'staff', ...staff };
}
