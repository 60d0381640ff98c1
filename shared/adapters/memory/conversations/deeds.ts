import { isDeepStrictEqual } from 'node:util';
import type { Escalation, Head } from '../../../domain/conversation.ts';
import { entryOf, type OperatorText } from '../../../domain/desk-text.ts';
import type { FollowUp } from '../../../domain/follow-up.ts';
import type { Note, OperatorAction } from '../../../domain/operator-action.ts';
import type { Closing, Reply, Take, Written } from '../../../ports.ts';
import { copy } from '../copy.ts';
import { ConversationFollowUps } from './follow-ups.ts';
import { union, without } from './partitions.ts';

/** What people at the desk do. */
export class ConversationDeeds extends ConversationFollowUps {
  async take(seen: Head, { operator, at, withdrawn, owed, action }: Take): Promise<Written> {
    return this.act(seen.id, action, (head) => {
      if (head.tenure !== seen.tenure || head.handler !== seen.handler) return undefined;
      if (head.status !== seen.status || !isDeepStrictEqual(head.outbox, seen.outbox)) return undefined;
      return {
        handler: 'operator',
        assignee: operator,
        operator_at: at,
        tenure: head.tenure + 1,
        outbox: withdrawn.reduce(without, head.outbox),
        owed: union(head.owed, owed),
        follow_up: undefined,
        ...(head.status === 'closed' && { status: 'open' as const }),
      };
    });
  }

  async reply(seen: Head, text: OperatorText, { answered, keys, unlessHeard }: Reply): Promise<Written> {
    return this.change(seen.id, (head) => {
      if (head.handler !== 'operator' || head.assignee !== text.operator) return undefined;
      if (head.tenure !== seen.tenure || head.sequence !== seen.sequence) return undefined;
      if (unlessHeard && head.epoch !== seen.epoch) return undefined;
      return {
        outbox: { ...head.outbox, [text.id]: entryOf(text) },
        sequence: text.sequence,
        last_due: text.due,
        operator_at: text.decided_at,
        operator_sequence: text.sequence,
        operator_keys: [...keys],
        status: 'open',
        escalation: undefined,
        acknowledged_at: undefined,
        follow_up: undefined,
        parted: undefined,
        pending: head.pending.filter((id) => !answered.includes(id)),
        owed: head.owed.filter((id) => !answered.includes(id)),
      };
    });
  }

  async handBack(seen: Head, next: FollowUp | undefined, action?: OperatorAction): Promise<Written> {
    return this.act(seen.id, action, (head) => {
      if (head.tenure !== seen.tenure || head.handler !== seen.handler) return undefined;
      if (head.sequence !== seen.sequence || !isDeepStrictEqual(head.outbox, seen.outbox)) return undefined;
      if (!isDeepStrictEqual(head.owed, seen.owed)) return undefined;
      return {
        handler: 'bot',
        status: seen.escalation ? 'escalated' : 'open',
        assignee: undefined,
        tenure: head.tenure + 1,
        pending: union(head.pending, head.owed),
        owed: [],
        unsettled: [],
        unsure: [],
        asked: undefined,
        follow_up: next,
      };
    });
  }

  returnToQueue(seen: Head, item: Escalation, action: OperatorAction): Promise<Written> {
    return this.#toQueue(seen, item, action);
  }

  release(seen: Head, item: Escalation, action: OperatorAction): Promise<Written> {
    return this.#toQueue(seen, item, action);
  }

  #toQueue(seen: Head, item: Escalation, action: OperatorAction): Promise<Written> {
    return this.act(seen.id, action, (head) => {
      if (head.tenure !== seen.tenure || head.handler !== 'operator') return undefined;
      if (head.operator_at !== seen.operator_at) return undefined;
      return {
        handler: 'bot',
        status: 'escalated',
        escalation: item,
        assignee: undefined,
        tenure: head.tenure + 1,
        unsettled: [],
        unsure: [],
        asked: undefined,
      };
    });
  }

  async closeByHand(seen: Head, { withdrawn, read }: Closing, action: OperatorAction): Promise<Written> {
    return this.act(seen.id, action, (head) => {
      if (head.status !== seen.status || head.epoch !== seen.epoch) return undefined;
      if (head.tenure !== seen.tenure || head.handler !== seen.handler) return undefined;
      if (!isDeepStrictEqual(head.outbox, seen.outbox)) return undefined;
      return {
        handler: 'bot',
        status: 'closed',
        tenure: head.tenure + 1,
        outbox: withdrawn.reduce(without, head.outbox),
        operator_sequence: seen.sequence + 1,
        pending: head.pending.filter((id) => !read.includes(id)),
        owed: [],
        unsettled: [],
        unsure: [],
        assignee: undefined,
        asked: undefined,
        escalation: undefined,
        acknowledged_at: undefined,
        follow_up: undefined,
      };
    });
  }

  async reopen(seen: Head, action: OperatorAction): Promise<Written> {
    return this.act(seen.id, action, ({ status, tenure }) =>
      status === 'closed' && tenure === seen.tenure ? { status: 'open', follow_up: undefined } : undefined,
    );
  }

  async addNote(note: Note): Promise<Written> {
    const { head, entries } = this.partition(note.conversation_id);
    if (!head || entries.has(note.id)) return 'conflict';
    entries.set(note.id, { kind: 'note', note: copy(note) });
    return this.change(head.id, () => ({}));
  }

  async deed(conversationId: string, id: string): Promise<OperatorAction | Note | undefined> {
    const entry = this.partition(conversationId).entries.get(id);
    if (entry?.kind === 'action') return copy(entry.action);
    return entry?.kind === 'note' ? copy(entry.note) : undefined;
  }
}
