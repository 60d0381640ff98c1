import type { ClientList, Conversations, Inbox, Outbox, SaidByDay } from '../../ports.ts';
import { ConversationLists } from './conversations/lists.ts';

/** Conversations and their outboxes in memory, with the same conditions as in the table; by topic, each built on the one before. */
export class MemoryConversations
  extends ConversationLists
  implements Conversations, Outbox, Inbox, SaidByDay, ClientList {}
