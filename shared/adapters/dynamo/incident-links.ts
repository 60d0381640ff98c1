import { shardOf } from '../../domain/ids.ts';
import type { IncidentLink, IncidentStage, Told } from '../../domain/incident.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { IncidentLinks, RowsAsked, RowsFound, ToldClients } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Row, Table } from './table.ts';

/** Who has reported an incident, and who was told of it: each client a row, in partitions that spread. */
export class DynamoIncidentLinks implements IncidentLinks, ToldClients {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async link(link: IncidentLink): Promise<'written' | 'known'> {
    const { incident_id, conversation_id } = link;
    const row = {
      ...keys.incidentLink(incident_id, shardIn(conversation_id), conversation_id),
      kind: 'incident_link',
      link,
      expires_at: expiry(link.at + LIMITS.incidentRowsKept),
    };
    return (await this.#table.putNew(row)) ? 'known' : 'written';
  }

  async count(incidentId: string): Promise<number> {
    let counted = 0;
    for (let shard = 0; shard < LIMITS.incidentShards && counted < LIMITS.linksCounted; shard++) {
      const left = LIMITS.linksCounted - counted;
      counted += (await this.#table.page(keys.incidentLinks(incidentId, shard), left)).length;
    }
    return counted;
  }

  linked(incidentId: string, page: RowsAsked): Promise<RowsFound<IncidentLink>> {
    const range = (shard: number) => keys.incidentLinks(incidentId, shard);
    return this.#shards(range, page, (row) => row['link'] as IncidentLink);
  }

  async linkedAmongst(incidentId: string, conversationIds: readonly string[]): Promise<IncidentLink[]> {
    const rows = await this.#table.getMany(
      conversationIds.map((id) => keys.incidentLink(incidentId, shardIn(id), id)),
    );
    return rows.map((row) => row['link'] as IncidentLink);
  }

  async reserve(told: Told): Promise<Told | undefined> {
    const there = await this.#table.putNew(toldRow(told));
    const kept = there?.['told'] as Told | undefined;
    return kept?.by === told.by ? undefined : kept;
  }

  takeOver(told: Told, seen: Told): Promise<boolean> {
    return this.#table.replace(toldRow(told), 'told = :seen', { ':seen': seen });
  }

  async amongst(
    incidentId: string,
    stage: IncidentStage,
    conversationIds: readonly string[],
  ): Promise<Told[]> {
    const rows = await this.#table.getMany(
      conversationIds.map((id) => keys.told(incidentId, stage, shardIn(id), id)),
    );
    return rows.map((row) => row['told'] as Told);
  }

  told(incidentId: string, stage: IncidentStage, page: RowsAsked): Promise<RowsFound<Told>> {
    const range = (shard: number) => keys.allTold(incidentId, stage, shard);
    return this.#shards(range, page, (row) => row['told'] as Told);
  }

  /** Shard after shard; a page ends with one, so it may be short although more follow. */
  async #shards<T>(
    range: (shard: number) => { pk: string; prefix: string },
    { limit, after }: RowsAsked,
    read: (row: Row) => T,
  ): Promise<RowsFound<T>> {
    const [shard, seen = ''] = placeIn(after);
    const rows = await this.#table.pageAfter({ ...range(shard), after: seen }, limit + 1);
    const fresh = rows.filter((row) => row['sk'] !== seen);
    const shown = fresh.slice(0, limit);
    const items = shown.map(read);
    if (fresh.length > limit) return { items, next: `${shard}#${shown.at(-1)?.['sk']}` };
    // What was left off for the row that was seen before.
    if (rows.length > limit) return { items, next: `${shard}#${fresh.at(-1)?.['sk']}` };
    return shard + 1 < LIMITS.incidentShards ? { items, next: `${shard + 1}#` } : { items };
  }
}

function placeIn(after: string | undefined): [shard: number, seen: string | undefined] {
  const [shard = '0', seen] = (after ?? '').split('#');
  return [Number(shard), seen === '' ? undefined : seen];
}

function shardIn(conversationId: string): number {
  return shardOf(conversationId, LIMITS.incidentShards);
}

function toldRow(told: Told) {
  const { incident_id, stage, conversation_id, at } = told;
  return {
    ...keys.told(incident_id, stage, shardIn(conversation_id), conversation_id),
    kind: 'told',
    told,
    expires_at: expiry(at + LIMITS.incidentRowsKept),
  };
}
