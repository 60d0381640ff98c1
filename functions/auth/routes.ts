import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Fault } from '../../shared/domain/errors.ts';
import type { StaffCaller } from '../../shared/domain/partner.ts';
import { type AdmittingPorts, admitCaller, settledCaller } from '../../shared/edge/admit-caller.ts';
import { nameOfCaller } from '../../shared/edge/caller-rates.ts';
import type { HttpEdge } from '../../shared/edge/http-edge.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { matchRoute, type Route } from '../../shared/edge/router.ts';
import type { Tickets } from '../../shared/ports.ts';
import type { SignInPorts } from '../../shared/usecases/sign-in.ts';
import { getMe, postPassword } from './me.ts';
import { postLogin, postLogout, postLogoutEverywhere, postRefresh } from './sessions.ts';
import { postTicket } from './tickets.ts';

/** All that the door of sign-ins needs. */
export type AuthDoor = AdmittingPorts &
  HttpEdge &
  SignInPorts & {
    tickets: Pick<Tickets, 'issue'>;
    /** Where browsers find the desk: from no other origin may a cookie be used. */
    publicUrl: string;
    /** Where they open sockets. */
    socketUrl: string;
  };

export interface SignedInRequest {
  event: APIGatewayProxyEventV2;
  staff: StaffCaller;
}

type OpenHandler = (door: AuthDoor, event: APIGatewayProxyEventV2) => Promise<HttpResponse>;
type SignedInHandler = (door: AuthDoor, request: SignedInRequest) => Promise<HttpResponse>;

interface SignedInRoute extends Route<SignedInHandler> {
  /** May be asked with a password that has to be changed first. */
  unsettled?: true;
}

/** For whoever shows a password or the cookie. */
export const CREDENTIAL_ROUTES: Route<OpenHandler>[] = [
  { method: 'POST', path: '/api/auth/login', handler: postLogin },
  { method: 'POST', path: '/api/auth/refresh', handler: postRefresh },
  { method: 'POST', path: '/api/auth/logout', handler: postLogout },
];

/** For whoever shows an access token, or the key of an admin. */
export const SIGNED_IN_ROUTES: SignedInRoute[] = [
  { method: 'GET', path: '/api/auth/me', handler: getMe, unsettled: true },
  { method: 'POST', path: '/api/auth/password', handler: postPassword, unsettled: true },
  { method: 'POST', path: '/api/auth/logout-everywhere', handler: postLogoutEverywhere, unsettled: true },
  { method: 'POST', path: '/api/auth/ws-ticket', handler: postTicket },
];

/** Answers a request at the door of sign-ins. */
export async function respond(door: AuthDoor, event: APIGatewayProxyEventV2): Promise<HttpResponse> {
  const { method } = event.requestContext.http;
  const open = matchRoute(CREDENTIAL_ROUTES, method, event.rawPath);
  if (open.kind === 'route') return counted(door, event, open.handler);
  const caller = await admitCaller(door, event);
  door.callers.countKey(nameOfCaller(caller), door.clock.business());
  const match = open.kind === 'method' ? open : matchRoute(SIGNED_IN_ROUTES, method, event.rawPath);
  if (match.kind === 'none') throw new Fault('route.unknown', 'there is nothing at this path');
  if (caller.kind !== 'staff') throw new Fault('auth.forbidden', 'this path is for people of the desk');
  if (match.kind === 'route') {
    if (!match.route.unsettled) settledCaller(caller);
    return match.handler(door, { event, staff: caller });
  }
  const { allowed } = match;
  throw new Fault('method.not_allowed', `this path takes ${allowed.join(', ')}`, { allowed });
}

/** Whoever is refused is counted by address, as at the other doors. */
async function counted(
  door: AuthDoor,
  event: APIGatewayProxyEventV2,
  handle: OpenHandler,
): Promise<HttpResponse> {
  return handle(door, event).catch((error: unknown) => {
    if (error instanceof Fault && error.code.startsWith('auth.'))
      door.callers.countAddress(event.requestContext.http.sourceIp, door.clock.business());
    throw error;
  });
}
