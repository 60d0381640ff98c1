import type { Connection } from '../../domain/connection.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Connections } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Row, Table } from './table.ts';

/** Open sockets, all in one partition, so that one question finds whom to tell. Their rows live by wall time. */
export class DynamoConnections implements Connections {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async put(connection: Connection): Promise<void> {
    await this.#table.put({
      ...keys.connection(connection.id),
      kind: 'connection',
      ...connection,
      clock: 'wall',
      expires_at: expiry(connection.until),
    });
  }

  async connection(id: string): Promise<Connection | undefined> {
    const row = await this.#table.get(keys.connection(id));
    return row && toConnection(row);
  }

  async remove(id: string): Promise<void> {
    await this.#table.remove(keys.connection(id));
  }

  async view(id: string, conversationId: string | undefined): Promise<boolean> {
    const row = await this.#table.update(keys.connection(id), {
      update: conversationId === undefined ? 'REMOVE viewing' : 'SET viewing = :conversation',
      condition: 'kind = :kind',
      names: {},
      values: {
        ':kind': 'connection',
        ...(conversationId !== undefined && { ':conversation': conversationId }),
      },
    });
    return row !== undefined;
  }

  async all(): Promise<Connection[]> {
    return (await this.#table.page(keys.connections(), LIMITS.connections)).map(toConnection);
  }
}

function toConnection(row: Row): Connection {
  const { pk: _pk, sk: _sk, kind: _kind, clock: _clock, expires_at: _expires, ...connection } = row;
  return connection as unknown as Connection;
}
