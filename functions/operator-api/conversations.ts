import type {
  ConversationBody,
  ConversationsPage,
  TimelinePageBody,
} from '../../shared/contracts/inbox-responses.ts';
import {
  ConversationsQuery,
  InboxCursor,
  SeenBody,
  TimelineCursor,
  TimelineQuery,
} from '../../shared/contracts/operator-inbox.ts';
import { type InboxFilter, stretchesFor } from '../../shared/domain/inbox.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { cursorOf, parseQuery, readCursor } from '../../shared/edge/paging.ts';
import { parseShape, readJsonIfAny } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import type { TimelineItem } from '../../shared/ports.ts';
import { listInbox, readBy, readTimeline, showConversation } from '../../shared/usecases/read-inbox.ts';
import { conversationItem, conversationView, timelineView } from './conversation-views.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { idIn } from './path-ids.ts';

/** `GET /api/conversations`: who waits longest first, then what operators have, then the rest by recency. */
export async function getConversations(
  door: OperatorDoor,
  { event, staff }: OperatorRequest,
): Promise<HttpResponse> {
  const { limit = LIMITS.inboxPage, cursor, ...query } = parseQuery(ConversationsQuery, event);
  const filter = filterOf(query, staff.id);
  const from = readCursor(InboxCursor, cursor, ({ stretch }) => stretch < stretchesFor(filter).length);
  const { found, next } = await listInbox(door, staff.id, filter, { limit, from });
  return json(200, { items: found.map(conversationItem), next: cursorOf(next) } satisfies ConversationsPage);
}

function filterOf(
  { assignee, unread, ...rest }: Omit<ConversationsQuery, 'limit' | 'cursor'>,
  operator: string,
): InboxFilter {
  const named = assignee === 'me' ? operator : assignee;
  return {
    ...rest,
    assignee: named === 'none' ? null : named,
    unread: unread === undefined ? undefined : unread === 'true',
  };
}

/** `GET /api/conversations/{conversation_id}`. */
export async function getConversation(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  return json(200, await conversationBody(door, request));
}

/** The conversation as whoever asks sees it. */
export async function conversationBody(
  door: OperatorDoor,
  { parameters, staff }: OperatorRequest,
): Promise<ConversationBody> {
  const id = idIn(parameters, 'conversation_id');
  return conversationView(await showConversation(door, staff.id, id));
}

/** `GET /api/conversations/{conversation_id}/messages`: all that was said, done and noted, newest first. */
export async function getTimeline(
  door: OperatorDoor,
  { event, parameters }: OperatorRequest,
): Promise<HttpResponse> {
  const { limit = LIMITS.historyPage, cursor } = parseQuery(TimelineQuery, event);
  const { before } = readCursor(TimelineCursor, cursor) ?? {};
  const id = idIn(parameters, 'conversation_id');
  const items = await readTimeline(door, id, { limit: limit + 1, before });
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  const next = items.length > limit && last ? { before: idOf(last) } : undefined;
  return json(200, { items: shown.map(timelineView), next: cursorOf(next) } satisfies TimelinePageBody);
}

function idOf(item: TimelineItem): string {
  return timelineView(item).id;
}

/** `POST /api/conversations/{conversation_id}/read`: nothing that came after the version seen counts as read. */
export async function postRead(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  const { seen_version } = parseShape(SeenBody, readJsonIfAny(request.event));
  const id = idIn(request.parameters, 'conversation_id');
  await readBy(door, request.staff.id, id, seen_version ?? undefined);
  return json(200, await conversationBody(door, request));
}
