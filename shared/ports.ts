import type { Classification } from './domain/classification.ts';
import type { Claim, Deferral, Escalation, Head, OutboxEntry } from './domain/conversation.ts';
import type { SendResult } from './domain/delivery.ts';
import type { Attempt, DeadDelivery, TextOutcome } from './domain/delivery-record.ts';
import type { Endpoint, HeldText } from './domain/endpoint.ts';
import type { Tallies } from './domain/escalation.ts';
import type { DeadPosition, Job } from './domain/job.ts';
import type { Channel, Message, Profile } from './domain/message.ts';
import type { Caller, Partner } from './domain/partner.ts';
import type { Turn } from './domain/turn.ts';
import type { WebhookKey } from './domain/webhook-key.ts';
import type { WebhookSecret } from './domain/webhook-secret.ts';

/** Two times that are never mixed (design §2, invariant 11); both in epoch milliseconds. */
export interface Clock {
  /** Moves with the twin's clock: limits, bursts, due times, ladders, expiry. */
  business(): number;
  /** Never scaled: claims, deadlines, signatures. */
  wall(): number;
}

/** Values that the pure rules may not make themselves. */
export interface Chance {
  /** As many fresh random bytes as a message id takes. */
  entropy(): Uint8Array;
  /** 0 (inclusive) to 1 (exclusive). */
  fraction(): number;
}

/** Waits so many milliseconds of wall time. */
export type Pause = (milliseconds: number) => Promise<void>;

/** Did a conditional write find what its decision had used? */
export type Written = 'written' | 'conflict';

/** A conversation's head, messages and turns. Every read is strongly consistent. */
export interface Conversations {
  head(id: string): Promise<Head | undefined>;
  profile(id: string): Promise<Profile | undefined>;
  /** Keeps these fields; what is not among them stays as it was. */
  putProfile(id: string, changes: Profile): Promise<void>;
  /** Writes the head of a new or known conversation if its rate window is still the one `seen`. */
  admit(seen: Head | undefined, entry: AdmittedMessage): Promise<Written>;
  /** Adds the message under its id. If it is there already, or was forgotten, nothing changes. */
  putMessage(message: Message): Promise<'written' | 'known' | 'forgotten'>;
  /** Adds a message that was forgotten, and its id to the pending ones under a new epoch, both or neither. */
  restore(message: Message): Promise<Written>;
  /** Those of the named messages that exist, oldest first. */
  messages(conversationId: string, ids: readonly string[]): Promise<Message[]>;
  /** What a turn is decided on: those of the messages that exist, oldest first, and what is known of the client. */
  burst(conversationId: string, ids: readonly string[]): Promise<{ messages: Message[]; profile: Profile }>;
  /** Keeps the first decision made under this turn's id, and returns it. */
  draftTurn(turn: Turn): Promise<Turn>;
  turn(conversationId: string, id: string): Promise<Turn | undefined>;
  /** Makes the turn true if pending ids, epoch, tenure and sequence still are what it was decided on. */
  commitTurn(seen: Head, turn: Turn, change: TurnChange): Promise<Written>;
  /** Marks ids whose rows never came, so that a row that comes after all is noticed; returns those without a row. */
  forget(conversationId: string, ids: readonly string[]): Promise<string[]>;
  /** Takes ids off the pending ones, if these and the epoch still are those `seen`. */
  dropPending(seen: Head, ids: readonly string[]): Promise<Written>;
  /** Gives the conversation to an operator, without these texts, if tenure, handler and outbox still are those `seen`. */
  take(seen: Head, operator: string, withdrawn: readonly string[]): Promise<Written>;
  /** Gives the conversation back to the bot, if tenure and handler still are those `seen`. */
  handBack(seen: Head): Promise<Written>;
  history(conversationId: string, page: HistoryPage): Promise<HistoryItem[]>;
  /** Replies among the rows right behind a message's, oldest first: where the one that answers it stands. */
  repliesAfter(conversationId: string, messageId: string): Promise<HistoryItem[]>;
}

export interface AdmittedMessage {
  conversation_id: string;
  partner: string;
  client_id: string;
  id: string;
  at: number;
  digest: string;
  window: { start: number; count: number };
  channel: Channel;
}

export interface TurnChange {
  entry: OutboxEntry;
  /** Every pending id that this turn decides, and those whose rows never came. */
  decided: readonly string[];
  escalation: Escalation | undefined;
  tallies: Tallies;
}

export interface HistoryPage {
  limit: number;
  /** Only what is older than the item with this id. */
  before?: string | undefined;
  /** Only what the desk said. */
  repliesOnly?: boolean | undefined;
}

