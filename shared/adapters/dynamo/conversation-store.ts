import type { Head } from '../../domain/conversation.ts';
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
import { asEntry, messageRow, toHead, turnRow } from './rows.ts';
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
    return row?.['profile'] as Profile | undefined;
  }

  async putProfile(id: string, profile: Profile): Promise<void> {
    await this.#table.put({ ...keys.profile(id), profile });
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
    const reopens = seen.status === 'closed';
    return written(
      await this.#table.update(keys.head(seen.id), {
        update: `SET #window = :window, #last = :last, #channel = :channel${reopens ? ', #status = :open' : ''} ADD pending :id, version :one, epoch :one`,
        condition: `#window = :seen${reopens ? ' AND #status = :closed' : ''}`,
        names: {
          '#window': 'window',
          '#last': 'last',
          '#channel': 'channel',
          ...(reopens && { '#status': 'status' }),
        },
        values: {
          ':window': entry.window,
          ':last': { id: entry.id, at: entry.at, digest: entry.digest },
          ':channel': entry.channel,
          ':id': new Set([entry.id]),
          ':one': 1,
          ':seen': seen.window,
          ...(reopens && { ':open': 'open', ':closed': 'closed' }),
        },
      }),
    );
  }

  async putMessage(message: Message): Promise<void> {
    await this.#table.putNew(messageRow(message));
  }

  async messages(conversationId: string, ids: readonly string[]): Promise<Message[]> {
    const rows = await this.#table.getMany(ids.map((id) => keys.entry(conversationId, id)));
    const messages = rows.map(asEntry).flatMap((row) => (row.kind === 'message' ? [row.message] : []));
    return messages.sort((a, b) => (a.id < b.id ? -1 : 1));
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
        condition: 'pending = :pending AND tenure = :tenure AND #handler = :bot AND #sequence = :seen',
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
          ':tenure': seen.tenure,
          ':bot': 'bot',
          ':seen': seen.sequence,
        },
      }),
    );
  }

  async dropPending(seen: Head, ids: readonly string[]): Promise<Written> {
    return written(
      await this.#table.update(keys.head(seen.id), {
        update: 'ADD version :one DELETE pending :ids',
        condition: 'pending = :pending',
        names: {},
        values: { ':one': 1, ':ids': new Set(ids), ':pending': new Set(seen.pending) },
      }),
    );
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

function written(row: Row | undefined): Written {
  return row ? 'written' : 'conflict';
}
