import type { AccessClaims } from './domain/access-token.ts';
import type { Advice } from './domain/advice.ts';
import type { AuditEntry, AuditPlace } from './domain/audit.ts';
import type { Bot } from './domain/bot.ts';
import type { Judgement } from './domain/classification.ts';
import type { ClientRecord, Trace } from './domain/client-record.ts';
import type { Connection, Ticket } from './domain/connection.ts';
import type { Claim, Deferral, Escalation, Head, OutboxEntry } from './domain/conversation.ts';
import type { SendResult } from './domain/delivery.ts';
import type { Attempt, DeadDelivery, TextOutcome } from './domain/delivery-record.ts';
import type { DeskText, FollowUpText, OperatorText } from './domain/desk-text.ts';
import type { PolicyReading } from './domain/documents.ts';
import type { Endpoint, HeldText } from './domain/endpoint.ts';
import type { Feedback } from './domain/feedback.ts';
import type { FollowUp } from './domain/follow-up.ts';
import type { Frame } from './domain/frame.ts';
import type { Handbook } from './domain/handbook.ts';
import type { InboxEntry, ReadMark, Stretch } from './domain/inbox.ts';
import type { DeadPosition, EraseJob, Job } from './domain/job.ts';
import type { Tries } from './domain/lock-out.ts';
import type { Channel, Message, Profile } from './domain/message.ts';
import type { Operator } from './domain/operator.ts';
import type { Note, OperatorAction } from './domain/operator-action.ts';
import type { Caller, Partner } from './domain/partner.ts';
import type { PartnerKey } from './domain/partner-key.ts';
import type { PasswordHash } from './domain/password.ts';
import type { Stretched } from './domain/said.ts';
import type { Session } from './domain/session.ts';
import type { HourCount } from './domain/statistics.ts';
import type { TokenKey } from './domain/token-key.ts';
import type { Turn } from './domain/turn.ts';
import type { PhoneSpan } from './domain/understanding/phone.ts';
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
  /**
   * Keeps these fields; what is not among them stays as it was.
   * @param at when the partner said so
   */
  putProfile(id: string, changes: Profile, at: number): Promise<void>;
  /** Writes the head of a new or known conversation if its rate window is still the one `seen`. */
  admit(seen: Head | undefined, entry: AdmittedMessage): Promise<Written>;
  /** Puts the conversation into the inbox where its head says, if who has it and how it stands still are as `seen`. */
  enlist(seen: Head): Promise<void>;
  /** Adds the message under its id. If it is there already, or was forgotten, nothing changes. */
  putMessage(message: Message): Promise<'written' | 'known' | 'forgotten'>;
  /** Adds a message that was forgotten, and its id to the pending ones under a new epoch, both or neither. */
  restore(message: Message): Promise<Written>;
  /** Those of the named messages that exist, oldest first. */
  messages(conversationId: string, ids: readonly string[]): Promise<Message[]>;
  /** What a turn is decided on: those of the messages that exist, oldest first, and what is known of the client. */
  burst(conversationId: string, ids: readonly string[]): Promise<{ messages: Message[]; profile: Profile }>;
  /** Keeps the first decision made under this text's id, and returns it. */
  draft<Text extends DeskText>(text: Text): Promise<Text>;
  text(conversationId: string, id: string): Promise<DeskText | undefined>;
  /** Makes the turn true if pending ids, epoch, tenure and sequence still are what it was decided on. */
  commitTurn(seen: Head, turn: Turn, change: TurnChange): Promise<Written>;
  /** Marks ids whose rows never came, so that a row that comes after all is noticed; returns those without a row. */
  forget(conversationId: string, ids: readonly string[]): Promise<string[]>;
  /** Takes ids off the pending ones, and notes what follows if nothing is left, if these and the epoch still are those `seen`. */
  dropPending(seen: Head, ids: readonly string[], next?: FollowUp): Promise<Written>;
  /** Puts a follow-up's text on the head and moves on, if the client has been silent and the bot has had the conversation since `seen`. */
  commitFollowUp(seen: Head, text: FollowUpText, next: FollowUp): Promise<Written>;
  /** Moves on without a text, under the same conditions. */
  moveFollowUp(seen: Head, next: FollowUp): Promise<Written>;
  /** Closes the conversation, under the same conditions. */
  close(seen: Head): Promise<Written>;
  /** Notes for when a schedule is armed. */
  noteArmed(conversationId: string, at: number): Promise<void>;
  /** Gives the conversation to an operator, without these texts, if tenure, handler and outbox still are those `seen`. */
  take(seen: Head, take: Take): Promise<Written>;
  /** Puts an operator's text on the head, if that operator still has the conversation and nobody has said anything since. */
  reply(seen: Head, text: OperatorText, reply: Reply): Promise<Written>;
  /**
   * Gives the conversation back to the bot, or with an open item to the queue, with what is still owed, if tenure,
   * handler, sequence, outbox and that still are those `seen`. What the client asked for in the operator's time counts no more.
   */
  handBack(seen: Head, next: FollowUp | undefined, action?: OperatorAction): Promise<Written>;
  /** Puts the conversation back into the queue, if its operator has been silent since `seen`; counts anew as well. */
  returnToQueue(seen: Head, item: Escalation): Promise<Written>;
  /** The same because its operator wants so. */
  release(seen: Head, item: Escalation, action: OperatorAction): Promise<Written>;
  /**
   * Closes the conversation because somebody at the desk says that nothing is owed, if status, epoch, tenure, handler and
   * outbox still are those `seen`. Its handler is the bot, in a new tenure.
   */
  closeByHand(seen: Head, closing: Closing, action: OperatorAction): Promise<Written>;
  /** Opens a closed conversation, if status and tenure still are those `seen`. */
  reopen(seen: Head, action: OperatorAction): Promise<Written>;
  /** Adds a note under its id, and counts it as a change of the conversation, both or neither. */
  addNote(note: Note): Promise<Written>;
  /** What somebody did or noted under this id. */
  deed(conversationId: string, id: string): Promise<OperatorAction | Note | undefined>;
  /** All that is kept of a conversation, newest first. */
  timeline(conversationId: string, page: TimelinePage): Promise<TimelineItem[]>;
  /** Notes that a promise was not kept, if it still is the one `seen`. */
  markOverdue(seen: Head): Promise<Written>;
  /** Notes that the client has blocked the bot, at that time, unless it has written since it was `seen`. */
  closeChannel(seen: Head, at: number): Promise<void>;
  /** Notes what the client says of that itself, unless a later word, `stood`, or the same one, was noted before. */
  noteStanding(conversationId: string, closed_at: number | undefined, stood: string): Promise<void>;
  /** Notes the chat's new id. */
  moveChat(conversationId: string, chatId: string): Promise<void>;
  history(conversationId: string, page: HistoryPage): Promise<HistoryItem[]>;
  /** What the desk decided among the rows right behind a message's, oldest first: where the turn that answers it stands. */
  decisionsAfter(conversationId: string, messageId: string): Promise<HistoryItem[]>;
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
  /** More of it comes by itself. */
  album?: true | undefined;
}

