import { type Head, hasMissed, unanswered } from '../domain/conversation.ts';
import { returnedItem } from '../domain/escalation.ts';
import { timeOf } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Conversations } from '../ports.ts';
import { releaseHeld } from './apply-attempt.ts';
import {
  actionOf,
  busy,
  type Deed,
  mayAct,
  type OperatePorts,
  readable,
  tellWithdrawn,
} from './operate-conversation.ts';

export interface SettlePorts extends Omit<OperatePorts, 'conversations'> {
  conversations: Pick<Conversations, 'head' | 'messages' | 'release' | 'closeByHand' | 'reopen'>;
}

/** `lost`: somebody else has the conversation. */
export type SettleVerdict = 'done' | 'lost' | 'stale' | 'unknown';

/**
 * Puts a conversation back into the queue, where the next one takes it; in a new tenure, like a hand-back. Safe to repeat.
 * @throws Fault conversation.busy
 */
export async function releaseConversation(
  ports: SettlePorts,
  id: string,
  deed: Deed,
): Promise<SettleVerdict> {
  const { policy } = await ports.handbooks.current();
  for (let round = 0; round < LIMITS.rounds; round++) {
    const head = await ports.conversations.head(id);
    if (!head) return 'unknown';
    const waits = head.handler === 'bot' && head.status === 'escalated';
    if (!waits && (head.handler === 'bot' || !mayAct(head, deed))) return 'lost';
    if (!waits) {
      const item = returnedItem(head, policy, ports.clock.business());
      const action = actionOf(ports, head, deed, 'release', { handler: 'bot', status: 'escalated' });
      if ((await ports.conversations.release(head, item, action)) === 'conflict') continue;
    }
    // The bot looks at what came since; and the promise is watched over.
    await ports.inbound.send({ conversation_id: id });
    await ports.followUps.send({ conversation_id: id });
    ports.journal.info('conversation.released', { conversation_id: id, operator: deed.by });
    return 'done';
  }
  throw busy();
}

/**
 * Closes a conversation: whoever does so says that the client needs no other answer. What the bot has not begun to send is
 * taken back. Safe to repeat.
 * @param deed.seen_version refused if the client has written since
 * @throws Fault conversation.busy also while a message is just coming in, which nobody can have read
 */
export async function closeConversation(
  ports: SettlePorts,
  id: string,
  deed: Deed & { seen_version?: number | undefined },
): Promise<SettleVerdict> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const head = await ports.conversations.head(id);
    if (!head) return 'unknown';
    if (head.status === 'closed') return 'done';
    if (!mayAct(head, deed)) return 'lost';
    if (hasMissed(head, deed.seen_version)) return 'stale';
    const read = await readable(ports, head);
    if (isComingIn(ports, head, read)) throw busy();
    const texts = await tellWithdrawn(ports, head);
    const action = actionOf(ports, head, deed, 'close', { handler: 'bot', status: 'closed' });
    if (
      (await ports.conversations.closeByHand(
        head,
        { withdrawn: texts, read: head.pending.filter((it) => read.includes(it)) },
        action,
      )) === 'conflict'
    )
      continue;
    for (const text of texts) await releaseHeld(ports, text, head.outbox[text]);
    // A row that never came is left pending, to be forgotten.
    if (head.pending.some((it) => !read.includes(it))) await ports.inbound.send({ conversation_id: id });
    ports.journal.info('conversation.closed', { conversation_id: id, operator: deed.by });
    return 'done';
  }
  throw busy();
}

/** Nobody can have read a message whose row is still on its way; one that has not come for a minute never will. */
function isComingIn({ clock }: SettlePorts, head: Head, read: readonly string[]): boolean {
  const since = clock.business() - LIMITS.pendingWithoutRow;
  return unanswered(head).some((id) => timeOf(id) > since && !read.includes(id));
}

/**
 * Opens a closed conversation again; the bot has it until somebody takes it. Safe to repeat.
 * @throws Fault conversation.busy
 */
export async function reopenConversation(ports: SettlePorts, id: string, deed: Deed): Promise<SettleVerdict> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const head = await ports.conversations.head(id);
    if (!head) return 'unknown';
    if (head.status !== 'closed') return 'done';
    const action = actionOf(ports, head, deed, 'reopen', { status: 'open' });
    if ((await ports.conversations.reopen(head, action)) === 'conflict') continue;
    ports.journal.info('conversation.reopened', { conversation_id: id, operator: deed.by });
    return 'done';
  }
  throw busy();
}
