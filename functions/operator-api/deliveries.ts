import { DeadCursor, DeliveriesQuery, HeldCursor } from '../../shared/contracts/operator-api.ts';
import type { DeliveriesPage, RetryBody } from '../../shared/contracts/operator-responses.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { cursorOf, parseQuery, readCursor } from '../../shared/edge/paging.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { listHeld } from '../../shared/usecases/list-held.ts';
import { replayText } from '../../shared/usecases/replay-text.ts';
import { walkDead } from '../../shared/usecases/walk-dead.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { deadView, heldView } from './views.ts';

/** `GET /api/deliveries`: what was given up, newest first, or what is held for endpoints that are disabled. */
export async function getDeliveries(door: OperatorDoor, { event }: OperatorRequest): Promise<HttpResponse> {
  const query = parseQuery(DeliveriesQuery, event);
  return json(200, query.state === 'held' ? await heldPage(door, query) : await deadPage(door, query));
}

async function deadPage(door: OperatorDoor, query: DeliveriesQuery): Promise<DeliveriesPage> {
  const { found, next } = await walkDead(door.dead, {
    order: 'newest',
    filter: query,
    until: door.clock.business(),
    beyond: readCursor(DeadCursor, query.cursor),
    wanted: query.limit ?? LIMITS.listPage,
    deaths: LIMITS.deathsPerPage,
    days: LIMITS.deathDaysPerPage,
  });
  return { items: found.map(deadView), next: cursorOf(next) };
}

async function heldPage(door: OperatorDoor, query: DeliveriesQuery): Promise<DeliveriesPage> {
  const { partner, endpoint } = query;
  const { items, next } = await listHeld(door.endpoints, {
    filter: query,
    limit: query.limit ?? LIMITS.listPage,
    after: readCursor(
      HeldCursor,
      query.cursor,
      (it) => (partner ?? it.partner) === it.partner && (endpoint ?? it.id) === it.id,
    ),
  });
  return { items: items.map(heldView), next: cursorOf(next) };
}

/** `POST /api/deliveries/{message_id}/retry`: delivers a dead text again, once for each death. */
export async function postRetry(
  door: OperatorDoor,
  { parameters, staff }: OperatorRequest,
): Promise<HttpResponse> {
  const message_id = parameters['message_id'] ?? '';
  const status = await replayText(door, message_id, staff.id);
  return json(202, { status, message_id } satisfies RetryBody);
}
