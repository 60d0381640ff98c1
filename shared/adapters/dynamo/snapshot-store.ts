import type { Head } from '../../domain/conversation.ts';
import type { DeskText } from '../../domain/desk-text.ts';
import { conversationOf } from '../../domain/ids.ts';
import type { Snapshots } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { toHead } from './rows.ts';
import type { Table } from './table.ts';

/** Heads and texts as they are now, in one question. */
export class DynamoSnapshots implements Snapshots {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async snapshot(
    conversations: readonly string[],
    texts: readonly string[],
  ): Promise<{ heads: Head[]; texts: DeskText[] }> {
    const rows = await this.#table.getMany([
      ...new Set(conversations).values().map(keys.head),
      ...new Set(texts).values().map((id) => keys.entry(conversationOf(id), id)),
    ]);
    return {
      heads: rows.filter(({ sk }) => sk === 'HEAD').map(toHead),
      texts: rows.flatMap(({ text }) => (text === undefined ? [] : [text as DeskText])),
    };
  }
}
