import type { Incident, IncidentLink, IncidentStage, Told } from '../domain/incident.ts';
import type { Board } from '../domain/incident-board.ts';
import type { Written } from './written.ts';

/** Incidents, and the board that tells which are open. Every read is strongly consistent. */
export interface Incidents {
  board(): Promise<Board>;
  incident(id: string): Promise<Incident | undefined>;
  /** Newest first. */
  incidents(page: { limit: number; before?: string | undefined }): Promise<Incident[]>;
  /** Puts incidents, and the board after the one with revision `seen`: all or nothing. */
  change(seen: number, board: Board, ...incidents: Incident[]): Promise<Written>;
  /** Keeps how far its work is, if the incident still is as `seen`. */
  keep(seen: Incident, next: Incident): Promise<Written>;
}

/** "This incident has work": travels through the jobs' lane. */
export interface IncidentSignal {
  incident_id: string;
  /** Set if a dead-lettered signal was put back once already. */
  redriven?: boolean | undefined;
}

/** Which incidents are open, as of a few seconds ago: one read for many messages. */
export interface IncidentWatch {
  board(): Promise<Board>;
  /** As it is now. */
  fresh(): Promise<Board>;
}

/** Of rows in an order that stays. */
export interface RowsAsked {
  limit: number;
  after?: string | undefined;
}

/** `next` is missing on the last page. */
export interface RowsFound<T> {
  items: T[];
  next?: string | undefined;
}

/** Who has reported an incident: one row for each client, in keys that spread. */
export interface IncidentLinks {
  /** One write unit, whoever has reported it. */
  link(link: IncidentLink): Promise<'written' | 'known'>;
  linked(incidentId: string, page: RowsAsked): Promise<RowsFound<IncidentLink>>;
  /** Those of these clients who have. */
  linkedAmongst(incidentId: string, conversationIds: readonly string[]): Promise<IncidentLink[]>;
  /** How many, counted so far as LIMITS.linksCounted. */
  count(incidentId: string): Promise<number>;
}

/** Who was told of an incident, by an answer or a broadcast. */
export interface ToldClients {
  /** Undefined: it is for whoever asks to tell. Otherwise who has it. A repeat under the same `by` is for whoever asks, too. */
  reserve(told: Told): Promise<Told | undefined>;
  /** Takes the place of a reservation that came to nothing, if it still is as `seen`. */
  takeOver(told: Told, seen: Told): Promise<boolean>;
  /** Those of these clients who were told, or are about to be. */
  amongst(incidentId: string, stage: IncidentStage, conversationIds: readonly string[]): Promise<Told[]>;
  told(incidentId: string, stage: IncidentStage, page: RowsAsked): Promise<RowsFound<Told>>;
}
