import {
  type Deferral,
  firstInOrder,
  type Head,
  type OutboxEntry,
  waitsUntil,
} from '../domain/conversation.ts';
import type { Attempt, TextOutcome } from '../domain/delivery-record.ts';
import type { DeskText } from '../domain/desk-text.ts';
import { Fault } from '../domain/errors.ts';
import { conversationId, conversationOf, isMessageId } from '../domain/ids.ts';
import type { Conversations, HistoryItem, HistoryPage, Outbox } from '../ports.ts';
import { turnAnswering } from './find-turn.ts';

export interface ReadPorts {
  conversations: Pick<Conversations, 'head' | 'text' | 'history' | 'decisionsAfter'>;
  outbox: Pick<Outbox, 'attempts'>;
}

export interface Delivery {
  text: DeskText;
  state: TextOutcome | 'waiting' | 'sending' | 'held';
  /** When the next attempt may be, epoch milliseconds. */
  next_at?: number | undefined;
  /** The earlier text that it waits for. */
  behind?: string | undefined;
  /** Why it waits although it is due. */
  deferral?: Deferral | undefined;
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
 * What became of a text, asked for by its own id or by that of a message it answers; of this partner's, if one is named.
 * @throws Fault message.unknown also for a text of another partner
 */
export async function readDelivery(
  ports: ReadPorts,
  partner: string | undefined,
  id: string,
): Promise<Delivery> {
  const unknown = new Fault(
    'message.unknown',
    'there is no reply with this id, or to it, of a client of yours',
  );
  if (!isMessageId(id)) throw unknown;
  const conversation = conversationOf(id);
  const head = await ports.conversations.head(conversation);
  if (!head || head.partner !== (partner ?? head.partner)) throw unknown;
  const text =
    (await ports.conversations.text(conversation, id)) ?? (await turnAnswering(ports.conversations, id));
  const textId = text?.id ?? id;
  const attempts = await ports.outbox.attempts(conversation, textId);
  const entry = head.outbox[textId];
  if (!text || (!entry && attempts.length === 0)) throw unknown;
  if (entry) return { text, ...progressOf(head, entry), attempts };
  const outcome = attempts.at(-1)?.outcome ?? 'waiting';
  return { text, state: outcome === 'retry' ? 'waiting' : outcome, attempts };
}

function progressOf(
  head: Head,
  entry: OutboxEntry,
): Pick<Delivery, 'state' | 'next_at' | 'deferral' | 'behind'> {
  const first = entry.replay_after === undefined ? firstInOrder(head) : undefined;
  if (first && first.entry !== entry) {
    const { next_at } = progressOf(head, first.entry);
    return { state: 'waiting', next_at: Math.max(entry.due, next_at ?? 0), behind: first.id };
  }
  const next_at = waitsUntil(head, entry);
  const deferral = next_at > entry.due ? entry.deferral : undefined;
  if (entry.claim) return { state: 'sending', next_at };
  if (deferral?.rule === 'endpoint.disabled') return { state: 'held', deferral };
  return { state: 'waiting', next_at, deferral };
}
