import { hasMissed } from '../domain/conversation.ts';
import { type Need, nextNeed } from '../domain/follow-up.ts';
import {
  type InboxEntry,
  type InboxFilter,
  matches,
  type Stretch,
  standsIn,
  stretchesFor,
} from '../domain/inbox.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Clock, Conversations, Handbooks, Inbox, Listed, TimelineItem, TimelinePage } from '../ports.ts';
import { unknownConversation } from './act-on-conversation.ts';

export interface InboxPorts {
  inbox: Inbox;
  conversations: Pick<Conversations, 'head' | 'timeline'>;
  handbooks: Handbooks;
  clock: Pick<Clock, 'business'>;
}

/** Behind which conversation a page goes on: of which stretch of the filter's, and where in it. */
export interface InboxPosition {
  stretch: number;
  after?: string | undefined;
}

export interface InboxPage {
  found: InboxEntry[];
  /** Undefined: there are no more. */
  next: InboxPosition | undefined;
}

/**
 * A page of the inbox. What a filter leaves out costs reads, so a page may come back short, and still have a next one.
 * @param reader whose unread messages are counted
 */
export async function listInbox(
  ports: Pick<InboxPorts, 'inbox'>,
  reader: string,
  filter: InboxFilter,
  { limit, from }: { limit: number; from?: InboxPosition | undefined },
): Promise<InboxPage> {
  const stretches = stretchesFor(filter);
  const found: InboxEntry[] = [];
  let next: InboxPosition | undefined = from ?? { stretch: 0 };
  for (let round = 0; next && found.length < limit && round < LIMITS.inboxRounds; round++) {
    const read: Candidates = await candidates(ports, stretches, next, limit - found.length);
    found.push(...(await shown(ports, reader, filter, stretches, read.places)));
    next = read.next;
  }
  return { found, next };
}

interface Candidates {
  places: (Listed & { stretch: number })[];
  next: InboxPosition | undefined;
}

/** So many conversations from there on, over the end of a stretch into the next one. */
async function candidates(
  { inbox }: Pick<InboxPorts, 'inbox'>,
  stretches: readonly Stretch[],
  from: InboxPosition,
  limit: number,
): Promise<Candidates> {
  const places: Candidates['places'] = [];
  for (let at = from; ; at = { stretch: at.stretch + 1 }) {
    const stretch = stretches[at.stretch];
    if (!stretch) return { places, next: undefined };
    const wanted = limit - places.length;
    const listed = await inbox.listed(stretch, { limit: wanted, after: at.after });
    places.push(...listed.map((place) => ({ ...place, stretch: at.stretch })));
    if (listed.length === wanted)
      return { places, next: { stretch: at.stretch, after: listed.at(-1)?.order } };
  }
}

/** As they are now: the index may have them where they were a moment ago. */
async function shown(
  { inbox }: Pick<InboxPorts, 'inbox'>,
  reader: string,
  filter: InboxFilter,
  stretches: readonly Stretch[],
  places: Candidates['places'],
): Promise<InboxEntry[]> {
  const ids = [...new Set(places.map(({ conversation_id }) => conversation_id))];
  const entries = await inbox.entries(ids, reader);
  const inPlace = entries.filter(({ head }) =>
    places.some(({ conversation_id, stretch }) => {
      const read = stretches[stretch];
      return conversation_id === head.id && read !== undefined && standsIn(head, read);
    }),
  );
  return inPlace.filter((entry) => matches(entry, filter));
}

/** One conversation, and what it needs next if nothing happens to it before. */
export interface Shown extends InboxEntry {
  upcoming: Need | undefined;
}

/** @throws Fault conversation.unknown */
export async function showConversation(
  { inbox, handbooks }: Pick<InboxPorts, 'inbox' | 'handbooks'>,
  reader: string,
  id: string,
): Promise<Shown> {
  const [entry] = await inbox.entries([id], reader);
  if (!entry) throw unknownConversation();
  const { policy } = await handbooks.current();
  return { ...entry, upcoming: nextNeed(entry.head, policy) };
}

/** All that is kept of a conversation. @throws Fault conversation.unknown */
export async function readTimeline(
  { conversations }: Pick<InboxPorts, 'conversations'>,
  id: string,
  page: TimelinePage,
): Promise<TimelineItem[]> {
  const items = await conversations.timeline(id, page);
  if (items.length === 0 && !(await conversations.head(id))) throw unknownConversation();
  return items;
}

/**
 * Notes that an operator has read what the client wrote, as of the version that was seen: of what came since it is not said.
 * @throws Fault conversation.unknown
 */
export async function readBy(
  ports: Pick<InboxPorts, 'inbox' | 'conversations' | 'clock'>,
  reader: string,
  id: string,
  seenVersion: number | undefined,
): Promise<void> {
  const head = await ports.conversations.head(id);
  if (!head) throw unknownConversation();
  if (hasMissed(head, seenVersion)) return;
  await ports.inbox.markRead(id, reader, { epoch: head.epoch }, ports.clock.business());
}
