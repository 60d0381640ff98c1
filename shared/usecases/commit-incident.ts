import type { Board } from '../domain/incident-board.ts';
import { type Changed, hasWork } from '../domain/incident-changes.ts';
import { LIMITS } from '../domain/limits.ts';
import type { IncidentSignal, Incidents, Journal, Lane, Written } from '../ports.ts';
import { wholeSeconds } from './lane-delay.ts';

export interface CommitPorts {
  incidents: Pick<Incidents, 'board' | 'incident' | 'change'>;
  incidentLane: Lane<IncidentSignal>;
  journal: Journal;
}

/**
 * Makes a change of an incident true, and has somebody do what follows it. That is signalled before as well, for later: a
 * process that dies in between leaves nothing undone.
 */
export async function commitIncident(
  { incidents, incidentLane, journal }: CommitPorts,
  seen: Board,
  { incident, board, merged }: Changed,
): Promise<Written> {
  const signal = { incident_id: incident.id };
  const works = hasWork(incident);
  if (works) await incidentLane.send(signal, wholeSeconds(LIMITS.incidentFoundAfter));
  const written = await incidents.change(seen.revision, board, incident, ...(merged ? [merged] : []));
  if (written === 'conflict') return written;
  if (works) await incidentLane.send(signal);
  const { id: incident_id, state, kinds, channels, evidence, timeline } = incident;
  const { deed, by } = timeline.at(-1) ?? {};
  const reporters = evidence?.reporters;
  journal.warn('incident.changed', {
    incident_id,
    state,
    deed,
    by,
    kinds,
    channels: channels.length,
    reporters,
    merged: merged?.id,
  });
  return written;
}
