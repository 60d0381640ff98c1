import type { Connection } from '../../domain/connection.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Connections } from '../../ports.ts';

/** Open sockets, in memory. */
export class MemoryConnections implements Connections {
  readonly #rows = new Map<string, Connection>();

  async put(connection: Connection): Promise<void> {
    this.#rows.set(connection.id, structuredClone(connection));
  }

  async connection(id: string): Promise<Connection | undefined> {
    return structuredClone(this.#rows.get(id));
  }

  async remove(id: string): Promise<void> {
    this.#rows.delete(id);
  }

  async view(id: string, conversationId: string | undefined): Promise<boolean> {
    const { viewing: _before, ...row } = this.#rows.get(id) ?? {};
    if (!this.#rows.has(id)) return false;
    const next = { ...row, ...(conversationId !== undefined && { viewing: conversationId }) };
    this.#rows.set(id, next as Connection);
    return true;
  }

  async all(): Promise<Connection[]> {
    return [...this.#rows.values()].slice(0, LIMITS.connections).map((row) => structuredClone(row));
  }
}
