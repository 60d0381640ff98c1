import type {
  CannedPreviewBody,
  CannedRepliesBody,
  CannedReplyBody,
} from '../../shared/contracts/inbox-responses.ts';
import { PreviewCannedReply, PutCannedReply } from '../../shared/contracts/operator-inbox.ts';
import { parseShape, readJson } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json, noContent } from '../../shared/edge/responses.ts';
import {
  cannedReplies,
  previewCannedReply,
  putCannedReply,
  removeCannedReply,
} from '../../shared/usecases/publish-canned-replies.ts';
import { publishedView } from './handbook-views.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';

/** `GET /api/canned-replies`: all that operators keep ready. */
export async function getCannedReplies(door: OperatorDoor): Promise<HttpResponse> {
  const { version, replies, published } = await cannedReplies(door);
  const body = { version, ...publishedView(published), items: replies, next: null };
  return json(200, body satisfies CannedRepliesBody);
}

/** `PUT /api/canned-replies/{reply_id}`: a new one, or another text for one that is there. */
export async function putCanned(
  door: OperatorDoor,
  { event, parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { title, text, seen_version, reason } = parseShape(PutCannedReply, readJson(event));
  const reply = { id: parameters['reply_id'] ?? '', title, text };
  const publisher = { by: staff.id, reason: reason ?? undefined, seen_version: seen_version ?? undefined };
  const { version } = await putCannedReply(door, reply, publisher);
  note({ after: { version } });
  return json(200, { ...reply, version } satisfies CannedReplyBody);
}

/** `DELETE /api/canned-replies/{reply_id}`. */
export async function deleteCanned(
  door: OperatorDoor,
  { parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { version } = await removeCannedReply(door, parameters['reply_id'] ?? '', { by: staff.id });
  note({ after: { version } });
  return noContent();
}

/** `POST /api/canned-replies/preview`: a text as this client would read it. */
export async function postCannedPreview(
  door: OperatorDoor,
  { event }: OperatorRequest,
): Promise<HttpResponse> {
  const { text, conversation_id } = parseShape(PreviewCannedReply, readJson(event));
  return json(200, (await previewCannedReply(door, text, conversation_id)) satisfies CannedPreviewBody);
}