export interface TurnChange {
  /** Undefined: nothing is said. */
  entry: OutboxEntry | undefined;
  /** Every pending id that this turn decides, and those whose rows never came. */
  decided: readonly string[];
}

/** What goes with an operator's text. */
export interface Reply {
  /** Messages that it answers: pending or owed, and there to be read. */
  answered: readonly string[];
  /** Keys under which the last ones were asked for, its own first. */
  keys: readonly string[];
  /** Only if the client has written nothing since. */
  unlessHeard?: boolean | undefined;
}

/** What goes with a conversation that is closed by hand. */
export interface Closing {
  /** Texts that are taken back. */
  withdrawn: readonly string[];
  /** Pending messages that need no answer; nothing that was owed does. A row that never came is left to be forgotten. */
  read: readonly string[];
}

/** What goes with a conversation that an operator takes. */
export interface Take {
  operator: string;
  at: number;
  /** Texts that are taken back, and the messages that they would have answered. */
  withdrawn: readonly string[];
  owed: readonly string[];
  /** Written with it, both or neither. */
  action?: OperatorAction | undefined;
}

export interface HistoryPage {
  limit: number;
  /** Only what is older than the item with this id. */
  before?: string | undefined;
  /** Only what the desk decided. */
  decisionsOnly?: boolean | undefined;
  /** Also turns that said nothing whose messages a hand-back has brought back to the bot since: that is how it was decided then. */
  broughtBack?: boolean | undefined;
}

