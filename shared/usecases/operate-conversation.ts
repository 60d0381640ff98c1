import { cancelledAttempt } from '../domain/cancelled-attempt.ts';
import { type Head, withdrawable } from '../domain/conversation.ts';
import { Fault } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Clock, Conversations, Journal, Lane, Outbox } from '../ports.ts';

export interface OperatePorts {
  conversations: Pick<Conversations, 'head' | 'take' | 'handBack'>;
  outbox: Pick<Outbox, 'putAttempt'>;
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
    if (!texts || (await ports.conversations.take(head, operator, texts)) === 'conflict') continue;
    ports.journal.info('conversation.taken', { conversation_id: id, operator, cancelled: texts.length });
    return 'taken';
  }
  throw busy();
}

/**
 * The attempts' rows come first, so that a text is never gone from the head without a trace. Undefined: one of them was
 * claimed meanwhile, and its attempt is recorded already.
 */
async function tellWithdrawn(ports: OperatePorts, head: Head): Promise<string[] | undefined> {
  const now = ports.clock.business();
  const texts = withdrawable(head);
  const told = await Promise.all(
    texts.map(async ([id, entry]) =>
      ports.outbox.putAttempt(cancelledAttempt(head, id, entry, 'cancelled.tenure', now)),
    ),
  );
  return told.includes('conflict') ? undefined : texts.map(([id]) => id);
}

/**
 * Gives a conversation back to the bot, under a new tenure, and lets it answer what waits. A repeat signals again, in
 * case the first died before it did.
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
