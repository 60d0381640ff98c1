import type { Escalation, Head } from '../../domain/conversation.ts';
import { type DeskText, entryOf, type FollowUpText, type OperatorText } from '../../domain/desk-text.ts';
import type { FollowUp } from '../../domain/follow-up.ts';
import type { Placed } from '../../domain/inbox.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Message, Profile } from '../../domain/message.ts';
import type { Note, OperatorAction } from '../../domain/operator-action.ts';
import type { Turn } from '../../domain/turn.ts';
import type {
  AdmittedMessage,
  Closing,
  Conversations,
  HistoryItem,
  HistoryPage,
  Reply,
  Take,
  TimelineItem,
  TimelinePage,
  TurnChange,
  Written,
} from '../../ports.ts';
import { historyOf, timelineOf } from '../history.ts';
import { lastOf, newHead } from '../new-head.ts';
import { keys } from './access-patterns.ts';
import { clientRow } from './client-store.ts';
import {
  actionRow,
  asEntry,
  type EntryRow,
  forgottenRow,
  messageRow,
  noteRow,
  placeIn,
  textRow,
  toHead,
  toProfile,
} from './rows.ts';
import type { Row, Table, Update } from './table.ts';

/** A conversation's partition in the table. */
export class DynamoConversations implements Conversations {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async head(id: string): Promise<Head | undefined> {
    const row = await this.#table.get(keys.head(id));
    return row && toHead(row);
  }

  async profile(id: string): Promise<Profile | undefined> {
    const row = await this.#table.get(keys.profile(id));
    return row && toProfile(row);
  }

  async putProfile(id: string, changes: Profile, at: number): Promise<void> {
    await this.#table.set(keys.profile(id), { ...changes, told_at: at });
  }

  admit(seen: Head | undefined, entry: AdmittedMessage): Promise<Written> {
    return seen ? this.#admitAgain(seen, entry) : this.#admitFirst(entry);
  }

  async #admitFirst(entry: AdmittedMessage): Promise<Written> {
    const head = newHead(entry);
    // It comes into the inbox when it is decided where: that is two writes to the index less for each that is escalated.
    const row = { ...keys.head(head.id), ...head, pending: new Set(head.pending), owed: undefined };
    // First, so that no client is without it whatever fails after.
    await this.#table.put(clientRow(head));
    return (await this.#table.putNew(row)) ? 'conflict' : 'written';
  }

