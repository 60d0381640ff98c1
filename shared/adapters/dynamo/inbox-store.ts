import { type InboxEntry, type ReadMark, type Stretch, unreadOf } from '../../domain/inbox.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Message, Profile } from '../../domain/message.ts';
import type { Inbox, Listed } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { asEntry, expiry, toHead, toProfile } from './rows.ts';
import type { Row, Table } from './table.ts';

/** The lists of conversations, by the index `desk`. */
export class DynamoInbox implements Inbox {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async listed(
    { list, from, to }: Stretch,
    { limit, after }: { limit: number; after?: string | undefined },
  ): Promise<Listed[]> {
    const more = after === undefined ? limit : limit + 1;
    const rows = await this.#table.indexed(keys.inbox(list), { from: after ?? from, to, limit: more });
    const listed = rows.map((row) => ({
      conversation_id: String(row['pk']).slice(keys.head('').pk.length),
      order: String(row['is']),
    }));
    return listed.filter(({ order }) => order !== after).slice(0, limit);
  }

  async entries(ids: readonly string[], reader: string): Promise<InboxEntry[]> {
    const rows = new Rows(
      await this.#table.getMany(
        ids.flatMap((id) => [keys.head(id), keys.profile(id), keys.readMark(id, reader)]),
      ),
    );
    const heads = ids.flatMap((id) => {
      const row = rows.of(keys.head(id));
      return row ? [toHead(row)] : [];
    });
    const last = new Rows(await this.#table.getMany(heads.map((head) => keys.entry(head.id, head.last.id))));
    return heads.map((head) => ({
      head,
      profile: profileIn(rows.of(keys.profile(head.id))),
      last: messageIn(last.of(keys.entry(head.id, head.last.id))),
      unread: unreadOf(head, rows.of(keys.readMark(head.id, reader)) as ReadMark | undefined),
    }));
  }

  async markRead(conversationId: string, reader: string, { epoch }: ReadMark, at: number): Promise<void> {
    await this.#table.update(keys.readMark(conversationId, reader), {
      update: 'SET epoch = :epoch, expires_at = :expiry',
      condition: 'attribute_not_exists(pk) OR epoch < :epoch',
      names: {},
      values: { ':epoch': epoch, ':expiry': expiry(at + LIMITS.messagesKept) },
    });
  }
}

/** Rows that came in no order, by their keys. */
class Rows {
  readonly #rows: Map<string, Row>;

  constructor(rows: readonly Row[]) {
    this.#rows = new Map(rows.map((row) => [`${row['pk']}\n${row['sk']}`, row]));
  }

  of({ pk, sk }: { pk: string; sk: string }): Row | undefined {
    return this.#rows.get(`${pk}\n${sk}`);
  }
}

function profileIn(row: Row | undefined): Profile {
  return row ? toProfile(row) : {};
}

function messageIn(row: Row | undefined): Message | undefined {
  const entry = row && asEntry(row);
  return entry?.kind === 'message' ? entry.message : undefined;
}
