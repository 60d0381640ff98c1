import type { ConversationItem } from '../../../../shared/contracts/inbox-responses.ts';

type Standing = Pick<ConversationItem, 'waiting_since' | 'handler' | 'assignee' | 'status'>;

/** Whether a person is needed: it waits in the queue, or the client wrote to whoever has it. */
export function needsMe(item: Standing, me: string): boolean {
  return item.waiting_since !== null && concerns(item, me);
}

/** Whether it began to need a person by this change. */
export function beginsToNeed(before: Standing | undefined, after: Standing, me: string): boolean {
  if (!needsMe(after, me)) return false;
  return before === undefined || !needsMe(before, me) || before.waiting_since !== after.waiting_since;
}

/** What to go on with when this one is done with: whoever waits most urgently. */
export function nextToDo(
  items: readonly ConversationItem[],
  done: string | undefined,
  me: string,
): string | undefined {
  return items.find((item) => item.id !== done && needsMe(item, me))?.id;
}

/** Whether its frames come to an operator who does not look at it (docs/realtime.md). */
export function concerns({ handler, assignee, status }: Standing, me: string): boolean {
  return handler === 'operator' ? assignee === me : status === 'escalated';
}
