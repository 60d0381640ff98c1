import { incidentId } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import { SENSING } from '../domain/incident.ts';
import { type Board, isOldNews, type OpenIncident, relatedIn } from '../domain/incident-board.ts';
import { type Changed, confirmed, isNews, joinedBy, suspectedBy } from '../domain/incident-changes.ts';
import { LIMITS } from '../domain/limits.ts';
import { heardOn } from '../domain/outage/heard-on.ts';
import type { Suspicion } from '../domain/outage/suspicion.ts';
import type { Policy } from '../domain/policy.ts';
import type { Chance, Handbooks, IncidentWatch, OpenIncidents, TroubleReports } from '../ports.ts';
import { type CommitPorts, commitIncident } from './commit-incident.ts';

export interface SuspectPorts extends CommitPorts {
  watch: IncidentWatch;
  /** To tell channels on which many report it from those on which somebody happens to. */
  reports: Pick<TroubleReports, 'between'>;
  handbooks: Handbooks;
  chance: Pick<Chance, 'entropy'>;
}

/** What who senses trouble has to know of incidents, and can do about them. */
export function openIncidents(ports: SuspectPorts): OpenIncidents {
  return {
    covers: async (kind, channel) => {
      const incident = relatedIn(await ports.watch.board(), kind);
      return incident !== undefined && !isNews(incident, { kind, channels: [channel] });
    },
    suspect: (suspicion) => suspectIncident(ports, suspicion),
  };
}

/**
 * Opens an incident for this trouble, and confirms it if the policy says so; or joins the trouble to one that is open, which
 * starts nothing on channels that were told of it.
 */
async function suspectIncident(ports: SuspectPorts, suspicion: Suspicion): Promise<void> {
  const { policy } = await ports.handbooks.current();
  const heard = { ...suspicion, channels: await channelsOf(ports, suspicion) };
  for (let round = 0; round < LIMITS.rounds; round++) {
    const board = await ports.incidents.board();
    const changed = await sensed(ports, board, heard, policy);
    if (changed && (await commitIncident(ports, board, changed)) === 'conflict') continue;
    await ports.watch.fresh();
    return;
  }
  // Whoever reports it next finds it so; nothing is lost but time.
  ports.journal.warn('incident.busy', { kind: suspicion.kind });
}

/** Undefined: it says nothing new. */
async function sensed(
  ports: SuspectPorts,
  board: Board,
  suspicion: Suspicion,
  policy: Policy,
): Promise<Changed | undefined> {
  const related = relatedIn(board, suspicion.kind);
  if (related) return joined(ports, board, related, suspicion);
  if (isOldNews(board, suspicion) || board.open.length >= LIMITS.incidentsOpen) return undefined;
  const opened = suspectedBy(board, suspicion, incidentId(suspicion.at, ports.chance.entropy()));
  if (policy.outages.confirm === 'operator') return opened;
  return confirmed({ ...opened, board }, { by: SENSING, now: suspicion.at });
}

async function joined(
  ports: SuspectPorts,
  board: Board,
  related: OpenIncident,
  suspicion: Suspicion,
): Promise<Changed | undefined> {
  if (!isNews(related, suspicion)) return undefined;
  const incident: Incident | undefined = await ports.incidents.incident(related.id);
  return incident && joinedBy({ incident, board }, suspicion);
}

async function channelsOf({ reports }: SuspectPorts, { at, channels }: Suspicion) {
  if (channels.length < 2) return channels;
  const read = await reports.between(at - LIMITS.channelWindow, at);
  return heardOn(read.reports, channels);
}
