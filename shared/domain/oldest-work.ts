import { type Head, nextText, waitsUntil } from './conversation.ts';
import { timeOf } from './ids.ts';

/** Since when something of a conversation waits for the desk itself: a message to be decided, or a text that may leave. */
export function workSince(head: Head, now: number): number | undefined {
  const [, next] = nextText(head) ?? [];
  const due = next && waitsUntil(head, next);
  const since = [...head.pending.map(timeOf), ...(due === undefined || due > now ? [] : [due])];
  return since.length === 0 ? undefined : Math.min(...since);
}
