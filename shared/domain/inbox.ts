import { type Head, unanswered } from './conversation.ts';
import { timeOf } from './ids.ts';
import type { Message, Profile } from './message.ts';
import type { Priority } from './scenario.ts';

const HOUR = 60 * 60 * 1000;
/** Hours count down from here, so that the newest come first where a list is read upwards; it ends in the year 3110. */
const LAST_HOUR = 9_999_999;

/** Who comes first (design §4.1); of the same position who waits longer. */
const QUEUE_POSITIONS: Record<Priority, number> = { critical: 1, high: 3, medium: 7, low: 10 };

export type InboxList = 'live' | 'closed';

/** Where a conversation stands in the inbox: in which list, and in which order there. */
export interface Place {
  list: InboxList;
  order: string;
}

/** All that its place depends on. */
export type Placed = Pick<Head, 'id' | 'status' | 'handler' | 'assignee' | 'escalation' | 'last'>;

const QUEUE = '1#';
const WITH = '2#';
const OPEN = '3#';
/** Sorts behind all that may follow a prefix. */
const END = '\uffff';

/**
 * Live conversations stand in the queue by position and then waiting time, with their operators, or open with the bot;
 * the latter two, like the closed ones, by the hour of the last message: so a busy one does not move with every message.
 * A message that the bot has yet to decide moves nothing: that happens with the decision.
 */
export function placeOf({ id, status, handler, assignee, escalation, last }: Placed): Place {
  const recent = `${recency(last.at)}#${id}`;
  if (status === 'closed') return { list: 'closed', order: recent };
  if (handler === 'operator') return live(`${prefixOf(assignee ?? '')}${recent}`);
  if (status === 'escalated' && escalation)
    return live(`${rankOf(escalation.priority)}${padded(escalation.since, 15)}#${id}`);
  return live(`${OPEN}${recent}`);
}

function live(order: string): Place {
  return { list: 'live', order };
}

function prefixOf(operator: string): string {
  return `${WITH}${encodeURIComponent(operator)}#`;
}

function rankOf(priority: Priority): string {
  return `${QUEUE}${padded(QUEUE_POSITIONS[priority], 2)}#`;
}

function recency(at: number): string {
  return padded(LAST_HOUR - Math.floor(at / HOUR), 7);
}

function padded(number: number, digits: number): string {
  return String(Math.max(0, number)).padStart(digits, '0');
}

/** What of the inbox is asked for; what is not named does not matter. */
export interface InboxFilter {
  status?: Head['status'] | undefined;
  priority?: Priority | undefined;
  /** Null: nobody has it. */
  assignee?: string | null | undefined;
  platform?: string | undefined;
  unread?: boolean | undefined;
  /** Stands in the client's id, name or last words, whatever the case. */
  q?: string | undefined;
}

/** A piece of one list, both ends included. */
export interface Stretch {
  list: InboxList;
  from: string;
  to: string;
}

/** The pieces to read for this filter, in the order in which they are shown. Without a status the closed ones are left out. */
export function stretchesFor({ status, priority, assignee }: InboxFilter): Stretch[] {
  if (status === 'closed') return assignee || priority ? [] : [{ list: 'closed', from: '0', to: END }];
  const queue = priority ? rankOf(priority) : QUEUE;
  const prefixes = [
    ...(status !== 'open' && !assignee ? [queue] : []),
    ...(assignee === null ? [] : [assignee === undefined ? WITH : prefixOf(assignee)]),
    ...(status !== 'escalated' && !assignee && !priority ? [OPEN] : []),
  ];
  return joined(prefixes.map((prefix) => ({ list: 'live', from: prefix, to: `${prefix}${END}` })));
}

/** Pieces that lie side by side are read as one. */
function joined([first, ...rest]: readonly Stretch[]): Stretch[] {
  if (!first) return [];
  const [next] = rest;
  const adjoins = next && ADJOINING.includes(`${first.to} ${next.from}`);
  return adjoins ? joined([{ ...first, to: next.to }, ...rest.slice(1)]) : [first, ...joined(rest)];
}

const ADJOINING = [`${QUEUE}${END} ${WITH}`, `${WITH}${END} ${OPEN}`];

/** The index is a moment behind: a conversation that has moved on meanwhile is shown where it is now. */
export function standsIn(head: Placed, { list, from, to }: Stretch): boolean {
  const place = placeOf(head);
  return place.list === list && place.order >= from && place.order <= to;
}

/** What the inbox shows of a conversation. */
export interface InboxEntry {
  head: Head;
  profile: Profile;
  /** The client's last message; there is none if its row never came. */
  last: Message | undefined;
  /** Messages of the client that whoever asks has not read. */
  unread: number;
}

/** What an operator has read of a conversation. */
export interface ReadMark {
  /** The client's messages up to this epoch. */
  epoch: number;
}

/** A message that came twice, because its row was late, may count twice; never one that was read. */
export function unreadOf({ epoch }: Pick<Head, 'epoch'>, mark: ReadMark | undefined): number {
  return Math.max(0, epoch - (mark?.epoch ?? 0));
}

export function matches(entry: InboxEntry, filter: InboxFilter): boolean {
  const { head, unread } = entry;
  const { status, priority, assignee, platform, q } = filter;
  return (
    (status === undefined || head.status === status) &&
    (priority === undefined || head.escalation?.priority === priority) &&
    (assignee === undefined || (assigneeOf(head) ?? null) === assignee) &&
    (platform === undefined || platformOf(head) === platform) &&
    (filter.unread === undefined || unread > 0 === filter.unread) &&
    (q === undefined || textsOf(entry).some((text) => contains(text, q)))
  );
}

function textsOf({ head, profile, last }: InboxEntry): string[] {
  return [head.client_id, profile.client_name ?? '', last?.text ?? ''];
}

function contains(text: string, words: string): boolean {
  return text.toLocaleLowerCase('ru').includes(words.toLocaleLowerCase('ru'));
}

export function assigneeOf({ handler, assignee }: Pick<Head, 'handler' | 'assignee'>): string | undefined {
  return handler === 'operator' ? assignee : undefined;
}

export function platformOf({ channel }: Pick<Head, 'channel'>): string | undefined {
  return channel.platform ?? (channel.bot === undefined ? undefined : 'telegram');
}

/** Since when the client waits for an answer; undefined: it does not. */
export function waitingSince(head: Head): number | undefined {
  const [oldest] = unanswered(head);
  const since = [...(oldest ? [timeOf(oldest)] : []), ...(head.escalation ? [head.escalation.since] : [])];
  return since.length > 0 ? Math.min(...since) : undefined;
}
