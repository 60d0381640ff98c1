import { urlOfBot } from './bot.ts';
import { endpointUrl } from './endpoint.ts';
import type { FollowUp } from './follow-up.ts';
import { endpointId } from './ids.ts';
import type { HeadIncident } from './incident-report.ts';
import type { Channel } from './message.ts';
import type { Sequel } from './policy.ts';
import type { EscalationReason, Priority, Scenario } from './scenario.ts';
import type { Language } from './understanding/language.ts';

export type Status = 'open' | 'escalated' | 'closed';
export type Handler = 'bot' | 'operator';
export type TextSource = 'ai_bot' | 'operator' | 'reminder' | 'farewell' | 'broadcast';

/**
 * The head of a conversation: everything that decisions depend on, small enough (under 1 KB as a rule) to cost one
 * write unit. Times are epoch milliseconds of business time, but for a claim's `until`, which is wall time.
 */
export interface Head {
  id: string;
  partner: string;
  client_id: string;
  created_at: number;
  /** Counts the changes of the conversation; a hint for screens, never a condition. */
  version: number;
  /** The version that the client's last message made: whoever knows an older one has not read all. */
  heard?: number | undefined;
  status: Status;
  handler: Handler;
  /** Raised whenever the handler changes: a text decided under another tenure is not sent. */
  tenure: number;
  /** The operator who has it, if the handler is one; when that one took it or wrote last, whichever is later. */
  assignee?: string | undefined;
  operator_at?: number | undefined;
  /** Number of the operators' last text, or of the next one when they closed it: what was said before needs no other answer. */
  operator_sequence?: number | undefined;
  /** Hashes of the keys under which the operators' last texts were asked for, newest first, so that asking twice says it once. */
  operator_keys?: string[] | undefined;
  /** Raised by every message of the client: a follow-up armed in an earlier epoch does nothing. */
  epoch: number;
  /** Ids of messages that no turn has decided yet. */
  pending: string[];
  /** Ids of messages that were left to an operator, or whose reply was taken back: an operator owes an answer, or the bot after a hand-back. */
  owed: string[];
  /** The client's rate window: first message counted, and how many. */
  window: { start: number; count: number };
  /** The last message accepted, to know a duplicate by. */
  last: {
    id: string;
    at: number;
    digest: string /** More of it comes by itself. */;
    album?: true | undefined;
  };
  channel: Channel;
  /** Number of the last text, and the latest due time given out. */
  sequence: number;
  last_due: number;
  /** Texts that are not delivered, dead, unknown or cancelled yet, by id. */
  outbox: Record<string, OutboxEntry>;
  greeted: boolean;
  escalation?: Escalation | undefined;
  /** When the client was last told that an operator will answer. */
  acknowledged_at?: number | undefined;
  /** When the client asked for something the bot did not settle, and when the classifier was unsure. */
  unsettled: number[];
  unsure: number[];
  /** When scenarios were asked for last whose repetition matters. */
  asked?: Asked | undefined;
  /** The scenario of the last turn, and the language it was answered in. */
  scenario?: Scenario | undefined;
  language?: Language | undefined;
  /** What is said if the client stays silent, since the last reply was delivered. */
  follow_up?: FollowUp | undefined;
  /** The epoch in which a farewell was said, unless an operator has written since. */
  parted?: number | undefined;
  /** When a schedule that is known to be armed looks at this conversation again; others may be armed as well. */
  armed?: number | undefined;
  /** The incident that the client has reported last. */
  incident?: HeadIncident | undefined;
  /** When something was last put into its chat, wall time: the next text keeps its distance. */
  spoke_at?: number | undefined;
}

export type Asked = Partial<Record<Scenario, number>>;

export interface OutboxEntry {
  sequence: number;
  due: number;
  source: TextSource;
  tenure: number;
  /** Only follow-ups carry one. */
  epoch?: number | undefined;
  /** Only notices carry one: the broadcast, which may be withdrawn. */
  broadcast?: string | undefined;
  /** A follow-up or a notice that is not sent by then is not sent any more. */
  expires?: number | undefined;
  /** Only replies carry one: what follows their delivery. */
  sequel?: EntrySequel | undefined;
  /** Attempts that are finished, and how many of these cost none of the ladder's tries. */
  attempts: number;
  uncounted?: number | undefined;
  first_attempt_at?: number | undefined;
  /** Parts of it that are in the chat already. */
  parts_sent?: number | undefined;
  claim?: Claim | undefined;
  /** Set while the text waits for its endpoint; that spends none of its attempts. */
  deferral?: Deferral | undefined;
  /** Attempts made before a dead text was replayed; a replay waits for no earlier text, and none waits for it. */
  replay_after?: number | undefined;
}

