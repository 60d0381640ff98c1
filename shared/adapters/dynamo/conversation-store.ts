import type { Head } from '../../domain/conversation.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Message, Profile } from '../../domain/message.ts';
import type { Turn } from '../../domain/turn.ts';
import type {
  AdmittedMessage,
  Conversations,
  HistoryItem,
  HistoryPage,
  TurnChange,
  Written,
} from '../../ports.ts';
import { historyOf } from '../history.ts';
import { newHead } from '../new-head.ts';
import { keys } from './access-patterns.ts';
import { asEntry, forgottenRow, messageRow, toHead, turnRow } from './rows.ts';
import type { Row, Table } from './table.ts';

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

  async putProfile(id: string, changes: Profile): Promise<void> {
    await this.#table.set(keys.profile(id), changes);
  }

  admit(seen: Head | undefined, entry: AdmittedMessage): Promise<Written> {
    return seen ? this.#admitAgain(seen, entry) : this.#admitFirst(entry);
  }

  async #admitFirst(entry: AdmittedMessage): Promise<Written> {
    const head = newHead(entry);
    const row = { ...keys.head(head.id), ...head, pending: new Set(head.pending) };
    return (await this.#table.putNew(row)) ? 'conflict' : 'written';
  }

  async #admitAgain(seen: Head, entry: AdmittedMessage): Promise<Written> {
    return written(
      await this.#table.update(keys.head(seen.id), {
        update:
          'SET #window = :window, #last = :last, #channel = :channel, #status = :next ADD pending :id, version :one, epoch :one',
        condition: '#window = :seen AND #status = :status',
        names: { '#window': 'window', '#last': 'last', '#channel': 'channel', '#status': 'status' },
        values: {
          ':window': entry.window,
          ':last': { id: entry.id, at: entry.at, digest: entry.digest },
          ':channel': entry.channel,
          ':next': seen.status === 'closed' ? 'open' : seen.status,
          ':id': new Set([entry.id]),
          ':one': 1,
          ':seen': seen.window,
          ':status': seen.status,
        },
      }),
    );
  }

  async putMessage(message: Message): Promise<'written' | 'known' | 'forgotten'> {
    const there = await this.#table.putNew(messageRow(message));
    if (!there) return 'written';
    return asEntry(there).kind === 'forgotten' ? 'forgotten' : 'known';
  }

  async restore(message: Message): Promise<Written> {
    const restored = await this.#table.both(
      { put: messageRow(message), condition: 'kind = :forgotten', values: { ':forgotten': 'forgotten' } },
      {
        key: keys.head(message.conversation_id),
        // The epoch tells whoever is about to take the id off, and does not see that it came anew.
        update: 'ADD pending :id, version :one, epoch :one',
        condition: 'attribute_exists(pk)',
        names: {},
        values: { ':id': new Set([message.id]), ':one': 1 },
      },
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

  async draftTurn(turn: Turn): Promise<Turn> {
    const there = await this.#table.putNew(turnRow(turn));
    return there ? (there['turn'] as Turn) : turn;
  }

  async turn(conversationId: string, id: string): Promise<Turn | undefined> {
    const row = await this.#table.get(keys.entry(conversationId, id));
    return row?.['turn'] as Turn | undefined;
  }

  async commitTurn(seen: Head, turn: Turn, change: TurnChange): Promise<Written> {
    const { escalation, tallies, entry, decided } = change;
    const sets = [
      'outbox.#text = :entry, #sequence = :sequence, last_due = :due, greeted = :yes',
      'unsettled = :unsettled, unsure = :unsure, scenario = :scenario',
      ...(escalation ? ['escalation = :escalation, #status = :escalated'] : []),
    ];
    return written(
      await this.#table.update(keys.head(seen.id), {
        update: `SET ${sets.join(', ')} ADD version :one DELETE pending :decided`,
        condition:
          'pending = :pending AND epoch = :epoch AND tenure = :tenure AND #handler = :bot AND #sequence = :seen',
        names: {
          '#text': turn.id,
          '#sequence': 'sequence',
          '#handler': 'handler',
          ...(escalation && { '#status': 'status' }),
        },
        values: {
          ':entry': entry,
          ':sequence': turn.sequence,
          ':due': entry.due,
          ':yes': true,
          ':unsettled': tallies.unsettled,
          ':unsure': tallies.unsure,
          ':scenario': turn.classification.scenario,
          ...(escalation && { ':escalation': escalation, ':escalated': 'escalated' }),
          ':one': 1,
          ':decided': new Set(decided),
          ':pending': new Set(seen.pending),
          ':epoch': seen.epoch,
          ':tenure': seen.tenure,
          ':bot': 'bot',
          ':seen': seen.sequence,
        },
      }),
    );
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

  async dropPending(seen: Head, ids: readonly string[]): Promise<Written> {
    return written(
      await this.#table.update(keys.head(seen.id), {
        update: 'ADD version :one DELETE pending :ids',
        condition: 'pending = :pending AND epoch = :epoch',
        names: {},
        values: { ':one': 1, ':ids': new Set(ids), ':pending': new Set(seen.pending), ':epoch': seen.epoch },
      }),
    );
  }

  async take(seen: Head, operator: string, withdrawn: readonly string[]): Promise<Written> {
    const kept = Object.entries(seen.outbox).filter(([id]) => !withdrawn.includes(id));
    return written(
      await this.#table.update(keys.head(seen.id), {
        update:
          'SET #handler = :operator, assignee = :assignee, outbox = :kept ADD tenure :one, version :one',
        condition: 'tenure = :tenure AND #handler = :handler AND outbox = :outbox',
        names: { '#handler': 'handler' },
        values: {
          ':operator': 'operator',
          ':assignee': operator,
          ':kept': Object.fromEntries(kept),
          ':one': 1,
          ':tenure': seen.tenure,
          ':handler': seen.handler,
          ':outbox': seen.outbox,
        },
      }),
    );
  }

  async handBack(seen: Head): Promise<Written> {
    return written(
      await this.#table.update(keys.head(seen.id), {
        update: 'SET #handler = :bot REMOVE assignee ADD tenure :one, version :one',
        condition: 'tenure = :tenure AND #handler = :handler',
        names: { '#handler': 'handler' },
        values: { ':bot': 'bot', ':one': 1, ':tenure': seen.tenure, ':handler': seen.handler },
      }),
    );
  }

  async repliesAfter(conversationId: string, messageId: string): Promise<HistoryItem[]> {
    const head = await this.head(conversationId);
    const { pk, prefix } = keys.entries(conversationId);
    const rows = await this.#table.pageAfter(
      { pk, prefix, after: `${prefix}${messageId}#` },
      LIMITS.rowsSearched,
    );
    return historyOf(head, rows.map(asEntry), true);
  }

  async history(conversationId: string, page: HistoryPage): Promise<HistoryItem[]> {
    const head = await this.head(conversationId);
    const range = keys.entries(conversationId);
    const rows: Row[] = [];
    for (let before = page.before && `${range.prefix}${page.before}`; ; ) {
      const asked = page.limit * ROWS_PER_ITEM;
      const found = await this.#table.page({ ...range, before }, asked);
      rows.push(...found.filter((row) => row['sk'] !== before));
      const items = historyOf(head, rows.map(asEntry), page.repliesOnly);
      if (items.length >= page.limit || found.length < asked) return items.slice(0, page.limit);
      before = String(found.at(-1)?.['sk']);
    }
  }
}

/** A reply brings its attempts along, most often one. */
const ROWS_PER_ITEM = 2;

function toMessages(rows: readonly Row[]): Message[] {
  const messages = rows.map(asEntry).flatMap((row) => (row.kind === 'message' ? [row.message] : []));
  return messages.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function toProfile({ pk: _pk, sk: _sk, ...profile }: Row): Profile {
  return profile;
}

function written(row: Row | undefined): Written {
  return row ? 'written' : 'conflict';
}
