import type { Head } from '../../domain/conversation.ts';
import { firstIdOf, timeOf } from '../../domain/ids.ts';
import { LIMITS } from '../../domain/limits.ts';
import { SAID_SHARDS, type Stretched } from '../../domain/said.ts';
import type { SaidByDay, SaidIds } from '../../ports.ts';
import { stretchedOf } from '../history.ts';
import { keys } from './access-patterns.ts';
import { asEntry, toHead } from './rows.ts';
import type { Row, Table } from './table.ts';

const SHARDS = Array.from({ length: SAID_SHARDS }, (_, shard) => shard);
const PER_SHARD = LIMITS.saidAtOnce / SAID_SHARDS;

/** What was said, by day: the index tells which ids there are, their conversations what stands there. */
export class DynamoSaidByDay implements SaidByDay {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async onDay(day: string, { from, to }: { from: string; to: string }): Promise<SaidIds> {
    const range = { from, to, limit: PER_SHARD, backwards: true } as const;
    const shards = await Promise.all(
      SHARDS.map(async (shard) => {
        const rows = await this.#table.indexed(keys.said(day, shard), range);
        return rows.map((row) => String(row['is']));
      }),
    );
    // Where one shard was not read to its end, nothing is known of what is older than its last one.
    const known = shards.map((ids) => (ids.length < PER_SHARD ? '' : (ids.at(-1) ?? '')));
    const since = known.toSorted().at(-1) ?? '';
    const ids = shards.flat().filter((id) => id >= since);
    return { ids: ids.toSorted().toReversed(), more: since !== '' };
  }

  async stretch(conversationId: string, from: string, to: string): Promise<Stretched & { rows: number }> {
    const { pk, prefix } = keys.entries(conversationId);
    const behind = firstIdOf(timeOf(to) + 2);
    return stretchedIn(await this.#table.between(pk, `${prefix}${from}`, `${prefix}${behind}`));
  }

  async from(conversationId: string, id: string): Promise<Stretched & { rows: number }> {
    const range = keys.entries(conversationId);
    const after = `${range.prefix}${id}`;
    return stretchedIn(await this.#table.pageAfter({ ...range, after }, LIMITS.searchedTurnRows));
  }

  async heads(ids: readonly string[]): Promise<Head[]> {
    return (await this.#table.getMany(ids.map(keys.head))).map(toHead);
  }
}

function stretchedIn(rows: readonly Row[]): Stretched & { rows: number } {
  const { prefix } = keys.entries('');
  const forgotten = rows.filter((row) => asEntry(row).kind === 'forgotten');
  return {
    ...stretchedOf(rows.map(asEntry)),
    forgotten: forgotten.map(({ sk }) => String(sk).slice(prefix.length)),
    rows: rows.length,
  };
}
