import type { BroadcastDryRun, BroadcastsPage } from '../../shared/contracts/broadcast-responses.ts';
import {
  BroadcastsCursor,
  BroadcastsQuery,
  IncidentBroadcastBody,
  SendBroadcastBody,
} from '../../shared/contracts/operator-broadcasts.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { TroubleChannel } from '../../shared/domain/outage/trouble.ts';
import { readIdempotencyKey } from '../../shared/edge/idempotency-header.ts';
import { cursorOf, parseQuery, readCursor } from '../../shared/edge/paging.ts';
import { parseShape, readJson, readJsonIfAny } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { dryRunBroadcast } from '../../shared/usecases/dry-run-broadcast.ts';
import {
  ownMessage,
  sendBroadcast,
  type WantedBroadcast,
  widerNotice,
} from '../../shared/usecases/send-broadcast.ts';
import { type BroadcastDeed, changeBroadcast, readBroadcast } from '../../shared/usecases/start-broadcast.ts';
import { broadcastView } from './broadcast-views.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { idIn } from './path-ids.ts';

/** `GET /api/broadcasts`: newest first. */
export async function getBroadcasts(door: OperatorDoor, { event }: OperatorRequest): Promise<HttpResponse> {
  const { limit = LIMITS.listPage, cursor } = parseQuery(BroadcastsQuery, event);
  const { before } = readCursor(BroadcastsCursor, cursor) ?? {};
  const found = await door.broadcasts.list({ limit: limit + 1, before });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const next = found.length > limit && last ? { before: last.id } : undefined;
  return json(200, { items: items.map(broadcastView), next: cursorOf(next) } satisfies BroadcastsPage);
}

/** `GET /api/broadcasts/{broadcast_id}`. */
export async function getBroadcast(
  door: OperatorDoor,
  { parameters }: OperatorRequest,
): Promise<HttpResponse> {
  return json(200, broadcastView(await readBroadcast(door, idIn(parameters, 'broadcast_id'))));
}

/** `POST /api/broadcasts`: words of the desk's own. */
export async function postBroadcast(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  const { texts, channels, hours, dry_run } = parseShape(SendBroadcastBody, readJson(request.event));
  const both = { ru: texts.ru, en: texts.en ?? texts.ru };
  return told(door, request, ownMessage(both, toChannels(channels), hours ?? undefined), dry_run);
}

/** `POST /api/incidents/{incident_id}/broadcast`: tells more clients of it. */
export async function postIncidentBroadcast(
  door: OperatorDoor,
  request: OperatorRequest,
): Promise<HttpResponse> {
  const body = parseShape(IncidentBroadcastBody, readJsonIfAny(request.event));
  const id = idIn(request.parameters, 'incident_id');
  const channels = body.channels ? toChannels(body.channels) : undefined;
  const asked = { channels, text: body.text ?? undefined };
  return told(door, request, await widerNotice(door, id, asked), body.dry_run);
}

/** The schema has seen what they look like; one that there is not is nobody's. */
function toChannels(channels: 'all' | readonly string[]): 'all' | readonly TroubleChannel[] {
  return channels === 'all' ? 'all' : (channels as readonly TroubleChannel[]);
}

async function told(
  door: OperatorDoor,
  { event, staff, note }: OperatorRequest,
  wanted: WantedBroadcast,
  dryRun: boolean | null | undefined,
): Promise<HttpResponse> {
  const key = readIdempotencyKey(event.headers);
  const { audience, incident_id } = wanted;
  if (dryRun && audience.kind === 'active') {
    note({ after: { dry_run: true } });
    return json(200, (await dryRunBroadcast(door, { audience, incident_id })) satisfies BroadcastDryRun);
  }
  const broadcast = await sendBroadcast(door, wanted, { by: staff.id, key });
  const view = broadcastView(broadcast);
  note({ target: broadcast.id, after: { incident_id, stage: view.stage, audience: view.audience } });
  return json(202, view);
}

/** `POST /api/broadcasts/{broadcast_id}/pause`. */
export const postPause = deed('pause');
/** `POST /api/broadcasts/{broadcast_id}/resume`. */
export const postResume = deed('resume');
/** `POST /api/broadcasts/{broadcast_id}/cancel`: takes back what nobody has begun to send. */
export const postCancelBroadcast = deed('cancel');

function deed(name: BroadcastDeed) {
  return async (door: OperatorDoor, { parameters, staff, note }: OperatorRequest): Promise<HttpResponse> => {
    const changed = await changeBroadcast(door, idIn(parameters, 'broadcast_id'), name, staff.id);
    note({ after: { state: changed.state } });
    return json(200, broadcastView(changed));
  };
}
