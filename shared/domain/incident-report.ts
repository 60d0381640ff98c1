import type { Classification } from './classification.ts';
import type { Head } from './conversation.ts';
import { type Incident, idsOf, TOLD_IN_ANSWER, type Told } from './incident.ts';
import { LIMITS } from './limits.ts';
import type { Scenario } from './scenario.ts';
import type { Language } from './understanding/language.ts';

/** The incident that a burst reports, as far as its answer depends on it. */
export interface ReportedIncident extends Pick<Incident, 'id' | 'merged'> {
  /** The incident's own words in place of the template's. */
  texts: Partial<Record<Language, string>>;
  /** The client has been told of it, or is being told by a broadcast. */
  told: boolean;
}

/** What a conversation has to do with an incident: kept on its head. */
export interface HeadIncident {
  id: string;
  /** The epoch of the last report: whoever has written since, has written something else. */
  epoch: number;
  /** The bot has told the client of it. */
  told?: true | undefined;
  /** The client has written of something else as well. */
  mixed?: true | undefined;
  /** Other incidents that the bot has told the client of. */
  others?: string[] | undefined;
}

/**
 * Was it reserved to be told in an answer that was never given, because another turn of the same moment was committed in its place?
 * A head that has told of it says so; and as long as messages wait for a turn, the answer may still come.
 */
export function isForsaken(
  { by, incident_id }: Pick<Told, 'by' | 'incident_id'>,
  { incident, pending }: Pick<Head, 'incident' | 'pending'>,
): boolean {
  if (by !== TOLD_IN_ANSWER || pending.length > 0) return false;
  return incident === undefined || (incident.id === incident_id && !incident.told);
}

/** Was what the head notes a report of it, or of one that was merged into it? */
export function isNoted({ incident }: Pick<Head, 'incident'>, of: Pick<Incident, 'id' | 'merged'>): boolean {
  return incident !== undefined && idsOf(of).includes(incident.id);
}

/** The incidents that the bot has told a client of. */
export function toldOnHead({ incident }: Pick<Head, 'incident'>): string[] {
  if (!incident) return [];
  const { id, told, others = [] } = incident;
  return told ? [...others, id] : others;
}

/** The note, which forgets nothing of what the client was told before. */
function noted(head: Pick<Head, 'incident'>, note: HeadIncident): HeadIncident {
  const before = toldOnHead(head);
  const others = before.filter((id) => id !== note.id).slice(-LIMITS.incidentsOpen);
  return {
    ...note,
    ...(before.includes(note.id) && { told: true as const }),
    ...(others.length > 0 && { others }),
  };
}

/** What is said of an incident is no matter of one client: it hands nothing over. */
const OF_AN_INCIDENT: readonly (Scenario | undefined)[] = ['TECH_SUPPORT_BASIC', 'MASS_OUTAGE'];

/** What somebody surely writes of besides is theirs, and goes its own way. */
const REPORTS: readonly Scenario[] = ['TECH_SUPPORT_BASIC', 'LESSON_LINK', 'MASS_OUTAGE', 'UNKNOWN'];

/** A report of a known incident is answered as one; somebody who surely wants something else, as ever. */
export function isReport({ scenario, band }: Classification): boolean {
  return band !== 'answer' || REPORTS.includes(scenario);
}

/** The verdict on a report of a known incident, whatever the words alone would be. */
export function asOutage(verdict: Classification): Classification {
  const { also, ...classification } = verdict;
  const { scenario, band } = classification;
  const by_model = classification.by_model ?? { scenario, band };
  const besides = also && !REPORTS.includes(also.scenario) ? { also } : {};
  return { ...classification, ...besides, scenario: 'MASS_OUTAGE', band: 'answer', by_model };
}

/** What the head notes of a report in so many messages. */
export function noteOf(
  head: Pick<Head, 'epoch' | 'incident' | 'escalation' | 'scenario'>,
  reported: Pick<ReportedIncident, 'id' | 'merged'>,
  messages: number,
): HeadIncident {
  const { id } = reported;
  const before = isNoted(head, reported) ? head.incident : undefined;
  const between = before ? before.epoch + messages !== head.epoch : asksElse(head);
  const mixed = between || before?.mixed === true;
  return noted(head, { id, epoch: head.epoch, told: true, ...(mixed && { mixed: true as const }) });
}

/** An open item is about something else, or something else was written since. */
function asksElse({ escalation, scenario }: Pick<Head, 'escalation' | 'scenario'>): boolean {
  return (
    escalation !== undefined &&
    !(OF_AN_INCIDENT.includes(escalation.scenario) && OF_AN_INCIDENT.includes(scenario))
  );
}

/** What the head of somebody who has reported it before it was known notes of it; undefined: the matter is another one. */
export function groupedUnder(
  head: Pick<Head, 'handler' | 'status' | 'epoch' | 'incident' | 'escalation' | 'scenario'>,
  reported: Pick<Incident, 'id' | 'merged'>,
): HeadIncident | undefined {
  const { handler, status, scenario, epoch } = head;
  if (isNoted(head, reported) || handler !== 'bot' || status === 'closed') return undefined;
  return asksElse(head) || !OF_AN_INCIDENT.includes(scenario)
    ? undefined
    : noted(head, { id: reported.id, epoch });
}

/** Does the conversation wait for nothing but the incident's end? What somebody has is theirs. */
export function waitsForEnd(head: Head, ended: Pick<Incident, 'id' | 'merged'>): boolean {
  const { handler, status, epoch, incident, pending, owed, escalation } = head;
  const only = isNoted(head, ended) && incident?.epoch === epoch && !incident.mixed;
  const about = escalation === undefined || OF_AN_INCIDENT.includes(escalation.scenario);
  return handler === 'bot' && status !== 'closed' && only && about && pending.length + owed.length === 0;
}