export type HistoryItem =
  | { kind: 'message'; message: Message }
  | { kind: 'text'; text: DeskText; outcome: TextOutcome | 'waiting' }
  /** A turn that said nothing. */
  | { kind: 'left'; turn: Turn };

export type TimelinePage = Pick<HistoryPage, 'limit' | 'before'>;

export type TimelineItem =
  | { kind: 'message'; message: Message }
  | { kind: 'text'; text: DeskText; outcome: TextOutcome | 'waiting'; attempts: Attempt[] }
  /** A turn that said nothing. */
  | { kind: 'left'; turn: Turn }
  | { kind: 'note'; note: Note }
  | { kind: 'action'; action: OperatorAction };

/** Which conversations there are, for people. */
export interface Inbox {
  /** Where conversations stand, in their order; the index that tells is a moment behind. */
  listed(stretch: Stretch, page: { limit: number; after?: string | undefined }): Promise<Listed[]>;
  /** What the inbox shows of these conversations to this operator, strongly consistent, as far as they exist. */
  entries(ids: readonly string[], reader: string): Promise<InboxEntry[]>;
  /** Notes what an operator has read; an older word changes nothing. */
  markRead(conversationId: string, reader: string, mark: ReadMark, at: number): Promise<void>;
}

/** A conversation and its place in a list. */
export interface Listed {
  conversation_id: string;
  order: string;
}

/** What was said in all conversations, by day. The index that tells is a moment behind. */
export interface SaidByDay {
  /** Ids of the index on a day (UTC) from `from` to `to`, both included, newest first. */
  onDay(day: string, range: { from: string; to: string }): Promise<SaidIds>;
  /** What was said in a conversation from one id to another, with what stands right behind the latter. */
  stretch(conversationId: string, from: string, to: string): Promise<Stretched & { rows: number }>;
  /** The same of a conversation's first LIMITS.searchedTurnRows rows from this id on. */
  from(conversationId: string, id: string): Promise<Stretched & { rows: number }>;
  /** Those that there are. */
  heads(ids: readonly string[]): Promise<Head[]>;
}

export interface SaidIds {
  /** LIMITS.saidAtOnce of them at most. */
  ids: string[];
  /** There are older ones in the range. */
  more: boolean;
}

/** What was counted of each hour, in place of what was counted of it before. */
export interface HourCounts {
  /** Of a day (UTC), oldest first, counts that are not finished as well. Strongly consistent. */
  ofDay(day: string): Promise<HourCount[]>;
  put(count: HourCount): Promise<void>;
}

/** All clients there are, by their id. */
export interface ClientList {
  /** Clients whose id begins so, by id and partner, behind `after`. */
  starting(
    prefix: string,
    page: { limit: number; after?: ListedClient | undefined },
  ): Promise<ListedClient[]>;
}

export interface ListedClient {
  client_id: string;
  partner: string;
}

