import type { Broadcast } from '../../domain/broadcast.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Broadcasts, Written } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Row, Table } from './table.ts';

/** Broadcasts in one partition, so that one question lists them; those of an incident are listed under it besides. */
export class DynamoBroadcasts implements Broadcasts {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async broadcast(id: string): Promise<Broadcast | undefined> {
    const row = await this.#table.get(keys.broadcast(id));
    return row && broadcastIn(row);
  }

  async put(broadcast: Broadcast): Promise<void> {
    const { id, incident_id, at } = broadcast;
    if (incident_id !== null) {
      const expires_at = expiry(at + LIMITS.broadcastsKept);
      await this.#table.put({ ...keys.broadcastOf(incident_id, id), kind: 'broadcast_of', expires_at });
    }
    await this.#table.putNew(broadcastRow(broadcast));
  }

  async save(seen: Broadcast, next: Broadcast): Promise<Written> {
    const row = broadcastRow({ ...next, revision: seen.revision + 1 });
    const kept = await this.#table.replace(row, 'revision = :seen', { ':seen': seen.revision });
    return kept ? 'written' : 'conflict';
  }

  async list({ limit, before }: { limit: number; before?: string | undefined }): Promise<Broadcast[]> {
    // What it is to come before may be among them.
    const rows = await this.#table.page({ ...keys.broadcasts(), before }, limit + 1);
    const broadcasts = rows.map(broadcastIn);
    return broadcasts.filter(({ id }) => id !== before).slice(0, limit);
  }

  async ofIncident(incidentId: string): Promise<string[]> {
    const rows = await this.#table.page(keys.broadcastsOf(incidentId), LIMITS.broadcastsOfIncident);
    return rows.map((row) => String(row['sk']));
  }
}

export function broadcastIn(row: Row): Broadcast {
  return row['broadcast'] as Broadcast;
}

function broadcastRow(broadcast: Broadcast) {
  return {
    ...keys.broadcast(broadcast.id),
    kind: 'broadcast',
    revision: broadcast.revision,
    broadcast,
    expires_at: expiry(broadcast.at + LIMITS.broadcastsKept),
  };
}