export type HistoryItem =
  | { kind: 'message'; message: Message }
  | { kind: 'reply'; turn: Turn; outcome: TextOutcome | 'waiting' };

/** The texts of a conversation on their way out: claims on the head, attempts beside the text. */
export interface Outbox {
  /** Takes the text for one attempt (invariant 4); the condition is part of the write. Returns the head as it then is. */
  claim(seen: Head, textId: string, claim: Claim): Promise<Head | undefined>;
  /** Records how an attempt went, unless a later claim has recorded under the same number. */
  putAttempt(attempt: Attempt): Promise<Written>;
  attempts(conversationId: string, textId: string): Promise<Attempt[]>;
  /** Takes a finished text off the head, if this claim still holds it. */
  settle(conversationId: string, textId: string, claimId: string): Promise<Written>;
  /** Puts the text back to wait until `due`, if this claim still holds it. */
  park(conversationId: string, textId: string, claimId: string, parked: Parked): Promise<Written>;
  /** Lets a text wait for its endpoint, if due time and claim still are those `seen`. */
  defer(seen: Head, textId: string, deferral: Deferral): Promise<Written>;
  /** Ends a text's waiting for this endpoint. */
  undefer(conversationId: string, textId: string, endpointId: string): Promise<Written>;
  /** Takes a text off the head that may not be said any more, if tenure, epoch and claim still are those `seen`. */
  cancel(seen: Head, textId: string): Promise<Written>;
  /** Takes a text that was given up off the head, if this claim still holds it, and puts it where operators see it: both or neither. */
  bury(dead: DeadDelivery, claimId: string): Promise<Written>;
  /** Puts a dead text back on the head and takes it from where operators see it: both or neither, so once for each death. */
  revive(dead: DeadDelivery, entry: OutboxEntry): Promise<Written>;
  /** Keeps a signal that crashed its function twice where operators see it. */
  putStuck(stuck: StuckSignal): Promise<void>;
}

export interface StuckSignal {
  conversation_id?: string | undefined;
  /** The queue's own id of a letter that is no signal. */
  letter?: string | undefined;
  lane: 'inbound' | 'outbound' | 'jobs';
  at: number;
}

export interface Parked {
  due: number;
  attempts: number;
  uncounted: number;
  first_attempt_at: number;
}

/** Endpoints and how they fare. Every read is strongly consistent. */
export interface Endpoints {
  endpoint(id: string): Promise<Endpoint | undefined>;
  /** Keeps `next` under the revision after the one `seen`, if that still stands; `undefined`: if there is none. */
  save(seen: Endpoint | undefined, next: Endpoint): Promise<Written>;
  /** By partner and id; of one partner if it is given. */
  list(page: EndpointPage): Promise<Endpoint[]>;
  /** Shows a text as held; again and again it is the same. */
  hold(text: HeldText): Promise<void>;
  release(endpointId: string, textId: string): Promise<void>;
  /** Texts that wait for a disabled endpoint, oldest first. */
  held(endpointId: string, page: HeldPage): Promise<HeldText[]>;
}

export interface EndpointPage {
  limit: number;
  partner?: string | undefined;
  /** Only what comes behind this one, by partner and id. */
  after?: Pick<Endpoint, 'partner' | 'id'> | undefined;
}

export interface HeldPage {
  limit: number;
  /** Only what is younger than this text. */
  after?: string | undefined;
}

/** Deliveries that were given up, as they stand until they are replayed or expire. Every read is strongly consistent. */
export interface DeadDeliveries {
  /** Those of one day (UTC, `YYYY-MM-DD`), in this order. */
  on(day: string, page: DeadPage): Promise<DeadDelivery[]>;
}

export interface DeadPage {
  order: 'newest' | 'oldest';
  limit: number;
  /** Only what comes behind this one in the order. */
  beyond?: DeadPosition | undefined;
}

/** Work on many texts. Every read is strongly consistent. */
export interface Jobs {
  job(id: string): Promise<Job | undefined>;
  /** The job that was started last for this work. */
  latest(work: string): Promise<Job | undefined>;
  /** Starts the job as the latest for its work, if that is still the one `seen`: both or neither. */
  start(seen: Job | undefined, job: Job): Promise<Written>;
  /** Keeps `next` under the revision after the one `seen`, if that still stands. */
  save(seen: Job, next: Job): Promise<Written>;
}

/** "This job has work": what travels through the jobs' lane. */
export interface JobSignal {
  job_id: string;
  /** Set if a dead-lettered signal was put back once already. */
  redriven?: boolean | undefined;
}

