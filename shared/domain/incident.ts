import type { TroubleChannel, TroubleKind } from './outage/trouble.ts';
import type { Language } from './understanding/language.ts';

/** `suspected`: nobody has been told of it yet. From `confirmed` on its reporters get its text. */
export const INCIDENT_STATES = [
  'suspected',
  'confirmed',
  'identified',
  'monitoring',
  'resolved',
  'dismissed',
  'merged',
] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** What clients are told of an incident: that there is one, and that it is over; each of them once. */
export const INCIDENT_STAGES = ['notice', 'restore'] as const;
export type IncidentStage = (typeof INCIDENT_STAGES)[number];

/** Texts in place of those of the templates. */
export type IncidentTexts = Partial<Record<IncidentStage, Partial<Record<Language, string>>>>;

/** Stands for a person where the desk itself has sensed something. */
export const SENSING = 'sensing';

export const INCIDENT_DEEDS = [
  'opened',
  'joined',
  'confirmed',
  'dismissed',
  'changed',
  'resolved',
  'merged',
] as const;
export type IncidentDeed = (typeof INCIDENT_DEEDS)[number];

/** Who did what to an incident, and when. */
export interface IncidentEntry {
  /** Epoch milliseconds of business time, like all times here. */
  at: number;
  /** An operator's id, or {@link SENSING}. */
  by: string;
  deed: IncidentDeed;
  state: IncidentState;
  note?: string | undefined;
  /** Of `merged`: the other incident. */
  incident_id?: string | undefined;
}

/** What it was suspected by. */
export interface Evidence {
  /** Distinct clients in the window, and how many this hour usually sees. */
  reporters: number;
  usual: number;
  since: number;
  at: number;
}

/** A broadcast that is still to be started. */
export interface Telling {
  /** Of the broadcast: the same however often it is started. */
  id: string;
  at: number;
  stage: IncidentStage;
  /** Of a notice; the end of an incident is told to whoever was told of it. */
  channels: TroubleChannel[];
}

/** What follows a change and is done in steps: telling everybody, and closing what waited for nothing else. */
export interface IncidentWork {
  /** Reporters from before it was confirmed, who are still to be linked to it. */
  reporters: string[];
  tell: Telling[];
  /** Set while its conversations are gone through: how far that is, and how many were looked at and closed. */
  closing?: { after?: string | undefined; linked: number; closed: number } | undefined;
}

export interface Incident {
  id: string;
  /** Counts what people and the desk's senses changed of it; whoever changes it names the one seen. */
  version: number;
  /** Counts the writes of its row. */
  revision: number;
  state: IncidentState;
  kinds: TroubleKind[];
  /** From which reports came: only there somebody is told without being asked. */
  channels: TroubleChannel[];
  /** Reporters get its text whatever channel they write by. */
  everywhere: boolean;
  texts: IncidentTexts;
  owner?: string | undefined;
  opened_at: number;
  opened_by: string;
  confirmed_at?: number | undefined;
  ended_at?: number | undefined;
  /** Those that were merged into it, and into these: it ends for their reporters, too. */
  merged?: string[] | undefined;
  merged_into?: string | undefined;
  evidence?: Evidence | undefined;
  /** Conversations that were linked to it and closed with it, once that was gone through. */
  settled?: { linked: number; closed: number } | undefined;
  timeline: IncidentEntry[];
  work: IncidentWork;
}

/** A client who has reported an incident. */
export interface IncidentLink {
  incident_id: string;
  conversation_id: string;
  at: number;
}

/**
 * That a client was told, or is about to be: whoever puts this row tells, and nobody else (one notice per client and
 * stage, whatever happens).
 */
export interface Told {
  incident_id: string;
  stage: IncidentStage;
  conversation_id: string;
  at: number;
  /** A broadcast's id, or {@link TOLD_IN_ANSWER}. */
  by: string;
}

/** Stands for a broadcast where the bot has told a reporter in an answer. */
export const TOLD_IN_ANSWER = 'answer';

export function isOpen({ state }: Pick<Incident, 'state'>): boolean {
  return state !== 'resolved' && state !== 'dismissed' && state !== 'merged';
}

/**
 * The incidents that it is, itself first: who is told of one of them is told of all. Whoever tells reserves them in this order,
 * in which later ones only ever come last, so that of two who tell one yields.
 */
export function idsOf({ id, merged = [] }: Pick<Incident, 'id' | 'merged'>): string[] {
  return [id, ...merged];
}

/** Do its reporters get its text? */
export function isKnown(incident: Pick<Incident, 'state'>): boolean {
  return isOpen(incident) && incident.state !== 'suspected';
}

/** What screens are told of an incident. */
export type IncidentSummary = Pick<
  Incident,
  'id' | 'version' | 'state' | 'kinds' | 'channels' | 'everywhere' | 'opened_at' | 'opened_by'
> & {
  owner: string | null;
  reporters: number | null;
  confirmed_at: number | null;
  ended_at: number | null;
  merged_into: string | null;
  settled: { linked: number; closed: number } | null;
};

export function incidentSummary(incident: Incident): IncidentSummary {
  const { id, version, state, kinds, channels, everywhere, opened_at, opened_by } = incident;
  return {
    id,
    version,
    state,
    kinds,
    channels,
    everywhere,
    opened_at,
    opened_by,
    owner: incident.owner ?? null,
    reporters: incident.evidence?.reporters ?? null,
    confirmed_at: incident.confirmed_at ?? null,
    ended_at: incident.ended_at ?? null,
    merged_into: incident.merged_into ?? null,
    settled: incident.settled ?? null,
  };
}

/** Is there something that people want to see in it, and not how far its work is? */
export function isTelling(before: Incident | undefined, after: Incident): boolean {
  return before?.version !== after.version || (before.settled === undefined && after.settled !== undefined);
}
