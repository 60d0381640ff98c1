import { cancelledAttempt } from '../domain/cancelled-attempt.ts';
import { type Head, type OutboxEntry, withdrawable } from '../domain/conversation.ts';
import { Fault } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Clock, Conversations, Endpoints, Journal, Lane, Outbox } from '../ports.ts';
import { releaseHeld } from './attempt-delivery.ts';

export interface OperatePorts {
  conversations: Pick<Conversations, 'head' | 'take' | 'handBack'>;
  outbox: Pick<Outbox, 'putAttempt' | 'attempts'>;
  endpoints: Pick<Endpoints, 'release'>;
  inbound: Lane;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

/** `held`: another operator has the conversation. */
export type TakeVerdict = 'taken' | 'held' | 'unknown';

/**
 * Gives a conversation to an operator and takes back, in the same write, what the bot has not begun to send
 * (invariant 4). Safe to repeat.
 * @throws Fault conversation.busy
 */
export async function takeConversation(
  ports: OperatePorts,
  id: string,
  operator: string,
): Promise<TakeVerdict> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const head = await ports.conversations.head(id);
    if (!head) return 'unknown';
    if (head.handler === 'operator') return head.assignee === operator ? 'taken' : 'held';
    const texts = await tellWithdrawn(ports, head);
    if ((await ports.conversations.take(head, operator, texts)) === 'conflict') continue;
    for (const text of texts) await releaseHeld(ports, text, head.outbox[text]);
    ports.journal.info('conversation.taken', { conversation_id: id, operator, cancelled: texts.length });
    return 'taken';
  }
  throw busy();
}

/** The attempts' rows come first, so that a text is never gone from the head without a trace. */
async function tellWithdrawn(ports: OperatePorts, head: Head): Promise<string[]> {
  const texts = withdrawable(head);
  await Promise.all(texts.map(([id, entry]) => tellCancelled(ports, head, id, entry)));
  return texts.map(([id]) => id);
}

/**
 * Where an attempt stands already that a dead process left late, it is told behind that one: unless that one was the
 * text's end, of which there is nothing to take back.
 */
async function tellCancelled(ports: OperatePorts, head: Head, id: string, entry: OutboxEntry): Promise<void> {
  const cancelled = cancelledAttempt(head, id, entry, 'cancelled.tenure', ports.clock.business());
  if ((await ports.outbox.putAttempt(cancelled)) === 'written') return;
  const last = (await ports.outbox.attempts(head.id, id)).at(-1);
  if (last?.outcome === 'retry') await ports.outbox.putAttempt({ ...cancelled, number: last.number + 1 });
}

/**
 * Gives a conversation back to the bot, under a new tenure, and lets it answer what no turn has decided yet; a reply that
 * was withdrawn stays withdrawn. A repeat signals again, in case the first died before it did.
 * @throws Fault conversation.busy
 */
export async function handBackConversation(ports: OperatePorts, id: string): Promise<'bot' | 'unknown'> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const head = await ports.conversations.head(id);
    if (!head) return 'unknown';
    if (head.handler === 'operator' && (await ports.conversations.handBack(head)) === 'conflict') continue;
    await ports.inbound.send({ conversation_id: id });
    ports.journal.info('conversation.handed_back', { conversation_id: id });
    return 'bot';
  }
  throw busy();
}

function busy(): Fault {
  return new Fault('conversation.busy', 'this conversation changes faster than it can be moved; try again', {
    retryAfterS: 1,
  });
}
