import { Fault } from '../domain/errors.ts';
import { conversationOf } from '../domain/ids.ts';
import type { Clock, Conversations, Journal, Lane, Outbox, Signal } from '../ports.ts';

export interface RedrivePorts {
  conversations: Pick<Conversations, 'head' | 'turn'>;
  outbox: Pick<Outbox, 'attempts' | 'revive' | 'putStuck'>;
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
 * Delivers a text again that was given up, with a new ladder: once for each time it died, however often it is asked for.
 * @throws Fault message.unknown
 */
export async function replayText(ports: RedrivePorts, textId: string): Promise<void> {
  const conversation_id = conversationOf(textId);
  const head = await ports.conversations.head(conversation_id);
  const turn = await ports.conversations.turn(conversation_id, textId);
  const last = (await ports.outbox.attempts(conversation_id, textId)).at(-1);
  if (!head || !turn || !last || (last.outcome !== 'dead' && !head.outbox[textId]))
    throw new Fault('message.unknown', 'no text with this id was given up');
  const { partner, client_id } = head;
  const dead = {
    conversation_id,
    partner,
    client_id,
    text_id: textId,
    died_at: last.finished_at,
    rule: last.rule,
  };
  const replayed = await ports.outbox.revive(
    { ...dead, attempts: last.number },
    {
      sequence: turn.sequence,
      due: ports.clock.business(),
      source: 'ai_bot',
      tenure: head.tenure,
      attempts: 0,
      replay_after: last.number,
    },
  );
  await ports.outbound.send({ conversation_id });
  ports.journal.info('delivery.replayed', { conversation_id, message_id: textId, replayed });
}
