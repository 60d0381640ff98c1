import { broadcastId } from './ids.ts';
import {
  type Evidence,
  INCIDENT_STAGES,
  type Incident,
  type IncidentDeed,
  type IncidentEntry,
  type IncidentStage,
  type IncidentState,
  type IncidentTexts,
  idsOf,
  isKnown,
  SENSING,
  type Telling,
} from './incident.ts';
import { type Board, boardWith, untold } from './incident-board.ts';
import { LIMITS } from './limits.ts';
import type { Suspicion } from './outage/suspicion.ts';
import type { TroubleChannel, TroubleKind } from './outage/trouble.ts';
import type { Language } from './understanding/language.ts';

/** Who changes an incident, and when; what they note of it. */
export interface Doing {
  by: string;
  now: number;
  note?: string | undefined;
}

/** An incident and the board, as they are after a change. */
export interface Changed {
  incident: Incident;
  board: Board;
  /** The one that was merged into it by this change. */
  merged?: Incident | undefined;
}

/** An incident that the desk has sensed. Nobody has been told yet. */
export function suspectedBy(board: Board, suspicion: Suspicion, id: string): Changed {
  const { kind, channels, reporters, usual, since, at, conversations } = suspicion;
  const evidence = { reporters, usual, since, at };
  const fresh = newIncident(id, { by: SENSING, now: at }, { kinds: [kind], channels, everywhere: false });
  const work = { reporters: conversations, tell: [] };
  return on(board, { ...fresh, evidence, work }, at);
}

/** An incident that somebody at the desk knows of. No reports are behind it, so nobody is told without being asked. */
export function openedByHand(
  board: Board,
  id: string,
  doing: Doing,
  { kinds, texts }: { kinds: TroubleKind[]; texts: IncidentTexts },
): Changed {
  const fresh = newIncident(id, doing, { kinds, channels: [], everywhere: true });
  return on(board, { ...fresh, texts }, doing.now);
}

function newIncident(
  id: string,
  doing: Doing,
  scope: Pick<Incident, 'kinds' | 'channels' | 'everywhere'>,
): Incident {
  const none = { version: 0, revision: 0, texts: {}, timeline: [] };
  const work = { reporters: [], tell: [] };
  const opened = { opened_at: doing.now, opened_by: doing.by };
  return noted({ id, ...none, ...scope, ...opened, state: 'suspected', work }, 'opened', doing);
}

/** Its reporters get its text from now on, and clients of the channels that it was reported on are told, unless they were lately. */
export function confirmed({ incident, board }: Changed, doing: Doing): Changed {
  const state = isKnown(incident) ? incident.state : 'confirmed';
  const next = noted({ ...incident, state, confirmed_at: doing.now }, 'confirmed', doing);
  return telling(board, next, next.channels, doing.now);
}

/** Trouble that belongs to it is reported, too: of another kind, or on a channel where it was not known. */
export function joinedBy({ incident, board }: Changed, suspicion: Suspicion): Changed {
  const { kind, channels, reporters, usual, since, at, conversations } = suspicion;
  const kinds = [...new Set([...incident.kinds, kind])];
  const fresh = channels.filter((channel) => !incident.channels.includes(channel));
  const evidence = { reporters: Math.max(reporters, incident.evidence?.reporters ?? 0), usual, since, at };
  const work = {
    ...incident.work,
    reporters: [...new Set([...incident.work.reporters, ...conversations])],
  };
  const grown = { ...incident, kinds, evidence, work, channels: [...incident.channels, ...fresh] };
  const next = noted(grown, 'joined', { by: SENSING, now: at });
  return isKnown(next) ? telling(board, next, fresh, at) : on(board, next, at);
}

/** Does this suspicion say anything of it that is new? */
export function isNews(
  incident: Pick<Incident, 'kinds' | 'channels'>,
  { kind, channels }: Pick<Suspicion, 'kind' | 'channels'>,
): boolean {
  return !incident.kinds.includes(kind) || channels.some((channel) => !incident.channels.includes(channel));
}

export type TextsChange = Partial<
  Record<IncidentStage, Partial<Record<Language, string | null | undefined>> | null | undefined>
>;

/** What somebody at the desk changes of an open incident. */
export interface IncidentChange {
  state?: 'confirmed' | 'identified' | 'monitoring' | undefined;
  /** Null: the template's again. */
  texts?: TextsChange | undefined;
  /** Null: nobody. */
  owner?: string | null | undefined;
  everywhere?: boolean | undefined;
}

export function changedBy({ incident, board }: Changed, change: IncidentChange, doing: Doing): Changed {
  const { owner = incident.owner, state = incident.state, everywhere = incident.everywhere } = change;
  const texts = textsWith(incident.texts, change.texts ?? {});
  const next = { ...incident, state, texts, everywhere, owner: owner ?? undefined };
  return on(board, noted(next, 'changed', doing), doing.now);
}

