import type { Handler, Head, Status } from './conversation.ts';

/** What people do to a conversation besides writing. */
export type OperatorActionName = 'take' | 'assign' | 'release' | 'hand_back' | 'close' | 'reopen';

/** Who has a conversation, and how it stands. */
export interface Standing {
  status: Status;
  handler: Handler;
  assignee?: string | undefined;
}

/** What somebody at the desk did to a conversation: written with the deed, both or neither. */
export interface OperatorAction {
  id: string;
  conversation_id: string;
  /** Epoch milliseconds. */
  at: number;
  by: string;
  action: OperatorActionName;
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
