import type { Incident, IncidentLink, IncidentStage, Told } from '../../domain/incident.ts';
import { type Board, EMPTY_BOARD } from '../../domain/incident-board.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { IncidentLinks, Incidents, RowsAsked, RowsFound, ToldClients, Written } from '../../ports.ts';
import { copy } from './copy.ts';

/** Incidents and their board in memory. */
export class MemoryIncidents implements Incidents {
  readonly #rows = new Map<string, Incident>();
  #board: Board = EMPTY_BOARD;

  async board(): Promise<Board> {
    return copy(this.#board);
  }

  async incident(id: string): Promise<Incident | undefined> {
    return copy(this.#rows.get(id));
  }

  async incidents({ limit, before }: { limit: number; before?: string | undefined }): Promise<Incident[]> {
    return [...this.#rows.values()]
      .filter(({ id }) => before === undefined || id < before)
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .slice(0, limit)
      .map(copy);
  }

  async change(seen: number, board: Board, ...incidents: Incident[]): Promise<Written> {
    const isAsSeen = incidents.every((incident) => this.#isAsSeen(incident));
    if (this.#board.revision !== seen || !isAsSeen) return 'conflict';
    this.#board = copy(board);
    for (const incident of incidents) this.#put(incident, incident);
    return 'written';
  }

  async keep(seen: Incident, next: Incident): Promise<Written> {
    if (seen.revision === 0 || !this.#isAsSeen(seen)) return 'conflict';
    return this.#put(seen, next);
  }

  #put({ revision }: Incident, next: Incident): Written {
    this.#rows.set(next.id, copy({ ...next, revision: revision + 1 }));
    return 'written';
  }

  #isAsSeen({ id, revision }: Incident): boolean {
    return (this.#rows.get(id)?.revision ?? 0) === revision;
  }
}

/** Who has reported incidents, and who was told of them, in memory. */
export class MemoryIncidentLinks implements IncidentLinks, ToldClients {
  readonly #links = new Map<string, IncidentLink>();
  readonly #told = new Map<string, Told>();

  async link(link: IncidentLink): Promise<'written' | 'known'> {
    const key = `${link.incident_id}#${link.conversation_id}`;
    if (this.#links.has(key)) return 'known';
    this.#links.set(key, copy(link));
    return 'written';
  }

  async linked(incidentId: string, page: RowsAsked): Promise<RowsFound<IncidentLink>> {
    return pageOf(this.#links, `${incidentId}#`, page);
  }

  async linkedAmongst(incidentId: string, conversationIds: readonly string[]): Promise<IncidentLink[]> {
    return conversationIds.flatMap((id) => copy(this.#links.get(`${incidentId}#${id}`)) ?? []);
  }

  async count(incidentId: string): Promise<number> {
    const all = [...this.#links.keys()].filter((key) => key.startsWith(`${incidentId}#`));
    return Math.min(all.length, LIMITS.linksCounted);
  }

  async reserve(told: Told): Promise<Told | undefined> {
    const key = placeOf(told);
    const there = this.#told.get(key);
    if (there) return there.by === told.by ? undefined : copy(there);
    this.#told.set(key, copy(told));
    return undefined;
  }

  async takeOver(told: Told, { by, at }: Told): Promise<boolean> {
    const there = this.#told.get(placeOf(told));
    if (there?.by !== by || there.at !== at) return false;
    this.#told.set(placeOf(told), copy(told));
    return true;
  }

  async amongst(
    incident_id: string,
    stage: IncidentStage,
    conversationIds: readonly string[],
  ): Promise<Told[]> {
    return conversationIds.flatMap(
      (conversation_id) => copy(this.#told.get(placeOf({ incident_id, stage, conversation_id }))) ?? [],
    );
  }

  find(kept: Kept): IncidentLink | Told | undefined {
    if (kept.kind === 'told') return this.#told.get(placeOf(kept));
    return this.#links.get(`${kept.incident_id}#${kept.conversation_id}`);
  }

  forget(kept: Kept): void {
    if (kept.kind === 'told') this.#told.delete(placeOf(kept));
    else this.#links.delete(`${kept.incident_id}#${kept.conversation_id}`);
  }

  async told(incidentId: string, stage: IncidentStage, page: RowsAsked): Promise<RowsFound<Told>> {
    return pageOf(this.#told, `${incidentId}#${stage}#`, page);
  }
}

/** What is kept of one client: that it has reported an incident, or was told of a stage of it. */
type Kept = { incident_id: string; conversation_id: string } & (
  | { kind: 'link' }
  | { kind: 'told'; stage: IncidentStage }
);

function placeOf({
  incident_id,
  stage,
  conversation_id,
}: Pick<Told, 'incident_id' | 'stage' | 'conversation_id'>) {
  return `${incident_id}#${stage}#${conversation_id}`;
}

function pageOf<T>(
  rows: ReadonlyMap<string, T>,
  prefix: string,
  { limit, after = '' }: RowsAsked,
): RowsFound<T> {
  const found = [...rows]
    .filter(([key]) => key.startsWith(prefix) && key > `${prefix}${after}`)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const last = found[limit - 1]?.[0].slice(prefix.length);
  const items = found.slice(0, limit).map(([, row]) => copy(row));
  return found.length > limit && last !== undefined ? { items, next: last } : { items };
}
