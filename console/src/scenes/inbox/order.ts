import type { ConversationItem } from '../../../../shared/contracts/inbox-responses.ts';

const POSITIONS = { critical: 1, high: 3, medium: 7, low: 10 } as const;
const LATEST = '9999';

/** The API's order (docs/operators.md): the queue by position and waiting, what operators have, what is with the bot, newest first. */
export function inOrder(items: Iterable<ConversationItem>): ConversationItem[] {
  return [...items].sort(
    (a, b) =>
      groupOf(a) - groupOf(b) || (groupOf(a) === 0 ? byUrgency(a, b) : byRecency(a, b)) || by(a.id, b.id),
  );
}

function groupOf({ status, handler }: ConversationItem): number {
  if (status === 'closed') return 3;
  if (handler === 'operator') return 1;
  return status === 'escalated' ? 0 : 2;
}

function byUrgency(a: ConversationItem, b: ConversationItem): number {
  const position = POSITIONS[a.priority ?? 'low'] - POSITIONS[b.priority ?? 'low'];
  return position || by(a.waiting_since ?? LATEST, b.waiting_since ?? LATEST);
}

function byRecency(a: ConversationItem, b: ConversationItem): number {
  return by(lastOf(b), lastOf(a));
}

function lastOf({ last_message, created_at }: ConversationItem): string {
  return last_message?.created_at ?? created_at;
}

/** Times are all written alike, so they sort as they are: two thousand of them are read at every change. */
function by(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Each conversation once, in its newest version, whatever page it came with. */
export function newestOf(items: Iterable<ConversationItem>): ConversationItem[] {
  const known = new Map<string, ConversationItem>();
  for (const item of items) {
    const other = known.get(item.id);
    if (!other || item.version >= other.version) known.set(item.id, item);
  }
  return [...known.values()];
}