/** Idempotency keys of partners. */
export interface KeyedRequests {
  /** Remembers the request under its key, or returns the one that has it already. */
  claim(request: KeyedRequest, now: number): Promise<KeyedRequest | undefined>;
}

export interface KeyedRequest {
  partner: string;
  key: string;
  message_id: string;
  at: number;
  /** Hash of what was asked for. */
  digest: string;
}

/** How fast callers may ask, whatever they ask for. */
export interface CallerLimit {
  /** @throws Fault limit.key */
  countKey(partner: string, at: number): void;
}

/** How often a partner may have a URL pinged. */
export interface PingLimit {
  /** @throws Fault limit.ping */
  countPing(partner: string, at: number): void;
}

/** Partners, and whose keys there are. */
export interface Directory {
  /** Who holds the key with this SHA-256 (hex). */
  callerOfKey(keyHash: string): Promise<Caller | undefined>;
  partner(id: string): Promise<Partner | undefined>;
}

/** Changes a partner's webhook secrets. It reads past every cache. */
export interface WebhookSecrets {
  partner(id: string): Promise<Partner | undefined>;
  /** Puts these in place of what `seen` has, if its newest secret still is the newest. Nothing else of the partner changes. */
  replaceWebhookSecrets(seen: Partner, secrets: readonly WebhookSecret[]): Promise<Written>;
}

/** Changes which signatures a partner's webhooks carry. It reads past every cache. */
export interface WebhookSignatures {
  partner(id: string): Promise<Partner | undefined>;
  /** Whether there is such a partner. Nothing else of it changes. */
  setAsymmetric(id: string, asymmetric: boolean): Promise<boolean>;
}

/** The desk's own keys, newest first; none before the first is needed. Every read is strongly consistent. */
export interface WebhookKeys {
  keys(): Promise<WebhookKey[]>;
  /** Puts these in place of those `seen`, if the newest of them still is the newest; none seen: if there are none. */
  replaceKeys(seen: readonly WebhookKey[], next: readonly WebhookKey[]): Promise<Written>;
}

/** "Conversation X has work": nothing else travels through a lane. */
export interface Signal {
  conversation_id: string;
  /** In dead-letter queues: the text that was given up. */
  text_id?: string | undefined;
  /** How often this chain of signals did work. */
  hops?: number | undefined;
  /** Set if a dead-lettered signal was put back once already. */
  redriven?: boolean | undefined;
  /** Delays of this signal are wall time. */
  clock?: 'wall' | undefined;
}

export interface Lane<Sent = Signal> {
  /**
   * @param delayS whole seconds, at most 900
   * @param group who may have to wait for whom: a group with much under way comes after the others
   */
  send(signal: Sent, delayS?: number, group?: string): Promise<void>;
}

/** Keeps one origin from having too many sends at a time, and an endpoint from having too many a second, in one instance. */
export interface SendLimit {
  /** What ends the send, or undefined if no room for one came within a second of wall time. */
  enter(origin: string, endpointId: string): Promise<(() => void) | undefined>;
}

/** One-off wake-ups beyond what a lane can hold back. */
export interface Alarm {
  /** Signals the outbound lane at `at` (business time). The same name twice is one firing. */
  arm(name: string, at: number, signal: Signal): Promise<void>;
}

export interface Classifier {
  classify(text: string): Promise<Classification>;
}

export interface Sender {
  send(text: OutgoingText): Promise<SendResult>;
}

export interface OutgoingText {
  partner: string;
  client_id: string;
  channel: Channel;
  turn: Turn;
}

/** Sends one signed ping. What the endpoint does is a result; it rejects only for reasons of our own. */
export interface Pinger {
  ping(ping: Ping): Promise<PingResult>;
}

export interface Ping {
  id: string;
  partner: string;
  url: string;
  /** Business time. */
  at: number;
}

export interface PingResult {
  result: SendResult;
  /** How many it carried: one, one more for each older secret still in force, and one of the desk's key if it was chosen. */
  signatures: number;
}

/** `unknown`: the resolver was slow or failed, which is not the caller's fault; the check at connect decides. */
export type HostVerdict = 'public' | 'non_public' | 'not_found' | 'unknown';

/** Does a webhook host resolve to addresses that anybody may be sent to? */
export interface HostCheck {
  check(host: string, now: number): Promise<HostVerdict>;
}

/** One line per outcome: ids and results, never what was said. */
export interface Journal {
  info(event: string, fields: Record<string, unknown>): void;
  warn(event: string, fields: Record<string, unknown>): void;
  error(event: string, fields: Record<string, unknown>): void;
}
