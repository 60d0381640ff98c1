import type { Advice } from './domain/advice.ts';
import type { Bot } from './domain/bot.ts';
import type { Judgement } from './domain/classification.ts';
import type { Claim, Deferral, Escalation, Head, OutboxEntry } from './domain/conversation.ts';
import type { SendResult } from './domain/delivery.ts';
import type { Attempt, DeadDelivery, TextOutcome } from './domain/delivery-record.ts';
import type { DeskText, FollowUpText, OperatorText } from './domain/desk-text.ts';
import type { PolicyReading } from './domain/documents.ts';
import type { Endpoint, HeldText } from './domain/endpoint.ts';
import type { Feedback } from './domain/feedback.ts';
import type { FollowUp } from './domain/follow-up.ts';
import type { Handbook } from './domain/handbook.ts';
import type { DeadPosition, Job } from './domain/job.ts';
import type { Channel, Message, Profile } from './domain/message.ts';
import type { Caller, Partner } from './domain/partner.ts';
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
  handBack(seen: Head, next: FollowUp | undefined): Promise<Written>;
  /** Puts the conversation back into the queue, if its operator has been silent since `seen`; counts anew as well. */
  returnToQueue(seen: Head, item: Escalation): Promise<Written>;
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
}

/** What goes with a conversation that an operator takes. */
export interface Take {
  operator: string;
  at: number;
  /** Texts that are taken back, and the messages that they would have answered. */
  withdrawn: readonly string[];
  owed: readonly string[];
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

/** One line per outcome: ids and results, never what was said. */
export interface Journal {
  info(event: string, fields: Record<string, unknown>): void;
  warn(event: string, fields: Record<string, unknown>): void;
  error(event: string, fields: Record<string, unknown>): void;
}
