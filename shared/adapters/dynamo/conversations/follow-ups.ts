import type { Head } from '../../../domain/conversation.ts';
import { entryOf, type FollowUpText } from '../../../domain/desk-text.ts';
import type { FollowUp } from '../../../domain/follow-up.ts';
import type { OperatorAction } from '../../../domain/operator-action.ts';
import type { Written } from '../../../ports.ts';
import type { Update } from '../table.ts';
import { placed } from './head.ts';
import { ConversationTurns } from './turns.ts';

/** What follows a silence or a promise. */
export class ConversationFollowUps extends ConversationTurns {
  commitFollowUp(seen: Head, text: FollowUpText, next: FollowUp): Promise<Written> {
    const entry = entryOf(text);
    return this.#followUp(seen, {
      update:
        'SET follow_up = :next, parted = :parted, outbox.#text = :entry, #sequence = :sequence, last_due = :due ADD version :one',
      names: { '#text': text.id },
      values: {
        ':next': next,
        ':parted': text.source === 'farewell' ? text.epoch : (seen.parted ?? 0),
        ':entry': entry,
        ':sequence': text.sequence,
        ':due': text.due,
      },
    });
  }

  moveFollowUp(seen: Head, next: FollowUp): Promise<Written> {
    return this.#followUp(seen, {
      update: 'SET follow_up = :next ADD version :one',
      names: {},
      values: { ':next': next },
    });
  }

  close(seen: Head, action: OperatorAction): Promise<Written> {
    const change = {
      update: 'SET #status = :closed REMOVE follow_up ADD version :one',
      names: {},
      values: { ':closed': 'closed' },
    };
    return this.#followUp(seen, placed(change, { ...seen, status: 'closed' }), action);
  }

  /** Changes a conversation in which the client has been silent and nobody else has done anything since `seen`. */
  #followUp(seen: Head, change: Omit<Update, 'condition'>, action?: OperatorAction): Promise<Written> {
    const conditional: Update = {
      update: change.update,
      condition:
        'epoch = :epoch AND tenure = :tenure AND #handler = :bot AND #status = :open AND #sequence = :seen AND follow_up = :since AND attribute_not_exists(pending)',
      names: { '#handler': 'handler', '#status': 'status', '#sequence': 'sequence', ...change.names },
      values: {
        ...change.values,
        ':one': 1,
        ':epoch': seen.epoch,
        ':tenure': seen.tenure,
        ':bot': 'bot',
        ':open': 'open',
        ':seen': seen.sequence,
        ':since': seen.follow_up ?? null,
      },
    };
    return this.act(seen.id, conditional, action);
  }

  async noteArmed(conversationId: string, at: number): Promise<void> {
    await this.update(conversationId, {
      update: 'SET armed = :at',
      condition: 'attribute_exists(pk)',
      names: {},
      values: { ':at': at },
    });
  }

  async markOverdue(seen: Head): Promise<Written> {
    return this.update(seen.id, {
      update: 'SET escalation.overdue = :yes ADD version :one',
      condition: 'escalation = :item',
      names: {},
      values: { ':yes': true, ':one': 1, ':item': seen.escalation ?? null },
    });
  }
}
