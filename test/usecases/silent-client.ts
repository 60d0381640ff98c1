import type { Head } from '../../shared/domain/conversation.ts';
import type { FollowUp } from '../../shared/domain/follow-up.ts';
import { conversationId, messageId } from '../../shared/domain/ids.ts';
import type { Conversations, Outbox } from '../../shared/ports.ts';
import { anAdmission, anEntry, aTurn, NOW, PARTNER } from '../builders.ts';

export type SilentStores = Pick<Conversations, 'admit' | 'head' | 'draft' | 'commitTurn'> &
  Pick<Outbox, 'claim' | 'settle'>;

export interface Silent {
  client_id?: string;
  partner?: string;
  /** When the reply was delivered. */
  at?: number;
  follow_up?: Partial<FollowUp>;
}

/** A client who was answered, and has said nothing since. */
export async function keepSilent(stores: SilentStores, silent: Silent = {}): Promise<Head> {
  const { client_id = 'silent', partner = PARTNER, at = NOW, follow_up } = silent;
  const id = conversationId(partner, client_id);
  const message = messageId(at - 1, id, new Uint8Array(10));
  const admission = { conversation_id: id, partner, client_id, id: message, at: at - 1 };
  await stores.admit(undefined, anAdmission(admission));
  const text = messageId(at, id, new Uint8Array(10).fill(1));
  const turn = aTurn({ id: text, conversation_id: id, answers: [message], in_reply_to: message });
  await stores.draft(turn);
  await stores.commitTurn(await headIn(stores, id), turn, { entry: anEntry(), decided: [message] });
  await stores.claim(await headIn(stores, id), text, { id: 'claim', until: 0 });
  const { epoch } = await headIn(stores, id);
  const next: FollowUp = { then: 'awaits_client', since: at, epoch, step: 0, ...follow_up };
  await stores.settle(id, text, 'claim', { follow_up: next, armed: undefined });
  return headIn(stores, id);
}

export async function headIn(stores: Pick<Conversations, 'head'>, id: string): Promise<Head> {
  const head = await stores.head(id);
  if (!head) throw new Error('there is no such conversation');
  return head;
}
