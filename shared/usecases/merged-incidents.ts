import { type Incident, idsOf } from '../domain/incident.ts';
import { LIMITS } from '../domain/limits.ts';
import type { IncidentLinks, Incidents, RowsAsked, RowsFound } from '../ports.ts';

/** A page of rows of several incidents, of one after the other; cursors of the first are as they are without the others. */
export async function pageOfAll<T>(
  ids: readonly string[],
  { limit, after }: RowsAsked,
  read: (id: string, page: RowsAsked) => Promise<RowsFound<T>>,
): Promise<RowsFound<T> & { of: number }> {
  const [of, within] = placeIn(after);
  const id = ids[of];
  if (id === undefined) return { of, items: [] };
  const { items, next } = await read(id, { limit, after: within });
  if (next !== undefined) return { of, items, next: of === 0 ? next : `${of}/${next}` };
  return of + 1 < ids.length ? { of, items, next: `${of + 1}/` } : { of, items };
}

function placeIn(after: string | undefined): [of: number, within: string | undefined] {
  if (!after?.includes('/')) return [0, after];
  const [of = '0', within] = after.split('/');
  return [Number(of), within === '' ? undefined : within];
}

/** Conversations of whoever has reported it, or what was merged into it, each once. */
export async function linkedPage(
  { links }: { links: Pick<IncidentLinks, 'linked' | 'linkedAmongst'> },
  incident: Pick<Incident, 'id' | 'merged'>,
  page: RowsAsked,
): Promise<RowsFound<string>> {
  const ids = idsOf(incident);
  const { of, items, next } = await pageOfAll(ids, page, (id, asked) => links.linked(id, asked));
  const found = items.map(({ conversation_id }) => conversation_id);
  const before = await Promise.all(ids.slice(0, of).map((id) => links.linkedAmongst(id, found)));
  const met = new Set(before.flat().map(({ conversation_id }) => conversation_id));
  return { items: found.filter((id) => !met.has(id)), next };
}

/** The incidents under any of which a client may have been told what this one tells: those that it is now, or has become part of. */
export async function toldTogether(
  { incidents }: { incidents: Pick<Incidents, 'incident'> },
  id: string,
): Promise<string[]> {
  let incident: Incident | undefined = await incidents.incident(id);
  for (let merges = 0; incident?.merged_into && merges < LIMITS.incidentsMerged; merges++)
    incident = await incidents.incident(incident.merged_into);
  return incident ? idsOf(incident) : [id];
}
