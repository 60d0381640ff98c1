import { isDeepStrictEqual } from 'node:util';
import type { Head } from '../../../domain/conversation.ts';
import { entryOf, type FollowUpText } from '../../../domain/desk-text.ts';
import type { FollowUp } from '../../../domain/follow-up.ts';
import type { OperatorAction } from '../../../domain/operator-action.ts';
import type { Written } from '../../../ports.ts';
import { ConversationTurns } from './turns.ts';

/** What follows a silence or a promise. */
export class ConversationFollowUps extends ConversationTurns {
  async commitFollowUp(seen: Head, text: FollowUpText, next: FollowUp): Promise<Written> {
    return this.#followUp(seen, (head) => ({
      follow_up: next,
      outbox: { ...head.outbox, [text.id]: entryOf(text) },
      sequence: text.sequence,
      last_due: text.due,
      parted: text.source === 'farewell' ? text.epoch : (seen.parted ?? 0),
    }));
  }

  async moveFollowUp(seen: Head, next: FollowUp): Promise<Written> {
    return this.#followUp(seen, () => ({ follow_up: next }));
  }

  async close(seen: Head, action: OperatorAction): Promise<Written> {
    return this.#followUp(seen, () => ({ status: 'closed', follow_up: undefined }), action);
  }

  #followUp(seen: Head, change: (head: Head) => Partial<Head>, action?: OperatorAction): Promise<Written> {
    return this.act(seen.id, action, (head) => {
      if (head.epoch !== seen.epoch || head.tenure !== seen.tenure || head.sequence !== seen.sequence)
        return undefined;
      if (head.handler !== 'bot' || head.status !== 'open' || head.pending.length > 0) return undefined;
      return head.follow_up && isDeepStrictEqual(head.follow_up, seen.follow_up) ? change(head) : undefined;
    });
  }

  async noteArmed(conversationId: string, at: number): Promise<void> {
    const partition = this.partition(conversationId);
    if (partition.head) partition.head = { ...partition.head, armed: at };
  }

  async markOverdue(seen: Head): Promise<Written> {
    return this.change(seen.id, (head) => {
      if (!head.escalation || !isDeepStrictEqual(head.escalation, seen.escalation)) return undefined;
      return { escalation: { ...head.escalation, overdue: true } };
    });
  }
}