/** The texts of a conversation on their way out: claims on the head, attempts beside the text. */
export interface Outbox {
  /** Takes the text for one attempt (invariant 4); the condition is part of the write. Returns the head as it then is. */
  claim(seen: Head, textId: string, claim: Claim): Promise<Head | undefined>;
  /**
   * Records how an attempt went, unless a later claim has recorded under the same number, or somebody else how the same
   * claim ended.
   */
  putAttempt(attempt: Attempt): Promise<Written>;
  attempts(conversationId: string, textId: string): Promise<Attempt[]>;
  /** Takes a finished text off the head, and notes what follows, if this claim still holds it. Returns the head as it then is. */
  settle(
    conversationId: string,
    textId: string,
    claimId: string,
    sequel?: Settled,
  ): Promise<Head | undefined>;
  /** Puts the text back to wait until `due`, if this claim still holds it. */
  park(conversationId: string, textId: string, claimId: string, parked: Parked): Promise<Written>;
  /** Lets a text wait for its endpoint, if due time and claim still are those `seen`. */
  defer(seen: Head, textId: string, deferral: Deferral): Promise<Written>;
  /** Ends a text's waiting for this endpoint. */
  undefer(conversationId: string, textId: string, endpointId: string): Promise<Written>;
  /**
   * Takes a text off the head that may not be said any more, if tenure, epoch and claim still are those `seen`.
   * @param unanswered messages that it would have answered: pending again if the bot has the conversation, else owed
   */
  cancel(seen: Head, textId: string, unanswered: readonly string[]): Promise<Written>;
  /** Takes a text that was given up off the head, if this claim still holds it, and puts it where operators see it: both or neither. */
  bury(dead: DeadDelivery, claimId: string, spokeAt?: number): Promise<Written>;
  /** Puts a dead text back on the head and takes it from where operators see it: both or neither, so once for each death. */
  revive(dead: DeadDelivery, entry: OutboxEntry): Promise<Written>;
  /** Keeps a signal that crashed its function twice where operators see it. */
  putStuck(stuck: StuckSignal): Promise<void>;
}

export interface StuckSignal {
  conversation_id?: string | undefined;
  /** The queue's own id of a letter that is no signal. */
  letter?: string | undefined;
  lane: 'inbound' | 'outbound' | 'followUps' | 'jobs';
  at: number;
}

/** What follows a delivered reply, for when a schedule is armed because of it, and when the chat was spoken in. */
export interface Settled {
  follow_up?: FollowUp | undefined;
  armed?: number | undefined;
  spoke_at?: number | undefined;
}

