import type { ConversationItem } from '../../../../shared/contracts/inbox-responses.ts';

/** A conversation that was read by itself, and when: epoch milliseconds of this machine. */
export interface Known {
  item: ConversationItem;
  at: number;
}

/** The list's index may have conversations where they were a moment ago. */
const BEHIND_MS = 5000;

/**
 * A page of the list, with what was learned of its conversations while it was asked for: a page that comes late takes nothing
 * back that a frame has told.
 * @param asked when the page was asked for, epoch milliseconds
 */
export function caughtUp(
  items: readonly ConversationItem[],
  known: readonly Known[],
  asked: number,
  belongs: (item: ConversationItem) => boolean,
): ConversationItem[] {
  const fresh = known.filter(({ at }) => at >= asked - BEHIND_MS).map(({ item }) => item);
  const newer = new Map(fresh.map((item) => [item.id, item]));
  const there = new Set(items.map(({ id }) => id));
  const kept = items.flatMap((item) => {
    const other = newer.get(item.id);
    if (!other || other.version <= item.version) return [item];
    return belongs(other) ? [other] : [];
  });
  return [...kept, ...fresh.filter((item) => !there.has(item.id) && belongs(item))];
}
