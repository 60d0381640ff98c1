import type { Head } from './conversation.ts';
import type { Attempt } from './delivery-record.ts';
import type { DeskText } from './desk-text.ts';
import { timeOf } from './ids.ts';
import { INCIDENT_STAGES, type IncidentStage } from './incident.ts';
import type { EraseJob } from './job.ts';
import { LIMITS } from './limits.ts';
import type { Message, Profile } from './message.ts';
import type { Note, OperatorAction } from './operator-action.ts';

/** One row of a client's conversation, by its place there: whatever kind it is, it is the client's. */
export type ClientRecord = { place: string } & (
  | { kind: 'head'; head: Head }
  /** `told_at`: when the partner said the last of it. */
  | { kind: 'profile'; profile: Profile; told_at?: number | undefined }
  | { kind: 'read'; operator: string; epoch: number }
  | { kind: 'message'; message: Message }
  | { kind: 'text'; text: DeskText }
  | { kind: 'attempt'; attempt: Attempt }
  | { kind: 'forgotten' }
  | { kind: 'note'; note: Note }
  | { kind: 'action'; action: OperatorAction }
  | { kind: 'other'; row: Record<string, unknown> }
);

/** What is kept of a client, by the key that finds it. */
export type Trace =
  | { kind: 'record'; conversation_id: string; place: string }
  | { kind: 'feedback'; turn_id: string }
  | { kind: 'dead'; died_at: number; text_id: string }
  | { kind: 'held'; endpoint_id: string; text_id: string }
  | { kind: 'endpoint'; partner: string; id: string }
  /** Its place in the list of all clients. */
  | { kind: 'client'; partner: string; client_id: string }
  | { kind: 'parked'; at: number; bot: string; update: number }
  /** Reports of trouble made by a message of then. */
  | { kind: 'trouble'; conversation_id: string; at: number }
  /** That it has reported an incident. */
  | { kind: 'link'; incident_id: string; conversation_id: string }
  /** That it was told of one. */
  | { kind: 'told'; incident_id: string; stage: IncidentStage; conversation_id: string }
  /** That a broadcast was for it. */
  | { kind: 'audience'; broadcast_id: string; conversation_id: string }
  | { kind: 'stuck'; place: string };

const ENTRIES = 'M#';

/** The id of the message, text or deed that a row is, or belongs to. */
function entryIn(place: string): string | undefined {
  return place.startsWith(ENTRIES) ? place.slice(ENTRIES.length).split('#')[0] : undefined;
}

/** What a conversation that goes on still needs, however old its name is: a repeat brings its message in under the first id. */
export function neededBy(head: Head | undefined): Set<string> {
  if (!head) return new Set();
  return new Set([...head.pending, ...head.owed, ...Object.keys(head.outbox), head.last.id]);
}

/**
 * Is this row older than the beginning of the erase? The head went when it began, so one that is there is of a new
 * conversation. A turn is named a millisecond after the message it answers, and so may be named for the beginning itself.
 */
export function isErased(
  record: ClientRecord,
  { until }: Pick<EraseJob, 'until'>,
  needed: ReadonlySet<string>,
): boolean {
  if (record.kind === 'head') return false;
  if (record.kind === 'profile') return (record.told_at ?? 0) < until;
  const id = entryIn(record.place);
  if (id === undefined) return true;
  if (needed.has(id)) return false;
  const at = timeOf(id);
  return record.kind === 'message' || record.kind === 'forgotten' ? at < until : at <= until;
}

/** What is kept beside this row because of it. */
export function tracesOf(record: ClientRecord): Trace[] {
  if (record.kind === 'text') return [{ kind: 'feedback', turn_id: record.text.id }];
  if (record.kind !== 'attempt') return [];
  const { outcome, finished_at: died_at, text_id } = record.attempt;
  return outcome === 'dead' || outcome === 'unknown' ? [{ kind: 'dead', died_at, text_id }] : [];
}

/** What was counted toward an outage because of a message, as long as such reports are kept. */
export function reportsOf(record: ClientRecord, now: number): Trace[] {
  if (record.kind !== 'message') return [];
  const { conversation_id, received_at: at } = record.message;
  return now - at <= LIMITS.troubleKept ? [{ kind: 'trouble', conversation_id, at }] : [];
}

/** What an incident may have kept of a client. */
export function tracesIn(incident_id: string, conversation_id: string): Trace[] {
  const told = INCIDENT_STAGES.map((stage): Trace => ({ kind: 'told', incident_id, stage, conversation_id }));
  return [{ kind: 'link', incident_id, conversation_id }, ...told];
}

/** May a schedule still be to come that this attempt, or the wait before it, was the reason for? */
export function mayBeAwaited({ next_at = 0, deferral }: Attempt, now: number): boolean {
  return Math.max(next_at, deferral?.until ?? 0) > now;
}

const SHORTEST_NAME = 4;

/** Does this URL name the client, as a piece of its own? Of an id that is very short nobody could tell. */
export function namesClient(url: string, clientId: string): boolean {
  if (clientId.length < SHORTEST_NAME) return false;
  const escaped = clientId.replace(/[.-]/g, '\\$&');
  return new RegExp(`(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])`).test(decoded(url));
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

/**
 * Did this update come from the chat, or from whoever writes in it? What was cut, or is no JSON, is looked through for the
 * number alone: rather one too many than one too few.
 */
export function isOfChat(body: string, chatId: string): boolean {
  try {
    return mentions(JSON.parse(body), chatId);
  } catch {
    return new RegExp(`(?<![-\\d])${chatId.replace(/[.-]/g, '\\$&')}(?!\\d)`).test(body);
  }
}

/** As the Bot API writes it: an object with an `id`. */
function mentions(value: unknown, chatId: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([name, inner]) => (NAMES_CHAT.test(name) && String(inner) === chatId) || mentions(inner, chatId),
  );
}

const NAMES_CHAT = /^(id|user_id|(user_)?chat_id|migrate_(to|from)_chat_id)$/;
