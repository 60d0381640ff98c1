import { conversationOf, timeOf } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Clock, Conversations, Journal, Lane } from '../ports.ts';
import { wholeSeconds } from './lane-delay.ts';

export interface RecoverPorts {
  conversations: Pick<Conversations, 'head' | 'enlist'>;
  inbound: Lane;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

/**
 * Signals a message that was written and, some seconds later, is still unanswered: its door may have died before it
 * could signal. If it had signalled, one signal more finds nothing to do. Nobody has decided anything about the conversation
 * for so long, so people see it as it is.
 */
export async function recoverUnsignalled(ports: RecoverPorts, messageId: string): Promise<void> {
  const conversation_id = conversationOf(messageId);
  const head = await ports.conversations.head(conversation_id);
  if (!head?.pending.includes(messageId)) return;
  const patience = timeOf(messageId) + LIMITS.unsignalledAfter - ports.clock.business();
  await ports.inbound.send({ conversation_id }, wholeSeconds(patience));
  await ports.conversations.enlist(head);
  ports.journal.warn('message.unsignalled', { conversation_id, message_id: messageId });
}
