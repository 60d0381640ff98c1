import { SaveView } from '../../shared/contracts/operator-views.ts';
import type { SavedViewBody, SavedViewsBody } from '../../shared/contracts/view-responses.ts';
import { type SavedView, toldOfView, type ViewOwner } from '../../shared/domain/saved-view.ts';
import { parseShape, readJson } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json, noContent } from '../../shared/edge/responses.ts';
import { removeView, saveView, type ViewChange } from '../../shared/usecases/save-views.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';

/** `GET /api/views`: one's own, and those of everybody. */
export async function getViews({ views }: OperatorDoor, { staff }: OperatorRequest): Promise<HttpResponse> {
  const [own, shared] = await Promise.all([views.views({ operator: staff.id }), views.views('everybody')]);
  const items = [
    ...own.views.map((view) => viewBody(view, false)),
    ...shared.views.map((view) => viewBody(view, true)),
  ];
  return json(200, { items, next: null } satisfies SavedViewsBody);
}

/** `PUT /api/views/{view_id}`: one's own, new or in place of what it was. */
export async function putView(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  const { after } = await saved(door, request, { operator: request.staff.id });
  return json(200, viewBody(after, false) satisfies SavedViewBody);
}

/** `DELETE /api/views/{view_id}`. */
export async function deleteView(
  door: OperatorDoor,
  { staff, parameters }: OperatorRequest,
): Promise<HttpResponse> {
  await removeView(door, { operator: staff.id }, parameters['view_id'] ?? '');
  return noContent();
}

/** `PUT /api/views/shared/{view_id}`: one that everybody sees. */
export async function putSharedView(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  const { before, after } = await saved(door, request, 'everybody');
  request.note({ before: before && toldOfView(before), after: toldOfView(after) });
  return json(200, viewBody(after, true) satisfies SavedViewBody);
}

/** `DELETE /api/views/shared/{view_id}`. */
export async function deleteSharedView(
  door: OperatorDoor,
  { parameters, note }: OperatorRequest,
): Promise<HttpResponse> {
  note({ before: toldOfView(await removeView(door, 'everybody', parameters['view_id'] ?? '')) });
  return noContent();
}

function saved(
  door: OperatorDoor,
  { event, staff, parameters }: OperatorRequest,
  owner: ViewOwner,
): Promise<ViewChange> {
  const { name, filter } = parseShape(SaveView, readJson(event));
  return saveView(door, owner, { id: parameters['view_id'] ?? '', name, filter, by: staff.id });
}

function viewBody({ id, name, filter, saved_at, saved_by }: SavedView, shared: boolean): SavedViewBody {
  return { id, name, shared, filter, saved_at: new Date(saved_at).toISOString(), saved_by };
}
