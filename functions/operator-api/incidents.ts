import type { IncidentBody, IncidentsPage, LinkedPage } from '../../shared/contracts/incident-responses.ts';
import {
  IncidentNoteBody,
  IncidentsCursor,
  IncidentsQuery,
  LinkedCursor,
  LinkedQuery,
  MergeIncidentBody,
  OpenIncidentBody,
  UpdateIncidentBody,
} from '../../shared/contracts/operator-incidents.ts';
import type { Incident } from '../../shared/domain/incident.ts';
import { textsWith } from '../../shared/domain/incident-changes.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { cursorOf, parseQuery, readCursor } from '../../shared/edge/paging.ts';
import { parseShape, readJson, readJsonIfAny } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import {
  changeIncident,
  type IncidentAsker,
  type IncidentWish,
  mergeIncident,
  openIncident,
} from '../../shared/usecases/change-incident.ts';
import { linkedConversations, listIncidents, showIncident } from '../../shared/usecases/read-incidents.ts';
import { conversationItem } from './conversation-views.ts';
import { incidentItem, incidentView } from './incident-views.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { idIn } from './path-ids.ts';

/** `GET /api/incidents`: open ones first, then newest first. */
export async function getIncidents(door: OperatorDoor, { event }: OperatorRequest): Promise<HttpResponse> {
  const { limit = LIMITS.listPage, cursor } = parseQuery(IncidentsQuery, event);
  const { before } = readCursor(IncidentsCursor, cursor) ?? {};
  const { found, next } = await listIncidents(door, { limit, before });
  return json(200, { items: found.map(incidentItem), next: cursorOf(next) } satisfies IncidentsPage);
}

/** `GET /api/incidents/{incident_id}`. */
export async function getIncident(
  door: OperatorDoor,
  { parameters }: OperatorRequest,
): Promise<HttpResponse> {
  return json(200, await incidentBody(door, idIn(parameters, 'incident_id')));
}

/** `POST /api/incidents`: one that nobody has reported. */
export async function postIncident(
  door: OperatorDoor,
  { event, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const body = parseShape(OpenIncidentBody, readJson(event));
  const about = { kinds: body.kinds, texts: textsWith({}, body.texts ?? {}) };
  const incident = await openIncident(door, { by: staff.id, note: body.note ?? undefined }, about);
  note({ target: incident.id, after: toldOf(incident) });
  return json(201, await incidentBody(door, incident.id));
}

/** `GET /api/incidents/{incident_id}/conversations`: of whoever has reported it. */
export async function getLinked(
  door: OperatorDoor,
  { event, parameters, staff }: OperatorRequest,
): Promise<HttpResponse> {
  const { limit = LIMITS.inboxPage, cursor } = parseQuery(LinkedQuery, event);
  const page = { limit, after: readCursor(LinkedCursor, cursor)?.after };
  const { found, next } = await linkedConversations(door, idIn(parameters, 'incident_id'), staff.id, page);
  return json(200, { items: found.map(conversationItem), next: cursorOf(next) } satisfies LinkedPage);
}

/** `POST /api/incidents/{incident_id}/confirm`: reporters get its text, and clients of its channels are told. */
export const postConfirm = deed('confirm');
/** `POST /api/incidents/{incident_id}/dismiss`: it is none. */
export const postDismiss = deed('dismiss');
/** `POST /api/incidents/{incident_id}/resolve`: it is over, and whoever was told of it hears so. */
export const postResolve = deed('resolve');

function deed(name: 'confirm' | 'dismiss' | 'resolve') {
  return (door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> => {
    const body = parseShape(IncidentNoteBody, readJsonIfAny(request.event));
    return changed(door, request, body, { deed: name });
  };
}

/** `POST /api/incidents/{incident_id}/update`: how far it is, what is said of it, and whose it is. */
export function postUpdate(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  const { version, note, owner, ...rest } = parseShape(UpdateIncidentBody, readJson(request.event));
  const { state, texts, everywhere } = rest;
  return changed(
    door,
    request,
    { version, note },
    {
      deed: 'update',
      owner,
      state: state ?? undefined,
      texts: texts ?? undefined,
      everywhere: everywhere ?? undefined,
    },
  );
}

/** `POST /api/incidents/{incident_id}/merge`: it is the same as another. */
export async function postMerge(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  const { into, ...asked } = parseShape(MergeIncidentBody, readJson(request.event));
  const id = idIn(request.parameters, 'incident_id');
  const merged = await mergeIncident(door, id, askerOf(request, asked), { into });
  request.note({ after: { ...toldOf(merged), merged_into: into } });
  return json(200, await incidentBody(door, id));
}

async function changed(
  door: OperatorDoor,
  request: OperatorRequest,
  asked: Asked,
  wish: IncidentWish,
): Promise<HttpResponse> {
  const id = idIn(request.parameters, 'incident_id');
  request.note({ after: toldOf(await changeIncident(door, id, askerOf(request, asked), wish)) });
  return json(200, await incidentBody(door, id));
}

interface Asked {
  version?: number | null | undefined;
  note?: string | null | undefined;
}

function askerOf({ staff }: OperatorRequest, { version, note }: Asked): IncidentAsker {
  return { by: staff.id, note: note ?? undefined, version: version ?? undefined };
}

async function incidentBody(door: OperatorDoor, id: string): Promise<IncidentBody> {
  const [{ incident, linked }, handbook] = await Promise.all([
    showIncident(door, id),
    door.handbooks.current(),
  ]);
  return incidentView(incident, linked, handbook);
}

function toldOf({ version, state, kinds, owner, everywhere }: Incident): object {
  return { version, state, kinds, owner: owner ?? null, everywhere };
}
