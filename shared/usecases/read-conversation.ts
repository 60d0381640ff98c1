import type { Attempt, TextOutcome } from '../domain/delivery-record.ts';
import { Fault } from '../domain/errors.ts';
import { conversationId, conversationOf, isMessageId } from '../domain/ids.ts';
import type { Turn } from '../domain/turn.ts';
import type { Conversations, HistoryItem, HistoryPage, Outbox } from '../ports.ts';

export interface ReadPorts {
  conversations: Pick<Conversations, 'head' | 'turn' | 'history'>;
  outbox: Pick<Outbox, 'attempts'>;
}

export interface Delivery {
  turn: Turn;
  state: TextOutcome | 'waiting' | 'sending';
  /** When the next attempt is due, epoch milliseconds. */
  next_at?: number | undefined;
  attempts: Attempt[];
}

/** What a partner's client and the desk said, newest first; nothing of a client it does not have. */
export function readHistory(
  ports: ReadPorts,
  partner: string,
  clientId: string,
  page: HistoryPage,
): Promise<HistoryItem[]> {
  return ports.conversations.history(conversationId(partner, clientId), page);
}

/**
 * What became of a text.
 * @throws Fault message.unknown also for a text of another partner
 */
export async function readDelivery(ports: ReadPorts, partner: string, textId: string): Promise<Delivery> {
  const unknown = new Fault('message.unknown', 'no reply with this id was sent to a client of yours');
  if (!isMessageId(textId)) throw unknown;
  const conversation = conversationOf(textId);
  const head = await ports.conversations.head(conversation);
  if (head?.partner !== partner) throw unknown;
  const turn = await ports.conversations.turn(conversation, textId);
  const attempts = await ports.outbox.attempts(conversation, textId);
  const entry = head.outbox[textId];
  if (!turn || (!entry && attempts.length === 0)) throw unknown;
  if (entry) return { turn, state: entry.claim ? 'sending' : 'waiting', next_at: entry.due, attempts };
  const outcome = attempts.at(-1)?.outcome ?? 'waiting';
  return { turn, state: outcome === 'retry' ? 'waiting' : outcome, attempts };
}
