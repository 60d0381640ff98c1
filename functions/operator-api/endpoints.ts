import { DisableBody, EndpointsCursor, EndpointsQuery } from '../../shared/contracts/operator-api.ts';
import type { EnabledBody, EndpointBody, EndpointsPage } from '../../shared/contracts/operator-responses.ts';
import type { Endpoint } from '../../shared/domain/endpoint.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { cursorOf, parseQuery, readCursor } from '../../shared/edge/paging.ts';
import { parseShape, readJsonIfAny } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { disableEndpoint, enableEndpoint, readEndpoint } from '../../shared/usecases/switch-endpoint.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { idIn } from './path-ids.ts';
import { endpointView, jobView } from './views.ts';

/** `GET /api/endpoints`: by partner. */
export async function getEndpoints(door: OperatorDoor, { event }: OperatorRequest): Promise<HttpResponse> {
  const { partner, limit = LIMITS.listPage, cursor } = parseQuery(EndpointsQuery, event);
  const after = readCursor(EndpointsCursor, cursor, (it) => (partner ?? it.partner) === it.partner);
  const page = await door.endpoints.list({ partner, limit, after });
  const items = await Promise.all(page.map((endpoint) => listed(door, endpoint)));
  const last = page.at(-1);
  const next =
    last && (await goesOn(door, partner, last)) ? { partner: last.partner, id: last.id } : undefined;
  return json(200, { items, next: cursorOf(next) } satisfies EndpointsPage);
}

/** A page may be short of endpoints that are listed and were never used, so its length tells nothing. */
async function goesOn({ endpoints }: OperatorDoor, partner: string | undefined, after: Endpoint) {
  return (await endpoints.list({ partner, limit: LIMITS.listPage, after })).length > 0;
}

/** What is held is counted where something may be held. */
function listed(door: OperatorDoor, endpoint: Endpoint): Promise<EndpointBody> | EndpointBody {
  const { name } = endpoint.state;
  if (name === 'fresh' || name === 'closed') return endpointView(endpoint, null);
  return shown(door, endpoint, LIMITS.heldCounted);
}

async function shown(door: OperatorDoor, endpoint: Endpoint, most: number): Promise<EndpointBody> {
  const held = await door.endpoints.held(endpoint.id, { limit: most + 1 });
  return endpointView(endpoint, { count: Math.min(held.length, most), complete: held.length <= most });
}

/** `GET /api/endpoints/{endpoint_id}`: how it fares. */
export async function getEndpoint(
  door: OperatorDoor,
  { parameters }: OperatorRequest,
): Promise<HttpResponse> {
  const endpoint = await readEndpoint(door, idIn(parameters, 'endpoint_id'));
  return json(200, await shown(door, endpoint, LIMITS.deathsPerPage));
}

/** `POST /api/endpoints/{endpoint_id}/enable`: trusts it again, and lets go what was held. */
export async function postEnable(
  door: OperatorDoor,
  { parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { endpoint, drain } = await enableEndpoint(door, idIn(parameters, 'endpoint_id'), staff.id);
  note({ after: { state: endpoint.state.name } });
  const body: EnabledBody = {
    endpoint: await shown(door, endpoint, LIMITS.deathsPerPage),
    drain: drain ? jobView(drain) : null,
  };
  return json(200, body);
}

/** `POST /api/endpoints/{endpoint_id}/disable`: holds what is for it. */
export async function postDisable(
  door: OperatorDoor,
  { event, parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { reason } = parseShape(DisableBody, readJsonIfAny(event));
  const asked = { by: staff.id, reason: reason ?? undefined };
  const endpoint = await disableEndpoint(door, idIn(parameters, 'endpoint_id'), asked);
  note({ after: { state: endpoint.state.name } });
  return json(200, await shown(door, endpoint, LIMITS.deathsPerPage));
}
