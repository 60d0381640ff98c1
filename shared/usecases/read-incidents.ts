import type { InboxEntry } from '../domain/inbox.ts';
import { type Incident, idsOf, isOpen } from '../domain/incident.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Inbox, IncidentLinks, Incidents } from '../ports.ts';
import { readIncident } from './change-incident.ts';
import { linkedPage } from './merged-incidents.ts';

export interface ReadIncidentPorts {
  incidents: Pick<Incidents, 'board' | 'incident' | 'incidents'>;
  links: Pick<IncidentLinks, 'linked' | 'linkedAmongst' | 'count'>;
  inbox: Pick<Inbox, 'entries'>;
}

/** Open ones first, whatever the limit, then those that are over, each newest first. */
export async function listIncidents(
  { incidents }: Pick<ReadIncidentPorts, 'incidents'>,
  { limit, before }: { limit: number; before?: string | undefined },
): Promise<{ found: Incident[]; next?: { before: string } | undefined }> {
  const open = before === undefined ? await openOnes(incidents) : [];
  const room = Math.max(0, limit - open.length);
  const asked = room + LIMITS.incidentsOpen;
  const read = await incidents.incidents({ limit: asked, before });
  const over = read.filter((incident) => !isOpen(incident));
  const shown = over.slice(0, room);
  // Open ones stand among them, and are passed over.
  const more = over.length > room || read.length === asked;
  const last = over.length > room ? shown.at(-1) : read.at(-1);
  return { found: [...open, ...shown], ...(more && { next: { before: last?.id ?? NEWEST } }) };
}

/** Sorts behind every id. */
const NEWEST = `inc_${'Z'.repeat(20)}`;

async function openOnes(incidents: ReadIncidentPorts['incidents']): Promise<Incident[]> {
  const { open } = await incidents.board();
  const found = await Promise.all(open.map(({ id }) => incidents.incident(id)));
  return found
    .flatMap((incident) => (incident && isOpen(incident) ? [incident] : []))
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** One incident, and how many clients have reported it, or what was merged into it. @throws Fault incident.unknown */
export async function showIncident(
  ports: ReadIncidentPorts,
  id: string,
): Promise<{ incident: Incident; linked: number }> {
  const incident = await readIncident(ports, id);
  if (incident.settled) return { incident, linked: incident.settled.linked };
  const counts = await Promise.all(idsOf(incident).map((one) => ports.links.count(one)));
  const linked = counts.reduce((sum, count) => sum + count, 0);
  return { incident, linked: Math.min(linked, LIMITS.linksCounted) };
}

/** The conversations of whoever has reported it, as this operator sees them. @throws Fault incident.unknown */
export async function linkedConversations(
  ports: ReadIncidentPorts,
  id: string,
  reader: string,
  page: { limit: number; after?: string | undefined },
): Promise<{ found: InboxEntry[]; next?: { after: string } | undefined }> {
  const incident = await readIncident(ports, id);
  const ids: string[] = [];
  let next = page.after;
  // A shard may have few of them, or none.
  for (
    let round = 0;
    round < LIMITS.incidentShards * idsOf(incident).length && ids.length < page.limit;
    round++
  ) {
    const read = await linkedPage(ports, incident, { limit: page.limit - ids.length, after: next });
    ids.push(...read.items);
    next = read.next;
    if (next === undefined) break;
  }
  const found = ids.length === 0 ? [] : await ports.inbox.entries(ids, reader);
  return { found, next: next === undefined ? undefined : { after: next } };
}
