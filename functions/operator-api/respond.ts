import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { AUDIT_ID_BYTES, type Audited } from '../../shared/domain/audit.ts';
import { Fault } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { mayDo } from '../../shared/domain/operator.ts';
import { admitCaller, settledCaller } from '../../shared/edge/admit-caller.ts';
import { nameOfCaller } from '../../shared/edge/caller-rates.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { matchRoute } from '../../shared/edge/router.ts';
import { BEFORE } from './audit-before.ts';
import { audited } from './audit-change.ts';
import type { OperatorDoor, OperatorRequest, OperatorRoute } from './operator-route.ts';
import { LINK_ROUTES, OPERATOR_ROUTES } from './routes.ts';

/** Answers a request of the desk's people, or of whoever has a link; a partner's key is known here and opens nothing. */
export async function respond(door: OperatorDoor, event: APIGatewayProxyEventV2): Promise<HttpResponse> {
  const { method } = event.requestContext.http;
  const link = matchRoute(LINK_ROUTES, method, event.rawPath);
  if (link.kind === 'route') return link.handler(door, { event, parameters: link.parameters });
  const caller = settledCaller(await admitCaller(door, event));
  door.callers.countKey(nameOfCaller(caller), door.clock.business());
  const match = link.kind === 'method' ? link : matchRoute(OPERATOR_ROUTES, method, event.rawPath);
  if (match.kind === 'none') throw new Fault('route.unknown', 'there is nothing at this path');
  if (caller.kind !== 'staff') throw new Fault('auth.forbidden', 'this path is for operators');
  if (match.kind === 'route') {
    if (!mayDo(caller.role, match.route.for)) throw new Fault('auth.forbidden', 'this is for admins');
    const staff = { id: caller.id, role: caller.role };
    return followed(door, match.route, { event, staff, parameters: match.parameters });
  }
  const { allowed } = match;
  throw new Fault('method.not_allowed', `this path takes ${allowed.join(', ')}`, { allowed });
}

/** What changes the desk itself is kept. */
async function followed(
  door: OperatorDoor,
  { handler, audit: what }: OperatorRoute,
  request: Omit<OperatorRequest, 'note'>,
): Promise<HttpResponse> {
  if (what === undefined) return handler(door, { ...request, note: () => undefined });
  const id = Buffer.from(door.people.secretBytes(AUDIT_ID_BYTES)).toString('hex');
  const before = await BEFORE[what]?.(door, request);
  const change = { id, what, by: request.staff.id, target: targetOf(what, request.parameters), before };
  return audited(door, change, request.event, (note) => handler(door, { ...request, note }));
}

/** What the path names first; a client is named nowhere but in what is kept of the client. */
function targetOf(what: Audited, parameters: Record<string, string>): string | undefined {
  return what === 'client.erased' ? undefined : Object.values(parameters)[0]?.slice(0, LIMITS.nameCharacters);
}
