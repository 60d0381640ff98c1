import type { Handler, Head, Status } from './conversation.ts';
import { deskActionId } from './ids.ts';
import { DESK } from './operator.ts';

/** What people do to a conversation besides writing. */
export type OperatorActionName = 'take' | 'assign' | 'release' | 'hand_back' | 'close' | 'reopen';

/** Who has a conversation, and how it stands. */
export interface Standing {
  status: Status;
  handler: Handler;
  assignee?: string | undefined;
}

/** What may have been done to a conversation; the desk itself closes one, or returns it to the queue. */
export type ActionName = OperatorActionName | 'return';

/** What somebody at the desk, or the desk itself, did to a conversation: written with the deed, both or neither. */
export interface OperatorAction {
  id: string;
  conversation_id: string;
  /** Epoch milliseconds. */
  at: number;
  /** Who did it; {@link DESK}: nobody. */
  by: string;
  action: ActionName;
  /** Since when the client waited for an answer, if it did; epoch milliseconds. */
  waiting_since?: number | undefined;
  before: Standing;
  after: Standing;
}

/** A word among operators; the client never sees it. */
export interface Note {
  id: string;
  conversation_id: string;
  /** Epoch milliseconds. */
  at: number;
  by: string;
  text: string;
}

export function standingOf({ status, handler, assignee }: Head): Standing {
  return { status, handler, ...(handler === 'operator' && { assignee }) };
}

/** What is written down of what the desk does by itself. */
export function deskAction(
  head: Head,
  action: 'close' | 'return',
  at: number,
  after: Pick<Head, 'status'>,
): OperatorAction {
  return {
    id: deskActionId(head, action, at),
    conversation_id: head.id,
    at,
    by: DESK,
    action,
    before: standingOf(head),
    after: standingOf({ ...head, ...after, handler: 'bot' }),
  };
}
