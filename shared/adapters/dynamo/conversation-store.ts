import type { Conversations } from '../../ports.ts';
import { ConversationHistory } from './conversations/history.ts';

/** A conversation's partition in the table. What it does is told by topic, each built on the one before. */
export class DynamoConversations extends ConversationHistory implements Conversations {}
