import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Fault } from '../../shared/domain/errors.ts';
import type { PublicStatus } from '../../shared/domain/public-status.ts';
import type { CallerRates } from '../../shared/edge/caller-rates.ts';
import type { HttpEdge } from '../../shared/edge/http-edge.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { matchRoute, type Route } from '../../shared/edge/router.ts';
import type { Clock } from '../../shared/ports.ts';
import { getStatus, getStatusPage } from './get-status.ts';

/** All that the status page needs. */
export interface StatusDoor extends HttpEdge {
  status: { current(): Promise<PublicStatus> };
  callers: Pick<CallerRates, 'countAddress'>;
  clock: Pick<Clock, 'business'>;
}

type StatusHandler = (door: StatusDoor, event: APIGatewayProxyEventV2) => Promise<HttpResponse>;

/** Open to anybody, where the stage has a status page. */
export const STATUS_ROUTES: Route<StatusHandler>[] = [
  { method: 'GET', path: '/status', handler: getStatusPage },
  { method: 'GET', path: '/status.json', handler: getStatus },
];

/** Answers anybody, as often as an address may ask. @throws Fault limit.address, method.not_allowed, route.unknown */
export async function respond(door: StatusDoor, event: APIGatewayProxyEventV2): Promise<HttpResponse> {
  const { method, sourceIp } = event.requestContext.http;
  door.callers.countAddress(sourceIp, door.clock.business());
  const match = matchRoute(STATUS_ROUTES, method === 'HEAD' ? 'GET' : method, event.rawPath);
  if (match.kind === 'route') return match.handler(door, event);
  if (match.kind === 'none') throw new Fault('route.unknown', 'there is nothing at this path');
  const { allowed } = match;
  throw new Fault('method.not_allowed', `this path takes ${allowed.join(', ')}`, { allowed });
}