  async #admitAgain(seen: Head, entry: AdmittedMessage): Promise<Written> {
    const status = seen.status === 'closed' ? 'open' : seen.status;
    const last = lastOf(entry);
    const change = {
      update:
        'SET #window = :window, #last = :last, #channel = :channel, #status = :next, heard = version + :one ADD pending :id, version :one, epoch :one',
      condition: '#window = :seen AND #status = :status',
      names: { '#window': 'window', '#last': 'last', '#channel': 'channel', '#status': 'status' },
      values: {
        ':window': entry.window,
        ':last': last,
        ':channel': entry.channel,
        ':next': status,
        ':id': new Set([entry.id]),
        ':one': 1,
        ':seen': seen.window,
        ':status': seen.status,
      },
    };
    // What an operator has is decided; anything else moves when the bot has decided.
    if (seen.handler === 'bot') return this.#update(seen.id, change);
    const underTenure = {
      ...change,
      condition: `${change.condition} AND tenure = :tenure`,
      values: { ...change.values, ':tenure': seen.tenure },
    };
    return this.#update(seen.id, placed(underTenure, { ...seen, status, last }));
  }

  async enlist(seen: Head): Promise<void> {
    const change: Update = {
      update: '',
      condition: 'tenure = :tenure AND #status = :status',
      names: { '#status': 'status' },
      values: { ':tenure': seen.tenure, ':status': seen.status },
    };
    await this.#update(seen.id, placed(change, seen));
  }

  async putMessage(message: Message): Promise<'written' | 'known' | 'forgotten'> {
    const there = await this.#table.putNew(messageRow(message));
    if (!there) return 'written';
    return asEntry(there).kind === 'forgotten' ? 'forgotten' : 'known';
  }

  async restore(message: Message): Promise<Written> {
    const seen = (await this.head(message.conversation_id))?.status ?? 'open';
    const status = seen === 'closed' ? 'open' : seen;
    // The epoch tells whoever is about to take the id off, and does not see that it came anew.
    const change: Update = {
      update: 'SET #status = :next, heard = version + :one ADD pending :id, version :one, epoch :one',
      condition: 'attribute_exists(pk) AND #status = :status',
      names: { '#status': 'status' },
      values: { ':id': new Set([message.id]), ':one': 1, ':status': seen, ':next': status },
    };
    const restored = await this.#table.both(
      { put: messageRow(message), condition: 'kind = :forgotten', values: { ':forgotten': 'forgotten' } },
      { key: keys.head(message.conversation_id), ...change },
    );
    return restored ? 'written' : 'conflict';
  }

  async messages(conversationId: string, ids: readonly string[]): Promise<Message[]> {
    return toMessages(await this.#table.getMany(ids.map((id) => keys.entry(conversationId, id))));
  }

  async burst(
    conversationId: string,
    ids: readonly string[],
  ): Promise<{ messages: Message[]; profile: Profile }> {
    const profileKey = keys.profile(conversationId);
    const rows = await this.#table.getMany([profileKey, ...ids.map((id) => keys.entry(conversationId, id))]);
    const told = rows.find((row) => row['sk'] === profileKey.sk);
    return { messages: toMessages(rows.filter((row) => row !== told)), profile: told ? toProfile(told) : {} };
  }

  async draft<Text extends DeskText>(text: Text): Promise<Text> {
    const there = await this.#table.putNew(textRow(text));
    return there ? (there['text'] as Text) : text;
  }

  async text(conversationId: string, id: string): Promise<DeskText | undefined> {
    const row = await this.#table.get(keys.entry(conversationId, id));
    return row?.['text'] as DeskText | undefined;
  }

  async commitTurn(seen: Head, turn: Turn, { entry, decided }: TurnChange): Promise<Written> {
    const { escalation, tallies, hand_off, classification, language } = turn;
    const acknowledged = hand_off && entry;
    const owed = entry || seen.owed.length >= LIMITS.owedMessages ? [] : turn.answers;
    const sets = [
      'unsettled = :unsettled, unsure = :unsure, asked = :asked, scenario = :scenario, #language = :language',
      ...(entry ? ['outbox.#text = :entry, #sequence = :sequence, last_due = :due, greeted = :yes'] : []),
      ...(hand_off ? ['escalation = :escalation, #status = :escalated'] : []),
      ...(acknowledged ? ['acknowledged_at = :at'] : []),
    ];
    const add = owed.length > 0 ? 'version :one, owed :owed' : 'version :one';
    const next = hand_off ? { ...seen, status: 'escalated' as const, escalation } : seen;
    const change: Update = {
      update: `SET ${sets.join(', ')} REMOVE follow_up ADD ${add} DELETE pending :decided`,
      condition:
        'pending = :pending AND epoch = :epoch AND tenure = :tenure AND #handler = :bot AND #sequence = :seen',
      names: {
        '#sequence': 'sequence',
        '#handler': 'handler',
        '#language': 'language',
        ...(entry && { '#text': turn.id }),
        ...(hand_off && { '#status': 'status' }),
      },
      values: {
        ...(entry && { ':entry': entry, ':sequence': turn.sequence, ':due': entry.due, ':yes': true }),
        ':unsettled': tallies.unsettled,
        ':unsure': tallies.unsure,
        ':asked': tallies.asked,
        ':scenario': classification.scenario,
        ':language': language,
        ...(hand_off && { ':escalation': escalation, ':escalated': 'escalated' }),
        ...(acknowledged && { ':at': turn.decided_at }),
        ...(owed.length > 0 && { ':owed': new Set(owed) }),
        ':one': 1,
        ':decided': new Set(decided),
        ':pending': new Set(seen.pending),
        ':epoch': seen.epoch,
        ':tenure': seen.tenure,
        ':bot': 'bot',
        ':seen': seen.sequence,
      },
    };
    return this.#update(seen.id, placed(change, next));
  }

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

  close(seen: Head): Promise<Written> {
    const change = {
      update: 'SET #status = :closed REMOVE follow_up ADD version :one',
      names: {},
      values: { ':closed': 'closed' },
    };
    return this.#followUp(seen, placed(change, { ...seen, status: 'closed' }));
  }

  /** Changes a conversation in which the client has been silent and nobody else has done anything since `seen`. */
  #followUp(seen: Head, change: Omit<Update, 'condition'>): Promise<Written> {
    return this.#update(seen.id, {
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
    });
  }

  async noteArmed(conversationId: string, at: number): Promise<void> {
    await this.#update(conversationId, {
      update: 'SET armed = :at',
      condition: 'attribute_exists(pk)',
      names: {},
      values: { ':at': at },
    });
  }

  async forget(conversationId: string, ids: readonly string[]): Promise<string[]> {
    const marked = await Promise.all(
      ids.map(async (id) => {
        const there = await this.#table.putNew(forgottenRow(conversationId, id));
        return !there || asEntry(there).kind === 'forgotten' ? [id] : [];
      }),
    );
    return marked.flat();
  }

  async dropPending(seen: Head, ids: readonly string[], next?: FollowUp): Promise<Written> {
    const change: Update = {
      update: `${next ? 'SET follow_up = :next ' : ''}ADD version :one DELETE pending :ids`,
      condition: 'pending = :pending AND epoch = :epoch AND tenure = :tenure',
      names: {},
      values: {
        ':one': 1,
        ':ids': new Set(ids),
        ...(next && { ':next': next }),
        ':pending': new Set(seen.pending),
        ':epoch': seen.epoch,
        ':tenure': seen.tenure,
      },
    };
    return this.#update(seen.id, placed(change, seen));
  }

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
    return this.#act(seen.id, placed(change, next), action);
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
    return this.#update(seen.id, {
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
    return this.#act(seen.id, placed(change, { ...seen, handler: 'bot', status }), action);
  }

  returnToQueue(seen: Head, item: Escalation): Promise<Written> {
    return this.#toQueue(seen, item);
  }

  release(seen: Head, item: Escalation, action: OperatorAction): Promise<Written> {
    return this.#toQueue(seen, item, action);
  }

  #toQueue(seen: Head, item: Escalation, action?: OperatorAction): Promise<Written> {
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
    return this.#act(seen.id, placed(change, next), action);
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
    return this.#act(seen.id, placed(change, { ...seen, handler: 'bot', status: 'closed' }), action);
  }

  async reopen(seen: Head, action: OperatorAction): Promise<Written> {
    const change: Update = {
      update: 'SET #status = :open REMOVE follow_up ADD version :one',
      condition: '#status = :closed AND tenure = :tenure',
      names: { '#status': 'status' },
      values: { ':open': 'open', ':closed': 'closed', ':one': 1, ':tenure': seen.tenure },
    };
    return this.#act(seen.id, placed(change, { ...seen, status: 'open' }), action);
  }

  async addNote(note: Note): Promise<Written> {
    const added = await this.#table.both(
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
    const row = await this.#table.get(keys.entry(conversationId, id));
    const entry = row && asEntry(row);
    if (entry?.kind === 'action') return entry.action;
    return entry?.kind === 'note' ? entry.note : undefined;
  }

  /** With a row that tells of it, if somebody at the desk did it: both or neither. */
  async #act(id: string, change: Update, action: OperatorAction | undefined): Promise<Written> {
    if (!action) return this.#update(id, change);
    const done = await this.#table.both(
      { put: actionRow(action), condition: FREE },
      { key: keys.head(id), ...change },
    );
    return done ? 'written' : 'conflict';
  }

  async closeChannel({ id, epoch }: Head, at: number): Promise<void> {
    await this.#update(id, {
      update: 'SET channel.closed_at = :at ADD version :one',
      condition: 'epoch = :epoch',
      names: {},
      values: { ':one': 1, ':at': at, ':epoch': epoch },
    });
  }

  async noteStanding(conversationId: string, closed_at: number | undefined, stood: string): Promise<void> {
    const change =
      closed_at === undefined
        ? 'SET channel.stood = :stood REMOVE channel.closed_at'
        : 'SET channel.stood = :stood, channel.closed_at = :at';
    await this.#update(conversationId, {
      update: `${change} ADD version :one`,
      condition: 'attribute_exists(pk) AND (attribute_not_exists(channel.stood) OR channel.stood < :stood)',
      names: {},
      values: { ':one': 1, ':stood': stood, ...(closed_at !== undefined && { ':at': closed_at }) },
    });
  }

  async moveChat(conversationId: string, chatId: string): Promise<void> {
    await this.#update(conversationId, {
      update: 'SET channel.chat_id = :chat ADD version :one',
      condition: 'attribute_exists(pk)',
      names: {},
      values: { ':one': 1, ':chat': chatId },
    });
  }

  async markOverdue(seen: Head): Promise<Written> {
    return this.#update(seen.id, {
      update: 'SET escalation.overdue = :yes ADD version :one',
      condition: 'escalation = :item',
      names: {},
      values: { ':yes': true, ':one': 1, ':item': seen.escalation ?? null },
    });
  }

  async #update(id: string, change: Update): Promise<Written> {
    return written(await this.#table.update(keys.head(id), change));
  }

  async decisionsAfter(conversationId: string, messageId: string): Promise<HistoryItem[]> {
    const head = await this.head(conversationId);
    const { pk, prefix } = keys.entries(conversationId);
    const rows = await this.#table.pageAfter(
      { pk, prefix, after: `${prefix}${messageId}#` },
      LIMITS.rowsSearched,
    );
    return historyOf(head, rows.map(asEntry), { decisionsOnly: true });
  }

  async history(conversationId: string, page: HistoryPage): Promise<HistoryItem[]> {
    return this.#page(conversationId, page, (head, rows) => historyOf(head, rows, page));
  }

  async timeline(conversationId: string, page: TimelinePage): Promise<TimelineItem[]> {
    return this.#page(conversationId, page, timelineOf);
  }

  /** Reads on until there are as many items as a page has. */
  async #page<Item>(
    conversationId: string,
    page: TimelinePage,
    itemsOf: (head: Head | undefined, rows: EntryRow[]) => Item[],
  ): Promise<Item[]> {
    const head = await this.head(conversationId);
    const range = keys.entries(conversationId);
    const rows: Row[] = [];
    for (let before = page.before && `${range.prefix}${page.before}`; ; ) {
      const asked = page.limit * ROWS_PER_ITEM;
      const found = await this.#table.page({ ...range, before }, asked);
      rows.push(...found.filter((row) => row['sk'] !== before));
      const items = itemsOf(head, rows.map(asEntry));
      if (items.length >= page.limit || found.length < asked) return items.slice(0, page.limit);
      before = String(found.at(-1)?.['sk']);
    }
  }
}

const FREE = 'attribute_not_exists(pk)';

/** The change of a head with what it makes of its place in the inbox. */
function placed<Change extends Omit<Update, 'condition'>>(change: Change, next: Placed): Change {
  const { ik, is } = placeIn(next);
  return {
    ...change,
    update:
      `SET #ik = :ik, #is = :is${change.update.replace(/^(SET )?/, (set) => (set ? ', ' : ' '))}`.trimEnd(),
    names: { ...change.names, '#ik': 'ik', '#is': 'is' },
    values: { ...change.values, ':ik': ik, ':is': is },
  };
}

function without({ outbox }: Head, withdrawn: readonly string[]): Head['outbox'] {
  return Object.fromEntries(Object.entries(outbox).filter(([id]) => !withdrawn.includes(id)));
}

/** A reply brings its attempts along, most often one. */
const ROWS_PER_ITEM = 2;

function toMessages(rows: readonly Row[]): Message[] {
  const messages = rows.map(asEntry).flatMap((row) => (row.kind === 'message' ? [row.message] : []));
  return messages.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function written(row: Row | undefined): Written {
  return row ? 'written' : 'conflict';
}