/**
 * It is over, or never was one. Whoever was told of it is told that it is over, and what waited for nothing else is closed,
 * in either case.
 */
export function ended({ incident, board }: Changed, state: 'resolved' | 'dismissed', doing: Doing): Changed {
  const next = noted({ ...incident, state, ended_at: doing.now }, state, doing);
  if (!isKnown(incident)) return on(board, { ...next, work: { reporters: [], tell: [] } }, doing.now);
  const restore = broadcastOf(next, 'restore', [], doing.now);
  // A notice that was not begun yet would come after its end.
  const work = { ...next.work, tell: [restore], closing: { linked: 0, closed: 0 } };
  return on(board, { ...next, work }, doing.now);
}

/**
 * One incident becomes part of another: what is reported of its kinds and on its channels is the other's from now on, and so is
 * whatever was still to be done for it. Who was told of it is told of nothing now.
 */
export function mergedInto({ incident: into, board }: Changed, from: Incident, doing: Doing): Changed {
  const fresh = from.channels.filter((channel) => !into.channels.includes(channel));
  const merged: Incident = {
    ...noted({ ...from, state: 'merged' }, 'merged', doing, into.id),
    ended_at: doing.now,
    merged_into: into.id,
    work: { reporters: [], tell: [] },
  };
  const grown: Incident = {
    ...into,
    kinds: [...new Set([...into.kinds, ...from.kinds])],
    channels: [...into.channels, ...fresh],
    everywhere: into.everywhere || (isKnown(from) && from.everywhere),
    evidence: evidenceOf(into, from),
    merged: [...(into.merged ?? []), ...idsOf(from)],
    work: {
      ...into.work,
      reporters: [...new Set([...into.work.reporters, ...from.work.reporters])],
      tell: [...into.work.tell, ...from.work.tell],
    },
  };
  const next = noted(grown, 'merged', doing, from.id);
  const rest = { ...board, open: board.open.filter(({ id }) => id !== from.id) };
  // On the channels of a known one its notice was told.
  const silent = isKnown(next) && !isKnown(from) ? fresh : [];
  return { ...telling(rest, next, silent, doing.now), merged };
}

/** Nobody knows which of their reporters are the same. */
function evidenceOf({ evidence: one }: Incident, { evidence: other }: Incident): Evidence | undefined {
  if (!one || !other) return one ?? other;
  const more = one.reporters < other.reporters ? other : one;
  return { ...more, since: Math.min(one.since, other.since), at: Math.max(one.at, other.at) };
}

/** By stage and language: what is not named stays. */
export function textsWith(texts: IncidentTexts, change: TextsChange): IncidentTexts {
  const stages = INCIDENT_STAGES.map((stage) => {
    const named = { ...texts[stage], ...defined(change[stage] ?? {}) };
    return [stage, Object.fromEntries(Object.entries(named).filter(([, text]) => text !== null))];
  });
  return Object.fromEntries(stages) as IncidentTexts;
}

function defined<T extends object>(change: T): Partial<T> {
  const named = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(named) as Partial<T>;
}

/** With a notice to start on those of the channels that had none lately. */
function telling(board: Board, incident: Incident, all: readonly TroubleChannel[], at: number): Changed {
  const channels = untold(board, all, at);
  if (channels.length === 0) return on(board, incident, at);
  const { work } = incident;
  const notice = broadcastOf(incident, 'notice', channels, at);
  const next = { ...incident, work: { ...work, tell: [...work.tell, notice] } };
  return { incident: next, board: boardWith(board, next, at, channels) };
}

/** Named by what it tells, so that it is one however often it is started. */
function broadcastOf(
  { id, version }: Incident,
  stage: IncidentStage,
  channels: readonly TroubleChannel[],
  at: number,
): Telling {
  return { id: broadcastId(at, id, stage, `${version}`), at, stage, channels: [...channels] };
}

function on(board: Board, incident: Incident, now: number): Changed {
  return { incident, board: boardWith(board, incident, now) };
}

/** With an entry in its timeline: the first ones and the newest are kept. */
function noted(incident: Incident, deed: IncidentDeed, { by, now, note }: Doing, other?: string): Incident {
  const { state, timeline } = incident;
  const entry: IncidentEntry = {
    at: now,
    by,
    deed,
    state: state satisfies IncidentState,
    ...(note !== undefined && { note }),
    ...(other !== undefined && { incident_id: other }),
  };
  const most = LIMITS.incidentEntries - 1;
  const kept =
    timeline.length > most
      ? [...timeline.slice(0, 1), ...timeline.slice(2 - LIMITS.incidentEntries)]
      : timeline;
  return { ...incident, version: incident.version + 1, timeline: [...kept, entry] };
}

/** Has it something to do? */
export function hasWork({ work: { reporters, tell, closing }, state }: Incident): boolean {
  const links = reporters.length > 0 && state !== 'suspected';
  return links || tell.length > 0 || closing !== undefined;
}