/** What follows a reply once it is delivered, if the client has not written since the epoch it was decided in. */
export interface EntrySequel {
  then: Sequel;
  epoch: number;
  /** ms from the delivery to the first step, so that it can be armed for without asking the policy. */
  first: number;
}

/** An attempt under way; once `until` has passed, its process is taken for dead. */
export interface Claim {
  id: string;
  until: number;
}

/** A text that was due and did not leave, because of how its endpoint fares. */
export interface Deferral {
  endpoint_id: string;
  rule: string;
  until: number;
  since: number;
  /** How often in a row. */
  times: number;
}

/** An open item in the operators' queue: somebody owes the client an answer. */
export interface Escalation {
  reason: EscalationReason;
  /** What the client wrote about when it was handed over. */
  scenario: Scenario;
  priority: Priority;
  since: number;
  /** Until when an operator should have answered, and that nobody did. */
  deadline: number;
  overdue?: boolean | undefined;
}

/** Where its texts are sent: the URL of a webhook, or a bot in its place. */
export function destinationOf({ channel }: Pick<Head, 'channel'>): string | undefined {
  return channel.bot === undefined ? channel.webhook_url : urlOfBot(channel.bot);
}

/** The text to attend to next: of the earliest one in order and those being replayed, the one that may leave first. */
export function nextText(head: Head): [id: string, entry: OutboxEntry] | undefined {
  const first = firstInOrder(head);
  const replays = Object.entries(head.outbox).filter(([, entry]) => entry.replay_after !== undefined);
  const candidates = [...(first ? [[first.id, first.entry] as [string, OutboxEntry]] : []), ...replays];
  return candidates.sort(([, a], [, b]) => waitsUntil(head, a) - waitsUntil(head, b))[0];
}

/** The text that all later ones wait for; replays wait for nobody, and nobody for them. */
export function firstInOrder(head: Head): { id: string; entry: OutboxEntry } | undefined {
  const [first] = Object.entries(head.outbox)
    .filter(([, entry]) => entry.replay_after === undefined)
    .sort(([, a], [, b]) => a.sequence - b.sequence);
  return first && { id: first[0], entry: first[1] };
}

/** When a text may leave: when it is due, or later if it waits for the endpoint that the conversation still leads to. */
export function waitsUntil(head: Head, { due, deferral }: OutboxEntry): number {
  const to = destinationOf(head);
  if (!deferral || !to) return due;
  const here = endpointId(head.partner, endpointUrl(to));
  return deferral.endpoint_id === here ? Math.max(due, deferral.until) : due;
}

/** The bot's texts that nobody has begun to send: whoever takes the conversation takes them back. */
export function withdrawable(head: Head): [id: string, entry: OutboxEntry][] {
  return Object.entries(head.outbox).filter(([, { source, claim }]) => isBotsOwn(source) && !claim);
}

/** Number of the attempt that comes next; attempts before a replay keep theirs. */
export function attemptNumber(entry: OutboxEntry): number {
  return (entry.replay_after ?? 0) + entry.attempts + 1;
}

export type ClaimVerdict = 'free' | 'claimed' | 'early' | 'gone' | 'tenure' | 'epoch' | 'expired';

/** May this text leave now? `tenure`, `epoch` and `expired` mean that it never may (invariant 4, design §4.2). */
export function judgeClaim(head: Head, id: string, businessNow: number, wallNow: number): ClaimVerdict {
  const entry = head.outbox[id];
  if (!entry) return 'gone';
  if (entry.claim && entry.claim.until > wallNow) return 'claimed';
  if (isBotsOwn(entry.source) && (head.handler !== 'bot' || head.tenure !== entry.tenure)) return 'tenure';
  if (entry.epoch !== undefined && entry.epoch !== head.epoch) return 'epoch';
  if (entry.expires !== undefined && entry.expires < businessNow) return 'expired';
  return waitsUntil(head, entry) > businessNow ? 'early' : 'free';
}

/** Nobody else has it, nobody else owes an answer: the bot may go on by itself. */
export function isBotsAndOpen({ handler, status }: Pick<Head, 'handler' | 'status'>): boolean {
  return handler === 'bot' && status === 'open';
}

/** Has the client written something that whoever saw this version has not read? */
export function hasMissed({ heard = 0 }: Pick<Head, 'heard'>, seenVersion: number | undefined): boolean {
  return seenVersion !== undefined && heard > seenVersion;
}

/** Messages to which the client still waits for an answer, oldest first. */
export function unanswered({ pending, owed }: Pick<Head, 'pending' | 'owed'>): string[] {
  return [...new Set([...pending, ...owed])].sort();
}

/** Texts that must not be spoken over a human; an incident's notice is the desk's own voice. */
export function isBotsOwn(source: TextSource): boolean {
  return source === 'ai_bot' || source === 'reminder' || source === 'farewell';
}
