import {
  ClientsCursor,
  ConversationsCursor,
  SaidCursor,
  SearchClientsQuery,
  SearchConversationsQuery,
  SearchMessagesQuery,
} from '../../shared/contracts/operator-search.ts';
import type {
  FoundClientsPage,
  FoundConversationsPage,
  FoundMessagesPage,
} from '../../shared/contracts/search-responses.ts';
import { stretchesFor } from '../../shared/domain/inbox.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { type SaidFilter, wordsOf } from '../../shared/domain/said.ts';
import { cursorOf, parseQuery, readCursor } from '../../shared/edge/paging.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { searchClients } from '../../shared/usecases/search-clients.ts';
import { SEARCHED_LISTS, searchConversations } from '../../shared/usecases/search-conversations.ts';
import { searchMessages } from '../../shared/usecases/search-messages.ts';
import type { SaidPlace, Span } from '../../shared/usecases/walk-said.ts';
import { conversationItem } from './conversation-views.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { foundClient, foundMessage } from './search-views.ts';

const HOUR = 60 * 60 * 1000;

/** `GET /api/search/messages`: what clients and the desk have said, newest first. */
export async function getFoundMessages(
  door: OperatorDoor,
  { event }: OperatorRequest,
): Promise<HttpResponse> {
  const { limit = LIMITS.listPage, ...query } = parseQuery(SearchMessagesQuery, event);
  const { span, at } = whereIn(door, query);
  const { hits, next } = await searchMessages(door, filterOf(query), span, { limit, at });
  const body = { items: hits.map(foundMessage), next: cursorOf(next && { ...next, ...span }) };
  return json(200, body satisfies FoundMessagesPage);
}

/** What is looked for. */
export function filterOf({
  q,
  client,
  partner,
  scenario,
  min_confidence,
  max_confidence,
}: Omit<SaidFilter, 'words'> & { q?: string | undefined }): SaidFilter {
  return { words: wordsOf(q ?? ''), client, partner, scenario, min_confidence, max_confidence };
}

interface Asked {
  from?: number | undefined;
  to?: number | undefined;
  cursor?: string | undefined;
}

/** In which time it is looked for, and where a page begins: a cursor goes on in the time that its first page looked at. */
export function whereIn(
  { clock }: OperatorDoor,
  { from, to, cursor }: Asked,
): { span: Span; at: SaidPlace | undefined } {
  const position = readCursor(SaidCursor, cursor);
  const now = clock.business();
  if (position) {
    const { day, behind, ...span } = position;
    return { span: { ...span, from: Math.max(span.from, now - LIMITS.messagesKept) }, at: { day, behind } };
  }
  const until = Math.min(to ?? now, now);
  const since = from ?? until - LIMITS.searchBack;
  return { span: { from: Math.max(0, since, now - LIMITS.messagesKept), to: until }, at: undefined };
}

/** `GET /api/search/conversations`. */
export async function getFoundConversations(
  door: OperatorDoor,
  { event, staff }: OperatorRequest,
): Promise<HttpResponse> {
  const { limit = LIMITS.inboxPage, cursor, ...asked } = parseQuery(SearchConversationsQuery, event);
  const { q, min_messages: minMessages, hours, has_feedback } = asked;
  const since = hours === undefined ? undefined : door.clock.business() - hours * HOUR;
  const judged = has_feedback === undefined ? undefined : has_feedback === 'true';
  const at = readCursor(
    ConversationsCursor,
    cursor,
    ({ list, stretch }) => stretch < stretchesFor(SEARCHED_LISTS[list] ?? {}).length,
  );
  const { found, next } = await searchConversations(
    door,
    staff.id,
    { q, minMessages, since, judged },
    { limit, at },
  );
  const body = { items: found.map(conversationItem), next: cursorOf(next) };
  return json(200, body satisfies FoundConversationsPage);
}

/** `GET /api/search/clients`. */
export async function getFoundClients(
  door: OperatorDoor,
  { event, staff }: OperatorRequest,
): Promise<HttpResponse> {
  const { q, partner, cursor } = parseQuery(SearchClientsQuery, event);
  const after = readCursor(ClientsCursor, cursor);
  const { found, next } = await searchClients(door, staff.id, { prefix: q, partner, after });
  return json(200, { items: found.map(foundClient), next: cursorOf(next) } satisfies FoundClientsPage);
}
