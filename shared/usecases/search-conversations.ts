import { conversationOf, firstIdOf } from '../domain/ids.ts';
import { type InboxEntry, type InboxFilter, placeOf, standsIn, stretchesFor } from '../domain/inbox.ts';
import { LIMITS } from '../domain/limits.ts';
import { hasWords, wordsOf } from '../domain/said.ts';
import { plain } from '../domain/understanding/plain-words.ts';
import type { Clock, FeedbackRows, Inbox } from '../ports.ts';
import { type InboxPosition, listInbox } from './read-inbox.ts';

/** Conversations as the inbox has them: first those that are not closed, then the closed ones. */
export const SEARCHED_LISTS: readonly InboxFilter[] = [{}, { status: 'closed' }];

export interface ConversationsPlace extends InboxPosition {
  list: number;
}

/** What conversations are looked for by; what is not named does not matter. */
export interface ConversationsSought {
  /** The client's id begins so, or all the words are in the client's name and last words together. */
  q?: string | undefined;
  /** Messages of the client, at least. */
  minMessages?: number | undefined;
  /** The client has written since, epoch milliseconds. */
  since?: number | undefined;
  /** Somebody has said how a turn of it was understood, since then. */
  judged?: boolean | undefined;
}

/** Conversations that fit. A page may be short, or empty, although more follows. */
export async function searchConversations(
  ports: { inbox: Inbox; feedback: Pick<FeedbackRows, 'list'>; clock: Pick<Clock, 'wall'> },
  reader: string,
  sought: ConversationsSought,
  { limit, at }: { limit: number; at?: ConversationsPlace | undefined },
): Promise<{ found: InboxEntry[]; next: ConversationsPlace | undefined }> {
  const until = ports.clock.wall() + LIMITS.searchWall;
  const judged = sought.judged === undefined ? undefined : await judgedSince(ports, sought.since ?? 0);
  const found: InboxEntry[] = [];
  let next: ConversationsPlace | undefined = at ?? { list: 0, stretch: 0 };
  for (let looked = 0; next && looked < LIMITS.conversationsSearched && ports.clock.wall() < until; ) {
    const { list, ...from }: ConversationsPlace = next;
    const filter = SEARCHED_LISTS[list] ?? {};
    const page = await listInbox(ports, reader, filter, { limit: LIMITS.inboxPageMost, from });
    const about = page.found.filter(
      (entry) => isSought(entry, sought) && judged?.has(entry.head.id) === sought.judged,
    );
    const shown = about.slice(0, limit - found.length);
    found.push(...shown);
    looked += Math.max(page.found.length, 1);
    const last = shown.at(-1);
    if (last && shown.length < about.length) return { found, next: { list, ...placeBehind(filter, last) } };
    next = page.next ? { list, ...page.next } : following(list);
    if (found.length === limit) break;
  }
  return { found, next };
}

/** Where a page goes on that ends with this one. */
function placeBehind(filter: InboxFilter, { head }: InboxEntry): InboxPosition {
  const stretch = stretchesFor(filter).findIndex((one) => standsIn(head, one));
  return { stretch: Math.max(0, stretch), after: placeOf(head).order };
}

function following(list: number): ConversationsPlace | undefined {
  return list + 1 < SEARCHED_LISTS.length ? { list: list + 1, stretch: 0 } : undefined;
}

function isSought(entry: InboxEntry, { q, minMessages = 0, since = 0 }: ConversationsSought): boolean {
  const { epoch, last } = entry.head;
  // The epoch counts what the client has written.
  return epoch >= minMessages && last.at >= since && (q === undefined || isAbout(entry, q));
}

/** Conversations of which a turn was judged whose messages came since; the newest feedback alone is looked at. */
async function judgedSince(
  { feedback }: { feedback: Pick<FeedbackRows, 'list'> },
  since: number,
): Promise<Set<string>> {
  const judged = new Set<string>();
  let before: string | undefined;
  for (let looked = 0; looked < LIMITS.feedbackSearched; looked += LIMITS.feedbackAtOnce) {
    const page = await feedback.list({ limit: LIMITS.feedbackAtOnce, before });
    const within = page.filter(({ turn_id }) => turn_id >= firstIdOf(since));
    for (const { turn_id } of within) judged.add(conversationOf(turn_id));
    if (within.length < LIMITS.feedbackAtOnce) break;
    before = page.at(-1)?.turn_id;
  }
  return judged;
}

function isAbout({ head, profile, last }: InboxEntry, q: string): boolean {
  const words = [profile.client_name ?? '', last?.text ?? ''].join('\n');
  return plain(head.client_id).startsWith(plain(q)) || hasWords(words, wordsOf(q));
}
