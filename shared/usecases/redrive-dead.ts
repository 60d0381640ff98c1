import { Fault } from '../domain/errors.ts';
import { conversationOf } from '../domain/ids.ts';
import type { Clock, Conversations, Journal, Lane, Outbox, Signal } from '../ports.ts';

export interface RedrivePorts {
  conversations: Pick<Conversations, 'head' | 'turn'>;
  outbox: Pick<Outbox, 'attempts' | 'replay' | 'putStuck'>;
  inbound: Lane;
  outbound: Lane;
  clock: Clock;
  journal: Journal;
}

/**
 * Attends to what a dead-letter queue brings. A text that was given up is in the table already and is only told of; a
 * signal that crashed its function is tried once more, and after that shown to operators.
 */
export async function redriveDead(
  ports: RedrivePorts,
  lane: 'inbound' | 'outbound',
  signal: Signal,
): Promise<void> {
  const { conversation_id } = signal;
  if (signal.text_id)
    return ports.journal.error('delivery.dead', { conversation_id, message_id: signal.text_id });
  if (!signal.redriven) {
    await ports[lane].send({ conversation_id, redriven: true });
    return ports.journal.warn('signal.redriven', { conversation_id, lane });
  }
  await ports.outbox.putStuck({ conversation_id, lane, at: ports.clock.business() });
  ports.journal.error('signal.stuck', { conversation_id, lane });
}

/** A letter that is no signal at all: there is nothing to repeat, so operators are shown that it came. */
export async function showUnreadable(
  ports: RedrivePorts,
  lane: 'inbound' | 'outbound',
  letter: string,
): Promise<void> {
  await ports.outbox.putStuck({ letter, lane, at: ports.clock.business() });
  ports.journal.error('signal.unreadable', { letter, lane });
}

/** Lets both lanes look at a conversation again: whatever waits there, answered or not, parked or due, goes on. */
export async function resumeConversation(ports: RedrivePorts, conversation_id: string): Promise<void> {
  await ports.inbound.send({ conversation_id });
  await ports.outbound.send({ conversation_id });
  ports.journal.info('conversation.resumed', { conversation_id });
}

/**
 * Delivers a text again that ended without success, with a new ladder.
 * @throws Fault message.unknown
 */
export async function replayText(ports: RedrivePorts, textId: string): Promise<void> {
  const conversation_id = conversationOf(textId);
  const head = await ports.conversations.head(conversation_id);
  const turn = await ports.conversations.turn(conversation_id, textId);
  const last = (await ports.outbox.attempts(conversation_id, textId)).at(-1);
  if (!head || !turn || !last || last.outcome === 'delivered')
    throw new Fault('message.unknown', 'no text with this id was ever tried without success');
  const replayed = await ports.outbox.replay(conversation_id, textId, {
    sequence: turn.sequence,
    due: ports.clock.business(),
    source: 'ai_bot',
    tenure: head.tenure,
    attempts: 0,
    replay_after: last.number,
  });
  await ports.outbound.send({ conversation_id });
  ports.journal.info('delivery.replayed', { conversation_id, message_id: textId, replayed });
}
