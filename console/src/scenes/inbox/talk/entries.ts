import type { TimelineItemBody } from '../../../../../shared/contracts/inbox-responses.ts';

export type Of<Kind extends TimelineItemBody['kind']> = Extract<TimelineItemBody, { kind: Kind }>;
export type Turn = Of<'left'>['turn'];

/** What stands in a conversation, one under the other. */
export type Entry =
  | { show: 'day'; key: string; at: number }
  | { show: 'new'; key: string }
  | { show: 'item'; key: string; item: TimelineItemBody; turn: Turn | undefined };

/**
 * The entries of a timeline that comes newest first, in the order of time: a line for each day, one where what is new begins, and
 * with each message of the client's how it was understood.
 * @param firstNew where what is new begins
 * @param dayOf names the day of a time, as the reader's calendar has it
 */
export function entriesOf(
  items: readonly TimelineItemBody[],
  firstNew: string | undefined,
  dayOf: (at: number) => string,
): Entry[] {
  const turns = turnsByMessage(items);
  const ordered = items
    .filter(({ kind }) => kind !== 'left')
    .toSorted((a, b) => a.created_at.localeCompare(b.created_at) || (a.id < b.id ? -1 : 1));
  let day = '';
  return ordered.flatMap((item) => {
    const at = Date.parse(item.created_at);
    const today = dayOf(at);
    const entries: Entry[] = [];
    if (today !== day) entries.push({ show: 'day', key: `day-${today}`, at });
    if (item.id === firstNew) entries.push({ show: 'new', key: 'new' });
    day = today;
    return [...entries, { show: 'item', key: item.id, item, turn: turns.get(item.id) }];
  });
}

/** The first of so many messages of the client's that were not read; none, if it is not loaded. */
export function firstUnread(items: readonly TimelineItemBody[], unread: number): string | undefined {
  const newestFirst = items.filter(({ kind }) => kind === 'message');
  return newestFirst[unread - 1]?.id;
}

/** The newest decision about each message of the client's. */
function turnsByMessage(items: readonly TimelineItemBody[]): Map<string, Turn> {
  return new Map(turnsIn(items).flatMap((turn) => turn.answers.map((id) => [id, turn] as const)));
}

/** What the bot decided last, if it decided anything. */
export function lastTurn(items: readonly TimelineItemBody[]): Turn | undefined {
  return turnsIn(items).at(-1);
}

/** Oldest first. */
function turnsIn(items: readonly TimelineItemBody[]): Turn[] {
  const turns = items.flatMap((item) => {
    if (item.kind === 'left') return [item.turn];
    return item.kind === 'text' && item.turn ? [item.turn] : [];
  });
  return turns.toSorted((a, b) => a.created_at.localeCompare(b.created_at));
}

/** How a text of the desk fares, in one sign. */
export type Tick = 'waiting' | 'arrived' | 'failed' | 'unsure' | 'cancelled';

export function tickOf({ delivery }: Of<'text'>): Tick {
  if (delivery === 'delivered' || delivery === 'stored') return 'arrived';
  if (delivery === 'dead') return 'failed';
  if (delivery === 'unknown') return 'unsure';
  return delivery;
}
