import type { RepliedBody } from '../../shared/contracts/inbox-responses.ts';
import {
  AssignBody,
  NoteBody,
  ReplyBody,
  SeenBody,
  TakeBody,
} from '../../shared/contracts/operator-inbox.ts';
import { mayDo } from '../../shared/domain/operator.ts';
import { readIdempotencyKey } from '../../shared/edge/idempotency-header.ts';
import { parseShape, readJson, readJsonIfAny } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import {
  type Asker,
  actOnConversation,
  noteAs,
  replyAs,
  type Wanted,
} from '../../shared/usecases/act-on-conversation.ts';
import { noteView } from './conversation-views.ts';
import { conversationBody } from './conversations.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { idIn } from './path-ids.ts';

/** `POST …/take`: whoever asks has it from now on; the bot says nothing any more. */
export async function postTake(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  const { force } = parseShape(TakeBody, readJsonIfAny(request.event));
  return act(door, request, { action: 'take', force: force ?? false });
}

/** `POST …/assign`: somebody else has it from now on. */
export async function postAssign(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  const { operator_id, force } = parseShape(AssignBody, readJson(request.event));
  return act(door, request, { action: 'assign', to: operator_id, force: force ?? false });
}

/** `POST …/release`: back into the queue. */
export function postRelease(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  return act(door, request, { action: 'release' });
}

/** `POST …/hand-back`: back to the bot. */
export function postHandBack(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  return act(door, request, { action: 'hand_back' });
}

/** `POST …/close`: the client needs no other answer. */
export async function postClose(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  const { seen_version } = parseShape(SeenBody, readJsonIfAny(request.event));
  return act(door, request, { action: 'close', seen_version: seen_version ?? undefined });
}

/** `POST …/reopen`. */
export function postReopen(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  return act(door, request, { action: 'reopen' });
}

/** `POST …/reply`: what an operator says to the client. */
export async function postReply(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  const { text, seen_version } = parseShape(ReplyBody, readJson(request.event));
  const said = await replyAs(door, askerOf(request), { text, seen_version: seen_version ?? undefined });
  const conversation = await conversationBody(door, request);
  return json(202, { message_id: said.id, conversation } satisfies RepliedBody, repeated(said));
}

/** `POST …/note`: what only people at the desk see. */
export async function postNote(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  const { text } = parseShape(NoteBody, readJson(request.event));
  const noted = await noteAs(door, askerOf(request), text);
  return json(201, noteView(noted.note), repeated(noted));
}

async function act(door: OperatorDoor, request: OperatorRequest, wanted: Wanted): Promise<HttpResponse> {
  const done = await actOnConversation(door, askerOf(request), wanted);
  return json(200, await conversationBody(door, request), repeated(done));
}

function askerOf({ event, parameters, staff }: OperatorRequest): Asker {
  const conversation = idIn(parameters, 'conversation_id');
  return {
    conversation,
    operator: staff.id,
    admin: mayDo(staff.role, 'admin'),
    key: readIdempotencyKey(event.headers),
  };
}

function repeated({ replayed }: { replayed: boolean }): Record<string, string> {
  return replayed ? { 'idempotent-replayed': 'true' } : {};
}
