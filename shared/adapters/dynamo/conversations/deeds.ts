import type { Escalation, Head } from '../../../domain/conversation.ts';
import { entryOf, type OperatorText } from '../../../domain/desk-text.ts';
import type { FollowUp } from '../../../domain/follow-up.ts';
import type { Placed } from '../../../domain/inbox.ts';
import type { Note, OperatorAction } from '../../../domain/operator-action.ts';
import type { Closing, Reply, Take, Written } from '../../../ports.ts';
import { keys } from '../access-patterns.ts';
import { asEntry, noteRow } from '../rows.ts';
import type { Update } from '../table.ts';
import { ConversationFollowUps } from './follow-ups.ts';
import { FREE, placed } from './head.ts';

/** What people at the desk do. */
export class ConversationDeeds extends ConversationFollowUps {
  async take(seen: Head, { operator, at, withdrawn, owed, action }: Take): Promise<Written> {
    const add = owed.length > 0 ? ', owed :owed' : '';
    const status = seen.status === 'closed' ? 'open' : seen.status;
    const change: Update = {
      update: `SET #handler = :operator, assignee = :assignee, operator_at = :at, outbox = :kept, #status = :next REMOVE follow_up ADD tenure :one, version :one${add}`,
      condition: 'tenure = :tenure AND #handler = :handler AND outbox = :outbox AND #status = :status',
      names: { '#handler': 'handler', '#status': 'status' },
      values: {
        ':operator': 'operator',
        ':assignee': operator,
        ':at': at,
        ':kept': without(seen, withdrawn),
        ':one': 1,
        ...(owed.length > 0 && { ':owed': new Set(owed) }),
        ':tenure': seen.tenure,
        ':handler': seen.handler,
        ':outbox': seen.outbox,
        ':status': seen.status,
        ':next': status,
      },
    };
    const next: Placed = { ...seen, status, handler: 'operator', assignee: operator };
    return this.act(seen.id, placed(change, next), action);
  }

  async reply(
    seen: Head,
    text: OperatorText,
    { answered, keys: asked, unlessHeard }: Reply,
  ): Promise<Written> {
    const done = (ids: readonly string[]) => new Set(ids.filter((id) => answered.includes(id)));
    const [pending, owed] = [done(seen.pending), done(seen.owed)];
    const dropped = [
      ...(pending.size > 0 ? ['pending :pending'] : []),
      ...(owed.size > 0 ? ['owed :owed'] : []),
    ];
    const drop = dropped.length > 0 ? ` DELETE ${dropped.join(', ')}` : '';
    return this.update(seen.id, {
      update: `SET outbox.#text = :entry, #sequence = :sequence, last_due = :due, operator_at = :at, operator_sequence = :sequence, operator_keys = :keys, #status = :open REMOVE escalation, acknowledged_at, follow_up, parted ADD version :one${drop}`,
      condition: `#handler = :operator AND assignee = :assignee AND tenure = :tenure AND #sequence = :seen${unlessHeard ? ' AND epoch = :epoch' : ''}`,
      names: { '#text': text.id, '#sequence': 'sequence', '#handler': 'handler', '#status': 'status' },
      values: {
        ':entry': entryOf(text),
        ':sequence': text.sequence,
        ':due': text.due,
        ':at': text.decided_at,
        ':keys': asked,
        ':open': 'open',
        ':one': 1,
        ...(pending.size > 0 && { ':pending': pending }),
        ...(owed.size > 0 && { ':owed': owed }),
        ':operator': 'operator',
        ':assignee': text.operator,
        ':tenure': seen.tenure,
        ':seen': seen.sequence,
        ...(unlessHeard && { ':epoch': seen.epoch }),
      },
    });
  }

  async handBack(seen: Head, next: FollowUp | undefined, action?: OperatorAction): Promise<Written> {
    const { owed } = seen;
    const add = owed.length > 0 ? ', pending :owed' : '';
    const status = seen.escalation ? 'escalated' : 'open';
    const change: Update = {
      update: `SET #handler = :bot, #status = :status, unsettled = :none, unsure = :none${next ? ', follow_up = :next' : ''} REMOVE assignee, asked, owed${next ? '' : ', follow_up'} ADD tenure :one, version :one${add}`,
      condition: `tenure = :tenure AND #handler = :handler AND #sequence = :sequence AND outbox = :outbox AND ${owed.length > 0 ? 'owed = :owed' : 'attribute_not_exists(owed)'}`,
      names: { '#handler': 'handler', '#status': 'status', '#sequence': 'sequence' },
      values: {
        ':bot': 'bot',
        ':status': status,
        ':none': [],
        ':sequence': seen.sequence,
        ':outbox': seen.outbox,
        ...(next && { ':next': next }),
        ':one': 1,
        ...(owed.length > 0 && { ':owed': new Set(owed) }),
        ':tenure': seen.tenure,
        ':handler': seen.handler,
      },
    };
    return this.act(seen.id, placed(change, { ...seen, handler: 'bot', status }), action);
  }

