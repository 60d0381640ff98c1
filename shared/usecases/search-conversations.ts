import { type InboxEntry, type InboxFilter, placeOf, standsIn, stretchesFor } from '../domain/inbox.ts';
import { LIMITS } from '../domain/limits.ts';
import { hasWords, wordsOf } from '../domain/said.ts';
import { plain } from '../domain/understanding/plain-words.ts';
import type { Clock, Inbox } from '../ports.ts';
import { type InboxPosition, listInbox } from './read-inbox.ts';

/** Conversations as the inbox has them: first those that are not closed, then the closed ones. */
export const SEARCHED_LISTS: readonly InboxFilter[] = [{}, { status: 'closed' }];

export interface ConversationsPlace extends InboxPosition {
  list: number;
}

/**
 * Conversations whose client's id begins so, or with all the words in the client's name and last words together. A page
 * may be short, or empty, although more follows.
 */
export async function searchConversations(
  ports: { inbox: Inbox; clock: Pick<Clock, 'wall'> },
  reader: string,
  q: string,
  { limit, at }: { limit: number; at?: ConversationsPlace | undefined },
): Promise<{ found: InboxEntry[]; next: ConversationsPlace | undefined }> {
  const until = ports.clock.wall() + LIMITS.searchWall;
  const found: InboxEntry[] = [];
  let next: ConversationsPlace | undefined = at ?? { list: 0, stretch: 0 };
  for (let looked = 0; next && looked < LIMITS.conversationsSearched && ports.clock.wall() < until; ) {
    const { list, ...from }: ConversationsPlace = next;
    const filter = SEARCHED_LISTS[list] ?? {};
    const page = await listInbox(ports, reader, filter, { limit: LIMITS.inboxPageMost, from });
    const about = page.found.filter((entry) => isAbout(entry, q));
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

function isAbout({ head, profile, last }: InboxEntry, q: string): boolean {
  const words = [profile.client_name ?? '', last?.text ?? ''].join('\n');
  return plain(head.client_id).startsWith(plain(q)) || hasWords(words, wordsOf(q));
}
