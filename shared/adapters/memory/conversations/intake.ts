import { isDeepStrictEqual } from 'node:util';
import type { Head } from '../../../domain/conversation.ts';
import type { Message, Profile } from '../../../domain/message.ts';
import type { AdmittedMessage, Written } from '../../../ports.ts';
import { lastOf, newHead } from '../../new-head.ts';
import { copy } from '../copy.ts';
import { ConversationPartitions, union } from './partitions.ts';

/** What clients write, from the door to the burst. */
export class ConversationIntake extends ConversationPartitions {
  async admit(seen: Head | undefined, entry: AdmittedMessage): Promise<Written> {
    const partition = this.partition(entry.conversation_id);
    if (!seen && partition.head) return 'conflict';
    if (!seen) {
      partition.head = newHead(entry);
      return 'written';
    }
    return this.change(seen.id, (head) => {
      if (!isDeepStrictEqual(head.window, seen.window)) return undefined;
      if (head.status !== seen.status) return undefined;
      if (seen.handler === 'operator' && head.tenure !== seen.tenure) return undefined;
      return {
        window: entry.window,
        last: lastOf(entry),
        channel: entry.channel,
        pending: union(head.pending, [entry.id]),
        epoch: head.epoch + 1,
        heard: head.version + 1,
        ...(seen.status === 'closed' && { status: 'open' as const }),
      };
    });
  }

  /** Every head is in its place as soon as it is written. */
  async enlist(): Promise<void> {}

  async putMessage(message: Message): Promise<'written' | 'known' | 'forgotten'> {
    const there = this.partition(message.conversation_id).entries.get(message.id);
    if (there) return there.kind === 'forgotten' ? 'forgotten' : 'known';
    this.putNew(message.conversation_id, message.id, { kind: 'message', message });
    return 'written';
  }

  async restore(message: Message): Promise<Written> {
    const { entries } = this.partition(message.conversation_id);
    if (entries.get(message.id)?.kind !== 'forgotten') return 'conflict';
    entries.set(message.id, { kind: 'message', message: copy(message) });
    return this.change(message.conversation_id, (head) => ({
      pending: union(head.pending, [message.id]),
      epoch: head.epoch + 1,
      heard: head.version + 1,
      ...(head.status === 'closed' && { status: 'open' as const }),
    }));
  }

  async messages(conversationId: string, ids: readonly string[]): Promise<Message[]> {
    const { entries } = this.partition(conversationId);
    return [...ids].sort().flatMap((id) => {
      const entry = entries.get(id);
      return entry?.kind === 'message' ? [copy(entry.message)] : [];
    });
  }

  async burst(
    conversationId: string,
    ids: readonly string[],
  ): Promise<{ messages: Message[]; profile: Profile }> {
    const messages = await this.messages(conversationId, ids);
    return { messages, profile: (await this.profile(conversationId)) ?? {} };
  }
}