export interface Parked {
  due: number;
  attempts: number;
  uncounted: number;
  first_attempt_at: number;
  parts_sent?: number | undefined;
  spoke_at?: number | undefined;
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

/** What is kept of one client, for whoever exports or erases it. Every read is strongly consistent. */
export interface ClientRecords {
  /**
   * Begins to erase: starts the job as the latest for its work and takes the conversation's head and the client's profile
   * away, all or nothing, if job and head still are those seen. What is admitted from then on is of a new conversation.
   */
  begin(seen: { job: Job | undefined; head: Head | undefined }, job: EraseJob): Promise<Written>;
  /** Rows of the conversation by their places, from behind `after` on. */
  records(conversationId: string, page: RecordsPage): Promise<ClientRecord[]>;
  /** Signals that crashed, of whatever conversation, from behind `after` on: places, and whose they are. */
  stuck(page: RecordsPage): Promise<{ place: string; conversation_id: string }[]>;
  /** What is kept by these keys, as far as it is there, in no order. */
  find(traces: readonly Trace[]): Promise<{ kind: Trace['kind']; value: object }[]>;
  /** Puts a client into the list of all clients, in which it may be already. */
  list(client: ListedClient): Promise<void>;
  /** Takes these away; whatever is not there already is gone. */
  remove(traces: readonly Trace[]): Promise<void>;
}

export interface RecordsPage {
  limit: number;
  after?: string | undefined;
}

/** One-off schedules by their names, for whoever takes them back. */
export interface Schedules {
  /** Names that begin like this. */
  named(clock: ScheduleClock, prefix: string): Promise<string[]>;
  /** One that has gone off is gone already. */
  disarm(clock: ScheduleClock, name: string): Promise<void>;
}

/** `retry`: texts that wait, by their ids. `followUp`: conversations that are woken. */
export type ScheduleClock = 'retry' | 'followUp';

/** "This job has work": what travels through the jobs' lane. */
export interface JobSignal {
  job_id: string;
  /** Set if a dead-lettered signal was put back once already. */
  redriven?: boolean | undefined;
}

/** Idempotency keys of partners. */
export interface KeyedRequests {
  /**
   * Remembers the request under its key, or returns the one that has it already.
   * @param kept for so long, ms; seven days unless given
   */
  claim(request: KeyedRequest, now: number, kept?: number): Promise<KeyedRequest | undefined>;
  /** Notes under a key, named by its hash, that what came of it was erased; it is remembered no longer for that. */
  markErased(partner: string, keyDigest: string): Promise<void>;
}

export interface KeyedRequest {
  partner: string;
  key: string;
  message_id: string;
  at: number;
  /** Hash of what was asked for. */
  digest: string;
  /** What came of it was erased: a repeat is answered, and nothing else happens. */
  erased?: true | undefined;
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

/** Partners and their keys, for whoever manages them. Every read is strongly consistent, past every cache. */
export interface Partners {
  partner(id: string): Promise<Partner | undefined>;
  /** By id, LIMITS.partners of them at most. */
  partners(): Promise<Partner[]>;
  /** Adds a partner under an id that is free, with its first key: both or neither. */
  addPartner(partner: Partner, key: PartnerKey): Promise<Written>;
  /** The partner as it then is; undefined: there is none. Nothing else of it changes. */
  renamePartner(id: string, name: string): Promise<Partner | undefined>;
  /** The same. @param at since when its keys open nothing; one that is disabled stays so since then. undefined: they do */
  switchPartner(id: string, at: number | undefined): Promise<Partner | undefined>;
  /** By id. Keys that were put into the table by hand are not among them. */
  partnerKeys(partner: string): Promise<PartnerKey[]>;
  addPartnerKey(key: PartnerKey): Promise<void>;
  /** Whether it was there. */
  removePartnerKey(key: PartnerKey): Promise<boolean>;
}

/** What people have changed of the desk itself. Every read is strongly consistent. */
export interface Audit {
  /** Keeps an entry in place of one with the same id and time. */
  put(entry: AuditEntry): Promise<void>;
  /** Takes back one of a change that was refused. */
  remove(place: AuditPlace): Promise<void>;
  /** Those of a month (UTC, `YYYY-MM`), newest first, behind `beyond`. */
  inMonth(month: string, page: { limit: number; beyond?: AuditPlace | undefined }): Promise<AuditEntry[]>;
}

/** The desk's own keys, newest first; none before the first is needed. Every read is strongly consistent. */
export interface WebhookKeys {
  keys(): Promise<WebhookKey[]>;
  /** Puts these in place of those `seen`, if the newest of them still is the newest; none seen: if there are none. */
  replaceKeys(seen: readonly WebhookKey[], next: readonly WebhookKey[]): Promise<Written>;
}

/** The people at the desk, and where they are signed in. Every read is strongly consistent. */
export interface Operators {
  operator(id: string): Promise<Operator | undefined>;
  /** By id. */
  operators(): Promise<Operator[]>;
  /** Adds somebody under an id that is free. */
  addOperator(operator: Operator): Promise<Written>;
  /**
   * Keeps what `next` says apart from sessions, under the revision after the one `seen`, if that still stands.
   * @param sessions whether they go on, or all end in the same write
   */
  saveOperator(seen: Operator, next: Operator, sessions: 'kept' | 'ended'): Promise<Written>;
  /** Adds a session and takes others away, if the revision still is the one `seen`. */
  beginSession(
    seen: Operator,
    begun: { id: string; session: Session; gone: readonly string[] },
  ): Promise<Written>;
  /** Puts the session's next state in place of the one `seen`, if its token still is that one's. */
  rotateSession(operator: string, id: string, seen: Session, next: Session): Promise<Written>;
  endSession(operator: string, id: string): Promise<void>;
  endSessions(operator: string): Promise<void>;
}

/** Whoever judges requests of somebody who has signed in; what it remembers is at most `LIMITS.operatorsRememberedWall` old. */
export interface KnownOperators {
  /** Looks again if the token tells of something that is not known yet. */
  operatorOf(claims: AccessClaims): Promise<Operator | undefined>;
}

/** Tries to sign in, by the digest of a name or an address. */
export interface SignInTries {
  tries(of: string): Promise<Tries | undefined>;
  /** Keeps `next`, or nothing, if what is kept still is what was `seen`. */
  saveTries(of: string, seen: Tries | undefined, next: Tries | undefined): Promise<Written>;
}

/** Hashes of passwords. Both take tens of milliseconds and 19 MiB. */
export interface Passwords {
  hash(password: string): Promise<PasswordHash>;
  /** Does as much work, and says no, if there is no hash: how long it takes tells nobody whether a name is known. */
  verify(password: string, hash: PasswordHash | undefined): Promise<boolean>;
}

/** The keys of access tokens, newest first; none before the first is needed. Every read is strongly consistent. */
export interface TokenKeys {
  tokenKeys(): Promise<TokenKey[]>;
  /** Puts these in place of those `seen`, if the newest of them still is the newest; none seen: if there are none. */
  replaceTokenKeys(seen: readonly TokenKey[], next: readonly TokenKey[]): Promise<Written>;
}

/** Access tokens as they travel. */
export interface AccessTokens {
  sign(claims: AccessClaims, key: TokenKey): Promise<string>;
  /** What a token says, if it is one of ours and its time has come and is not over; undefined otherwise. */
  read(token: string): Promise<AccessClaims | undefined>;
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

/** One-off wake-ups of conversations, for whatever they need then. */
export interface WakeUps {
  /** Wakes the conversation at `at` (business time, whole seconds). The same time twice is one wake-up. */
  arm(conversationId: string, at: number): Promise<void>;
}

/** The same, for whoever wants to see what is armed. */
export interface ArmedWakeUps {
  armed(page: {
    limit: number;
    after?: string | undefined;
  }): Promise<{ items: WakeUp[]; next: string | undefined }>;
}

export interface WakeUp {
  conversation_id: string;
  at: number;
}

/** The policy and texts in force. */
export interface Handbooks {
  current(): Promise<Handbook>;
}

/** The policy that these changes make of the shipped one, or what is wrong with it. */
export type ReadPolicy = (changes: unknown) => PolicyReading;

/** What admins publish, with every version there was. Every read is strongly consistent. */
export interface Documents {
  /** All that are published, each in its latest version. */
  all(): Promise<PublishedDocument[]>;
  document(name: string): Promise<PublishedDocument | undefined>;
  version(name: string, version: number): Promise<PublishedDocument | undefined>;
  /** Newest first. */
  versions(name: string, page: { limit: number; before?: number | undefined }): Promise<PublishedDocument[]>;
  /** Publishes it as its version, if the one before still is the latest: both the latest and the history, or neither. */
  publish(document: PublishedDocument): Promise<Written>;
}

/** One version of what an admin published; who, when and why is its audit. */
export interface PublishedDocument {
  name: string;
  /** From 1, without gaps. */
  version: number;
  body: unknown;
  at: number;
  by: string;
  reason?: string | undefined;
  /** The version it brings back; 0: what is shipped. */
  restores?: number | undefined;
}

/** The desk's bots. */
export interface Bots {
  bot(id: string): Promise<Bot | undefined>;
}

/** Changes them. It reads past every cache. */
export interface BotRows extends Bots {
  /** By id. */
  bots(): Promise<Bot[]>;
  /** Keeps `next` under the revision after the one `seen`, if that still stands; `undefined`: if there is none. */
  saveBot(seen: Bot | undefined, next: Bot): Promise<Written>;
  removeBot(seen: Bot): Promise<Written>;
}

/** Figures of what goes on, for alarms and graphs. */
export interface Meter {
  /** By name, as of now. */
  record(figures: Readonly<Record<string, number>>): void;
}

/** Bots' tokens, in the secret store. */
export interface BotTokens {
  /** @param refused one that is not taken any more: whoever remembers it looks whether there is another */
  token(bot: string, refused?: string): Promise<string | undefined>;
}

/** Changes them. */
export interface BotTokenStore extends BotTokens {
  putToken(bot: string, token: string): Promise<void>;
  removeToken(bot: string): Promise<void>;
}

/** The Bot API, one method at a time. It never throws for what the API or the network does. */
export interface BotApi {
  call(token: string, method: string, parameters: Record<string, unknown>): Promise<BotApiAnswer>;
  /** A file, if it has at most so many bytes. */
  download(token: string, path: string, most: number): Promise<Download>;
}

export interface BotApiAnswer {
  /** How the request fared; the body is that of the result. */
  result: SendResult;
  /** The API's own answer, if one came: `ok` and what goes with it. */
  answer?: { ok: true; value: unknown } | BotApiRefusal | undefined;
  /** It provably failed before anything of the request could leave. */
  unsent?: true | undefined;
}

export interface BotApiRefusal {
  ok: false;
  code: number;
  /** At most 256 characters. */
  description: string;
  retry_after?: number | undefined;
  migrate_to?: string | undefined;
}

/** `missing`: there is none at this path, or it is no path that may be asked for. */
export type Download =
  | { kind: 'file'; bytes: Uint8Array }
  | { kind: 'missing' | 'too_large' }
  | { kind: 'failed'; why: string };

/** How fast bots may send, over all instances together, by wall time. */
export interface BotPacing {
  /**
   * Takes the next free moment of the bot (and, if it is given, of the group) and says when it is, wall time. Undefined:
   * it is further off than LIMITS.pacedWaitWall, and was not taken.
   */
  take(bot: string, group?: string): Promise<number | undefined>;
  /** Gives out no moment of the bot before then, business time. */
  hold(bot: string, until: number): Promise<void>;
  /** Is it to keep silent now? A moment that was taken before may have come since. */
  isHeld(bot: string): Promise<boolean>;
}

/** Updates that could not be understood, where operators see them. */
export interface ParkedUpdates {
  park(update: ParkedUpdate): Promise<void>;
  /** Newest first, from behind `before` on. */
  parked(page: { limit: number; before?: ParkedPlace | undefined }): Promise<ParkedUpdate[]>;
}

/** Names a parked update: it is parked once at a time. */
export type ParkedPlace = Pick<ParkedUpdate, 'at' | 'bot' | 'update'>;

export interface ParkedUpdate {
  bot: string;
  update: number;
  at: number;
  why: string;
  /** As it came, at most LIMITS.parkedCharacters; a cut is marked. */
  body: string;
}

/** Finds phone numbers in a text, by their place in it. */
export type FindPhones = (text: string) => PhoneSpan[];

export interface Classifier {
  classify(text: string): Promise<Judgement>;
}

/** Models in place of the shipped one, each a file that is cut into parts. A part is never changed. */
export interface ModelFiles {
  putPart(model: string, number: number, bytes: Uint8Array): Promise<void>;
  part(model: string, number: number): Promise<Uint8Array | undefined>;
  /** Parts 0 to `parts` - 1, joined; undefined: not all of them are there. */
  file(model: string, parts: number): Promise<Uint8Array | undefined>;
}

/** What a model's file holds. @throws Error if it is none that this release reads */
export type ReadModelFile = (bytes: Uint8Array) => { id: string; labels: readonly string[]; sha256: string };

/** What people at the desk say of how turns were understood, one of each turn. Every read is strongly consistent. */
export interface FeedbackRows {
  /** Puts it in place of what was said of the turn before. */
  put(feedback: Feedback): Promise<void>;
  feedback(turnId: string): Promise<Feedback | undefined>;
  remove(turnId: string): Promise<void>;
  /** By turn, newest first, from behind `before` on. */
  list(page: { limit: number; before?: string | undefined }): Promise<Feedback[]>;
}

/** Is asked for a second opinion where the classifier is in doubt. It never throws; undefined: there is none to go by. */
export interface Adviser {
  /** @param text without what tells who wrote it */
  advise(text: string): Promise<Advice | undefined>;
}

/** Opinions of language models that were heard before, each for LIMITS.opinionsKept. */
export interface Opinions {
  /** @param question names what was asked of which model */
  opinion(question: string): Promise<Advice | undefined>;
  keep(question: string, advice: Advice): Promise<void>;
}

/** What opinions cost, by day (UTC, `YYYY-MM-DD`), in millionths of a US dollar. */
export interface Spending {
  /** Adds it to the day, unless that would then be over the cap; whether it was added. */
  reserve(day: string, amount: number, cap: number): Promise<boolean>;
  /** Changes what was added, once it is known what it came to. */
  correct(day: string, by: number): Promise<void>;
}

export interface Sender {
  send(text: OutgoingText): Promise<SendResult>;
  /** Shows in a chat that an answer is being written; nothing depends on it. */
  typing(channel: Channel): Promise<void>;
}

export interface OutgoingText {
  partner: string;
  client_id: string;
  channel: Channel;
  text: DeskText;
  /** Parts that earlier attempts have put into the chat. */
  parts_sent?: number | undefined;
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

/** Tickets that open a socket, each once. A store keeps them by their hash alone. */
export interface Tickets {
  issue(ticket: Ticket): Promise<void>;
  /** Takes it away and says whose it was; undefined: there is none, it was used, or its time is over. */
  redeem(hash: string, wallNow: number): Promise<Pick<Ticket, 'operator' | 'role'> | undefined>;
}

/** Open sockets. Every read is strongly consistent: whoever has just come must miss nothing. */
export interface Connections {
  put(connection: Connection): Promise<void>;
  connection(id: string): Promise<Connection | undefined>;
  remove(id: string): Promise<void>;
  /** Notes what is on its screen; false: there is no such connection. */
  view(id: string, conversationId: string | undefined): Promise<boolean>;
  /** LIMITS.connections of them at most, those too that may be gone already. */
  all(): Promise<Connection[]>;
}

/** Speaks to sockets. It never throws; `failed`: nobody knows whether the frame arrived. */
export interface Pusher {
  /** Gives up after LIMITS.pushWall. */
  push(connectionId: string, frame: Frame): Promise<'sent' | 'gone' | 'failed'>;
  /** Ends the connection, so that its client comes back and reads anew. */
  end(connectionId: string): Promise<void>;
}

/** What frames tell of, as the table has it now: heads and texts in one question. Strongly consistent. */
export interface Snapshots {
  /** Those that are there. */
  snapshot(
    conversations: readonly string[],
    texts: readonly string[],
  ): Promise<{ heads: Head[]; texts: DeskText[] }>;
}

/** One line per outcome: ids and results, never what was said. */
export interface Journal {
  info(event: string, fields: Record<string, unknown>): void;
  warn(event: string, fields: Record<string, unknown>): void;
  error(event: string, fields: Record<string, unknown>): void;
}
