import { Fault } from '../domain/errors.ts';
import { incidentId } from '../domain/ids.ts';
import { type Incident, type IncidentTexts, idsOf, isKnown, isOpen } from '../domain/incident.ts';
import type { Board } from '../domain/incident-board.ts';
import {
  type Changed,
  changedBy,
  confirmed,
  ended,
  type IncidentChange,
  mergedInto,
  openedByHand,
} from '../domain/incident-changes.ts';
import { LIMITS } from '../domain/limits.ts';
import type { TroubleKind } from '../domain/outage/trouble.ts';
import type { Chance, Clock, Incidents, Operators } from '../ports.ts';
import { type CommitPorts, commitIncident } from './commit-incident.ts';
import { unknownOperator } from './manage-operators.ts';

export interface ChangeIncidentPorts extends CommitPorts {
  operators: Pick<Operators, 'operator'>;
  clock: Pick<Clock, 'business'>;
  chance: Pick<Chance, 'entropy'>;
}

/** Who changes it, what they note, and the version that they have seen. */
export interface IncidentAsker {
  by: string;
  note?: string | undefined;
  version?: number | undefined;
}

export type IncidentWish =
  | { deed: 'confirm' | 'dismiss' | 'resolve' }
  | ({ deed: 'update' } & IncidentChange);

/**
 * Opens an incident that nobody has reported; it is suspected until somebody confirms it, and of the broadcast's audience
 * nobody but a person decides.
 * @throws Fault incident.too_many, incident.changed
 */
export async function openIncident(
  ports: ChangeIncidentPorts,
  { by, note }: IncidentAsker,
  about: { kinds: TroubleKind[]; texts: IncidentTexts },
): Promise<Incident> {
  const id = incidentId(ports.clock.business(), ports.chance.entropy());
  return committed(ports, async (board) => {
    if (board.open.length >= LIMITS.incidentsOpen) throw tooMany();
    return openedByHand(board, id, { by, note, now: ports.clock.business() }, about);
  });
}

/**
 * Does to an incident what somebody wants. What is so already stays so.
 * @throws Fault incident.unknown, incident.changed, incident.over, incident.suspected, operator.unknown
 */
export async function changeIncident(
  ports: ChangeIncidentPorts,
  id: string,
  asker: IncidentAsker,
  wish: IncidentWish,
): Promise<Incident> {
  if (wish.deed === 'update' && wish.owner) await demandOperator(ports, wish.owner);
  return committed(ports, async (board) => {
    const incident = await readIncident(ports, id);
    if (isSoAlready(incident, wish)) return incident;
    if (asker.version !== undefined && asker.version !== incident.version)
      throw refused('incident.changed', incident, asker);
    if (!isOpen(incident)) throw refused('incident.over', incident, asker);
    return changeOf({ incident, board }, wish, { ...asker, now: ports.clock.business() });
  });
}

/**
 * Merges an incident into another that is open, which then is both: of their reporters, of what was told, of its end.
 * @throws Fault incident.unknown, incident.itself, incident.changed, incident.over, incident.suspected, incident.too_many_merged
 */
export async function mergeIncident(
  ports: ChangeIncidentPorts,
  id: string,
  asker: IncidentAsker,
  { into }: { into: string },
): Promise<Incident> {
  if (into === id) throw new Fault('incident.itself', 'an incident cannot be merged into itself');
  await committed(ports, async (board) => {
    const [from, to] = [await readIncident(ports, id), await readIncident(ports, into)];
    if (from.merged_into === into) return from;
    demandMergeable(from, to, asker);
    return mergedInto({ incident: to, board }, from, { ...asker, now: ports.clock.business() });
  });
  return readIncident(ports, id);
}

function demandMergeable(from: Incident, to: Incident, asker: IncidentAsker): void {
  if (asker.version !== undefined && asker.version !== from.version)
    throw refused('incident.changed', from, asker);
  for (const incident of [from, to])
    if (!isOpen(incident)) throw refused('incident.over', incident, { ...asker, version: undefined });
  // Its clients were told, and would report to one that tells nobody.
  if (isKnown(from) && !isKnown(to))
    throw refused('incident.suspected', to, { ...asker, version: undefined });
  if (idsOf(from).length + idsOf(to).length - 1 > LIMITS.incidentsMerged)
    throw new Fault('incident.too_many_merged', `${LIMITS.incidentsMerged} are merged into one at most`);
}

/** @throws Fault incident.unknown */
export async function readIncident(
  { incidents }: { incidents: Pick<Incidents, 'incident'> },
  id: string,
): Promise<Incident> {
  const incident = await incidents.incident(id);
  if (!incident) throw unknownIncident();
  return incident;
}

export function unknownIncident(): Fault {
  return new Fault('incident.unknown', 'there is no incident with this id');
}

/** A repeat, such as after an answer that was lost. */
function isSoAlready(incident: Incident, { deed }: IncidentWish): boolean {
  if (deed === 'confirm') return isKnown(incident);
  return incident.state === (deed === 'dismiss' ? 'dismissed' : deed === 'resolve' ? 'resolved' : undefined);
}

function changeOf(seen: Changed, wish: IncidentWish, doing: IncidentAsker & { now: number }): Changed {
  switch (wish.deed) {
    case 'confirm':
      return confirmed(seen, doing);
    case 'dismiss':
      return ended(seen, 'dismissed', doing);
    case 'resolve':
      if (!isKnown(seen.incident)) throw refused('incident.suspected', seen.incident, doing);
      return ended(seen, 'resolved', doing);
    case 'update':
      if (wish.state && !isKnown(seen.incident)) throw refused('incident.suspected', seen.incident, doing);
      return changedBy(seen, wish, doing);
  }
}

/** Of two changes at the same moment the later one is decided anew. An incident alone: nothing is to be changed. */
async function committed(
  ports: ChangeIncidentPorts,
  decide: (board: Board) => Promise<Changed | Incident>,
): Promise<Incident> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const board = await ports.incidents.board();
    const decided = await decide(board);
    if (!('board' in decided)) return decided;
    if ((await commitIncident(ports, board, decided)) === 'written') return decided.incident;
  }
  throw new Fault('dependency.unavailable', 'very many change incidents at once', { retryAfterS: 1 });
}

async function demandOperator({ operators }: ChangeIncidentPorts, id: string): Promise<void> {
  const operator = await operators.operator(id);
  if (!operator || operator.disabled_at !== undefined) throw unknownOperator();
}

/** How it stands now, and what was done since the version that was seen: each change is one entry. */
function currentOf({ id, version, state, timeline }: Incident, seen: number | undefined): object {
  const missed = Math.min(Math.max(0, version - (seen ?? version)), LIMITS.missedShown);
  const news = timeline
    .slice(timeline.length - missed)
    .map(({ at, by, deed, state: then, note = null, incident_id = null }) => ({
      at: new Date(at).toISOString(),
      by,
      deed,
      state: then,
      note,
      incident_id,
    }));
  return { id, version, state, news };
}

function refused(
  code: 'incident.changed' | 'incident.over' | 'incident.suspected',
  incident: Incident,
  { version }: IncidentAsker,
): Fault {
  const why = {
    'incident.changed': 'the incident has changed since you looked',
    'incident.over': 'the incident is over',
    'incident.suspected': 'the incident is only suspected; confirm or dismiss it',
  };
  return new Fault(code, why[code], { current: currentOf(incident, version) });
}

function tooMany(): Fault {
  return new Fault('incident.too_many', `there are ${LIMITS.incidentsOpen} open incidents already`);
}
