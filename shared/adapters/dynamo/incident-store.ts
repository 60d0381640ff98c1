import type { Incident } from '../../domain/incident.ts';
import { type Board, EMPTY_BOARD } from '../../domain/incident-board.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Incidents, Written } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Row, RowChange, Table } from './table.ts';

/** Incidents, and the board that tells which are open, all in one partition. */
export class DynamoIncidents implements Incidents {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async board(): Promise<Board> {
    const row = await this.#table.get(keys.incidentBoard());
    return (row?.['board'] as Board | undefined) ?? EMPTY_BOARD;
  }

  async incident(id: string): Promise<Incident | undefined> {
    return incidentIn(await this.#table.get(keys.incident(id)));
  }

  async incidents({ limit, before }: { limit: number; before?: string | undefined }): Promise<Incident[]> {
    // A page begins with the row it is told, which its caller has seen.
    const rows = await this.#table.page({ ...keys.incidents(), before }, limit + 1);
    const fresh = rows.filter((row) => row['sk'] !== before).slice(0, limit);
    return fresh.flatMap((row) => incidentIn(row) ?? []);
  }

  async change(seen: number, board: Board, ...incidents: Incident[]): Promise<Written> {
    const row = { ...keys.incidentBoard(), kind: 'incident_board', board, revision: board.revision };
    const changed = await this.#table.all([
      { put: row, ...unchanged(seen) },
      ...incidents.map((incident) => ({ put: incidentRow(incident), ...unchanged(incident.revision) })),
    ]);
    return changed ? 'written' : 'conflict';
  }

  async keep(seen: Incident, next: Incident): Promise<Written> {
    const row = incidentRow({ ...next, revision: seen.revision });
    const kept = await this.#table.replace(row, 'revision = :seen', { ':seen': seen.revision });
    return kept ? 'written' : 'conflict';
  }
}

function unchanged(revision: number): Pick<RowChange, 'condition' | 'values'> {
  if (revision === 0) return { condition: 'attribute_not_exists(pk)' };
  return { condition: 'revision = :seen', values: { ':seen': revision } };
}

function incidentRow(seen: Incident) {
  const incident = { ...seen, revision: seen.revision + 1 };
  const { ended_at } = incident;
  return {
    ...keys.incident(incident.id),
    kind: 'incident',
    incident,
    revision: incident.revision,
    ...(ended_at !== undefined && { expires_at: expiry(ended_at + LIMITS.incidentsKept) }),
  };
}

/** An incident in its row, such as the stream shows it. */
export function incidentIn(row: Row | undefined): Incident | undefined {
  return row?.['incident'] as Incident | undefined;
}
