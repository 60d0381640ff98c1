import { createHash } from 'node:crypto';
import type { Head } from '../../domain/conversation.ts';
import type { ClientList, ListedClient } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import type { Key, Row, Table } from './table.ts';

/** Partitions that all clients are spread over, so that none becomes hot. */
const CLIENT_SHARDS = 4;
const SHARDS = Array.from({ length: CLIENT_SHARDS }, (_, shard) => shard);

/** Clients by their ids. */
export class DynamoClientList implements ClientList {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async starting(
    prefix: string,
    { limit, after }: { limit: number; after?: ListedClient | undefined },
  ): Promise<ListedClient[]> {
    const from = after && nameOf(after);
    const shards = await Promise.all(
      SHARDS.map((shard) => {
        const range = keys.clients(shard, prefix);
        return this.#table.pageAfter({ ...range, after: from ? `${from} ` : prefix }, limit);
      }),
    );
    const found = shards.flat().map(listedIn);
    return found.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)).slice(0, limit);
  }
}

/** Where a client is listed. */
export function clientKey({ partner, client_id }: ListedClient): Key {
  const [first = 0] = createHash('sha256').update(client_id).digest();
  return keys.client(first % CLIENT_SHARDS, client_id, partner);
}

export function clientRow({ partner, client_id }: Pick<Head, 'partner' | 'client_id'>): Row & Key {
  return { ...clientKey({ partner, client_id }), kind: 'client', partner, client_id };
}

function listedIn(row: Row): ListedClient {
  return { client_id: String(row['client_id']), partner: String(row['partner']) };
}

function nameOf({ client_id, partner }: ListedClient): string {
  return `${client_id}#${partner}`;
}
