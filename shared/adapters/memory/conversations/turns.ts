import { isDeepStrictEqual } from 'node:util';
import type { Head } from '../../../domain/conversation.ts';
import { type DeskText, entryOf, type NoticeText } from '../../../domain/desk-text.ts';
import type { FollowUp } from '../../../domain/follow-up.ts';
import { LIMITS } from '../../../domain/limits.ts';
import type { Turn } from '../../../domain/turn.ts';
import type { TurnChange, Written } from '../../../ports.ts';
import { copy } from '../copy.ts';
import { ConversationIntake } from './intake.ts';
import { union } from './partitions.ts';

/** What the bot decides, and what it is said with. */
export class ConversationTurns extends ConversationIntake {
  async draft<Text extends DeskText>(text: Text): Promise<Text> {
    const kept = this.putNew(text.conversation_id, text.id, { kind: 'text', text });
    return kept.kind === 'text' ? copy(kept.text as Text) : text;
  }

  async text(conversationId: string, id: string): Promise<DeskText | undefined> {
    const entry = this.partition(conversationId).entries.get(id);
    return entry?.kind === 'text' ? copy(entry.text) : undefined;
  }

  async commitTurn(seen: Head, turn: Turn, { entry, decided }: TurnChange): Promise<Written> {
    return this.change(seen.id, (head) => {
      if (!isSamePending(head, seen)) return undefined;
      if (head.tenure !== seen.tenure || head.handler !== 'bot') return undefined;
      if (head.sequence !== seen.sequence) return undefined;
      const owed = entry || seen.owed.length >= LIMITS.owedMessages ? [] : turn.answers;
      return {
        ...turn.tallies,
        ...(entry && {
          outbox: { ...head.outbox, [turn.id]: entry },
          sequence: turn.sequence,
          last_due: entry.due,
          greeted: true,
        }),
        scenario: turn.classification.scenario,
        language: turn.language,
        pending: head.pending.filter((id) => !decided.includes(id)),
        owed: union(head.owed, owed),
        follow_up: undefined,
        ...(turn.hand_off && { escalation: turn.escalation, status: 'escalated' as const }),
        ...(turn.hand_off && entry && { acknowledged_at: turn.decided_at }),
        ...(turn.incident && { incident: turn.incident }),
      };
    });
  }

  async announce(seen: Head, text: NoticeText): Promise<Written> {
    return this.change(seen.id, (head) =>
      head.sequence === seen.sequence
        ? {
            outbox: { ...head.outbox, [text.id]: entryOf(text) },
            sequence: text.sequence,
            last_due: text.due,
          }
        : undefined,
    );
  }

  async forget(conversationId: string, ids: readonly string[]): Promise<string[]> {
    return ids.filter((id) => this.putNew(conversationId, id, { kind: 'forgotten' }).kind === 'forgotten');
  }

  async dropPending(seen: Head, ids: readonly string[], next?: FollowUp): Promise<Written> {
    return this.change(seen.id, (head) =>
      isSamePending(head, seen) && head.tenure === seen.tenure
        ? { pending: head.pending.filter((id) => !ids.includes(id)), ...(next && { follow_up: next }) }
        : undefined,
    );
  }
}

/** The epoch too: a row that comes back after it was forgotten changes nothing else if its id is still pending. */
function isSamePending(head: Head, seen: Head): boolean {
  return head.epoch === seen.epoch && isDeepStrictEqual(head.pending, seen.pending);
}