  returnToQueue(seen: Head, item: Escalation, action: OperatorAction): Promise<Written> {
    return this.#toQueue(seen, item, action);
  }

  release(seen: Head, item: Escalation, action: OperatorAction): Promise<Written> {
    return this.#toQueue(seen, item, action);
  }

  #toQueue(seen: Head, item: Escalation, action: OperatorAction): Promise<Written> {
    const change: Update = {
      update:
        'SET #handler = :bot, #status = :escalated, escalation = :item, unsettled = :none, unsure = :none REMOVE assignee, asked ADD tenure :one, version :one',
      condition: 'tenure = :tenure AND #handler = :operator AND operator_at = :at',
      names: { '#handler': 'handler', '#status': 'status' },
      values: {
        ':bot': 'bot',
        ':escalated': 'escalated',
        ':item': item,
        ':none': [],
        ':one': 1,
        ':tenure': seen.tenure,
        ':operator': 'operator',
        ':at': seen.operator_at ?? 0,
      },
    };
    const next: Placed = { ...seen, handler: 'bot', status: 'escalated', escalation: item };
    return this.act(seen.id, placed(change, next), action);
  }

  async closeByHand(seen: Head, { withdrawn, read }: Closing, action: OperatorAction): Promise<Written> {
    const drop = read.length > 0 ? ' DELETE pending :read' : '';
    const change: Update = {
      update: `SET #handler = :bot, #status = :closed, outbox = :kept, unsettled = :none, unsure = :none, operator_sequence = :settled REMOVE assignee, asked, escalation, acknowledged_at, follow_up, owed ADD tenure :one, version :one${drop}`,
      condition:
        '#status = :status AND epoch = :epoch AND tenure = :tenure AND #handler = :handler AND outbox = :outbox',
      names: { '#handler': 'handler', '#status': 'status' },
      values: {
        ':bot': 'bot',
        ':closed': 'closed',
        ':settled': seen.sequence + 1,
        ...(read.length > 0 && { ':read': new Set(read) }),
        ':kept': without(seen, withdrawn),
        ':none': [],
        ':one': 1,
        ':status': seen.status,
        ':epoch': seen.epoch,
        ':tenure': seen.tenure,
        ':handler': seen.handler,
        ':outbox': seen.outbox,
      },
    };
    return this.act(seen.id, placed(change, { ...seen, handler: 'bot', status: 'closed' }), action);
  }

  async reopen(seen: Head, action: OperatorAction): Promise<Written> {
    const change: Update = {
      update: 'SET #status = :open REMOVE follow_up ADD version :one',
      condition: '#status = :closed AND tenure = :tenure',
      names: { '#status': 'status' },
      values: { ':open': 'open', ':closed': 'closed', ':one': 1, ':tenure': seen.tenure },
    };
    return this.act(seen.id, placed(change, { ...seen, status: 'open' }), action);
  }

  async addNote(note: Note): Promise<Written> {
    const added = await this.table.both(
      { put: noteRow(note), condition: FREE },
      {
        key: keys.head(note.conversation_id),
        update: 'ADD version :one',
        condition: 'attribute_exists(pk)',
        names: {},
        values: { ':one': 1 },
      },
    );
    return added ? 'written' : 'conflict';
  }

  async deed(conversationId: string, id: string): Promise<OperatorAction | Note | undefined> {
    const row = await this.table.get(keys.entry(conversationId, id));
    const entry = row && asEntry(row);
    if (entry?.kind === 'action') return entry.action;
    return entry?.kind === 'note' ? entry.note : undefined;
  }
}

function without({ outbox }: Head, withdrawn: readonly string[]): Head['outbox'] {
  return Object.fromEntries(Object.entries(outbox).filter(([id]) => !withdrawn.includes(id)));
}
