import type { BroadcastPlan } from '../domain/broadcast.ts';
import { Fault } from '../domain/errors.ts';
import type { Handbook } from '../domain/handbook.ts';
import { noticeId } from '../domain/ids.ts';
import { type Incident, idsOf, type Telling } from '../domain/incident.ts';
import { hasWork } from '../domain/incident-changes.ts';
import { groupedUnder, waitsForEnd } from '../domain/incident-report.ts';
import { textsOf } from '../domain/incident-texts.ts';
import { LIMITS } from '../domain/limits.ts';
import type {
  Broadcaster,
  Conversations,
  Handbooks,
  IncidentLinks,
  IncidentSignal,
  Incidents,
  Journal,
  Lane,
  ToldClients,
} from '../ports.ts';
import { inParallel } from './in-parallel.ts';
import { linkedPage } from './merged-incidents.ts';
import { closeConversation, type SettlePorts } from './settle-conversation.ts';

export interface IncidentWorkPorts extends SettlePorts {
  conversations: SettlePorts['conversations'] & Pick<Conversations, 'noteIncident'>;
  incidents: Pick<Incidents, 'incident' | 'keep'>;
  links: Pick<IncidentLinks, 'link' | 'linked' | 'linkedAmongst'>;
  toldClients: Pick<ToldClients, 'amongst'>;
  broadcaster: Broadcaster;
  handbooks: Handbooks;
  incidentLane: Lane<IncidentSignal>;
  journal: Journal;
}

/**
 * Takes one step of what follows a change of an incident: starts broadcasts, links whoever had reported it before, closes
 * what waited for its end. Every part may be repeated; whoever keeps the step signals the next.
 */
export async function workOnIncident(
  ports: IncidentWorkPorts,
  { incident_id }: IncidentSignal,
): Promise<void> {
  const incident = await ports.incidents.incident(incident_id);
  if (!incident || !hasWork(incident)) return;
  const next = await step(ports, incident);
  // Somebody has changed it meanwhile: it is looked at anew.
  const kept = await ports.incidents.keep(incident, next);
  if (kept === 'conflict' || hasWork(next)) return ports.incidentLane.send({ incident_id });
  ports.journal.info('incident.worked', { incident_id, state: next.state, ...next.settled });
}

async function step(ports: IncidentWorkPorts, incident: Incident): Promise<Incident> {
  const { work } = incident;
  if (work.tell.length > 0) {
    const handbook = await ports.handbooks.current();
    for (const telling of work.tell) await ports.broadcaster.start(planOf(incident, telling, handbook));
    return { ...incident, work: { ...work, tell: [] } };
  }
  if (work.reporters.length > 0) {
    await inParallel(work.reporters, LIMITS.incidentAtOnce, (id) => linkReporter(ports, incident, id));
    return { ...incident, work: { ...work, reporters: [] } };
  }
  return closeSome(ports, incident);
}

function planOf(incident: Incident, { id, stage, channels, at }: Telling, handbook: Handbook): BroadcastPlan {
  const texts = textsOf(incident, stage, handbook);
  const audience =
    stage === 'restore'
      ? ({ kind: 'told', incident_id: incident.id, merged: incident.merged } as const)
      : ({ kind: 'active', hours: ACTIVE_HOURS, channels } as const);
  const automatic = stage === 'notice';
  const started_by = incident.timeline.at(-1)?.by ?? incident.opened_by;
  return { id, incident_id: incident.id, stage, texts, audience, automatic, started_by, at };
}

/** Clients who have been quiet for longer are told nothing (design §4.4). */
const ACTIVE_HOURS = 24;

async function linkReporter(ports: IncidentWorkPorts, incident: Incident, id: string): Promise<void> {
  await ports.links.link({ incident_id: incident.id, conversation_id: id, at: incident.opened_at });
  const head = await ports.conversations.head(id);
  const note = head && groupedUnder(head, incident);
  // A conflict: the client has written on, and is looked at by who answers that.
  if (head && note) await ports.conversations.noteIncident(head, note);
}

async function closeSome(ports: IncidentWorkPorts, incident: Incident): Promise<Incident> {
  const { work } = incident;
  const { after, linked, closed } = work.closing ?? { after: undefined, linked: 0, closed: 0 };
  const page = await linkedPage(ports, incident, { limit: LIMITS.incidentBatch, after });
  const ids = page.items;
  // A promise is not closed away: who was told of nothing is told nothing of its end.
  const ended = await inParallel(await toldOf(ports, incident, ids), LIMITS.incidentAtOnce, (id) =>
    closeWith(ports, incident, id),
  );
  const counts = { linked: linked + ids.length, closed: closed + ended.filter(Boolean).length };
  if (page.next !== undefined)
    return { ...incident, work: { ...work, closing: { after: page.next, ...counts } } };
  return { ...incident, settled: counts, work: { ...work, closing: undefined } };
}

async function toldOf(
  { toldClients }: IncidentWorkPorts,
  incident: Incident,
  conversations: readonly string[],
): Promise<string[]> {
  const told = await Promise.all(
    idsOf(incident).map((id) => toldClients.amongst(id, 'notice', conversations)),
  );
  return [...new Set(told.flat().map(({ conversation_id }) => conversation_id))];
}

async function closeWith(ports: IncidentWorkPorts, incident: Incident, id: string): Promise<boolean> {
  const head = await ports.conversations.head(id);
  if (!head || !waitsForEnd(head, incident)) return false;
  const by = incident.timeline.at(-1)?.by ?? incident.opened_by;
  const deed = { id: noticeId(incident.ended_at ?? 0, id, incident.id, 'close'), by };
  try {
    return (await closeConversation(ports, id, { ...deed, seen_version: head.version })) === 'done';
  } catch (error) {
    // Somebody writes at this very moment, which nobody has read.
    if (error instanceof Fault && error.code === 'conversation.busy') return false;
    throw error;
  }
}
