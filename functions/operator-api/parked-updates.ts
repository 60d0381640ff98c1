import type { ParkedUpdatesPage } from '../../shared/contracts/chat-responses.ts';
import { ParkedCursor, ParkedUpdatesQuery } from '../../shared/contracts/operator-chats.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { cursorOf, parseQuery, readCursor } from '../../shared/edge/paging.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import type { ParkedUpdate } from '../../shared/ports.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';

/** `GET /api/admin/parked-updates`: what bots were sent and nobody understood, newest first. */
export async function getParkedUpdates(
  { parked }: OperatorDoor,
  { event }: OperatorRequest,
): Promise<HttpResponse> {
  const query = parseQuery(ParkedUpdatesQuery, event);
  const limit = query.limit ?? LIMITS.listPage;
  const before = readCursor(ParkedCursor, query.cursor);
  const found = await parked.parked({ limit: limit + 1, before });
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  const next = cursorOf(last && { at: last.at, bot: last.bot, update: last.update });
  return json(200, { items: items.map(itemOf), next } satisfies ParkedUpdatesPage);
}

function itemOf({ bot, update, at, why, body }: ParkedUpdate): ParkedUpdatesPage['items'][number] {
  return { bot, update_id: update, parked_at: new Date(at).toISOString(), why, body };
}
