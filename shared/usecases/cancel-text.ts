import { type CancelRule, cancelledAttempt } from '../domain/cancelled-attempt.ts';
import type { Head, OutboxEntry } from '../domain/conversation.ts';
import { answersOf } from '../domain/desk-text.ts';
import type { Conversations } from '../ports.ts';
import { releaseHeld, tell } from './apply-attempt.ts';
import type { DeliverPorts } from './deliver-outbound.ts';

/** Takes back a text that must not be said any more, visibly. */
export async function cancelText(
  ports: DeliverPorts,
  head: Head,
  id: string,
  entry: OutboxEntry,
  rule: CancelRule,
): Promise<void> {
  const attempt = cancelledAttempt(head, id, entry, rule, ports.clock.business());
  if ((await ports.outbox.putAttempt(attempt)) === 'conflict') return;
  const unanswered = await unansweredBy(ports, head, id, entry);
  await ports.outbox.cancel(head, id, unanswered);
  // The bot answers them, or an operator's silence is watched over.
  if (unanswered.length > 0) await ports.inbound.send({ conversation_id: head.id });
  await releaseHeld(ports, id, entry);
  tell(ports, attempt);
}

/** Messages that go without an answer now that a text is not said: none if an operator has answered since. */
export async function unansweredBy(
  { conversations }: { conversations: Pick<Conversations, 'text'> },
  head: Head,
  id: string,
  entry: OutboxEntry,
): Promise<string[]> {
  if ((head.operator_sequence ?? 0) > entry.sequence) return [];
  const text = await conversations.text(head.id, id);
  return text ? answersOf(text) : [];
}
