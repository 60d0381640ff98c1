import type { ConversationBody, ConversationItem } from '../../../../../shared/contracts/inbox-responses.ts';

export type Action = 'take' | 'take_over' | 'assign' | 'release' | 'hand_back' | 'close' | 'reopen';

/** What may be done to a conversation now, by whom (docs/operators.md). The API decides; this is what is offered. */
export function possible(
  item: ConversationItem | ConversationBody,
  me: { id: string; role: string },
): Action[] {
  const { status, handler, assignee } = item;
  if (status === 'closed') return ['take', 'reopen'];
  const held = handler === 'operator';
  const mine = held && assignee === me.id;
  const mayRule = mine || me.role === 'admin';
  if (!held) return ['take', 'assign', 'close'];
  const ruled: Action[] = mayRule ? ['release', 'hand_back', 'close'] : [];
  return mine ? ['assign', ...ruled] : ['take_over', ...ruled];
}

/** Whoever answers what nobody has, takes it; what another has he must take over first. */
export function mayReply({ handler, assignee, status }: ConversationItem, me: { id: string }): boolean {
  return status === 'closed' || handler === 'bot' || assignee === me.id;
}
