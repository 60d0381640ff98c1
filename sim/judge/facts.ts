import type { TextSource } from '../../shared/domain/conversation.ts';
import type { Attempt, DeadDelivery } from '../../shared/domain/delivery-record.ts';
import type { Scenario } from '../../shared/domain/scenario.ts';
import type { StuckSignal } from '../../shared/ports.ts';

/**
 * What happened in a run, in the order it took effect. This is all that the judge sees of it. `at` is a place on the
 * timeline; `now` and all other times are business time, `now` by a clock that is right.
 */
export type Fact = { at: number; now: number } & (
  | { kind: 'accepted'; message: string; key: string | undefined }
  /** A message's row is there, whether or not its sender ever hears of it. `place`: its number in its chat. */
  | { kind: 'written'; message: string; place?: number | undefined }
  /** A client's message raised the epoch. `row`: it came back whole. `place`: its number in its chat. */
  | { kind: 'wrote'; conversation: string; message: string; row: boolean; place?: number | undefined }
  /** A message is given up whose row never came. */
  | { kind: 'forgotten'; conversation: string; messages: readonly string[] }
  | { kind: 'committed'; text: CommittedText }
  /** A turn said nothing: the messages are an operator's. */
  | {
      kind: 'left';
      conversation: string;
      messages: readonly string[];
      tenure: number;
      item: OpenItem | undefined;
    }
  | { kind: 'claimed'; text: string; claim: string; process: string }
  /** A process calls the receiver. */
  | { kind: 'sent'; text: string; endpoint: string; process: string; business: number }
  /** A process reads how an endpoint fares. */
  | { kind: 'looked'; endpoint: string; process: string }
  /** It is known that an endpoint wants nothing before then. */
  | { kind: 'asked'; endpoint: string; until: number }
  /** The receiver took the text in; `heard`: its answer said so to whoever listens. */
  | { kind: 'received'; text: string; url: string; process: string; heard: boolean }
  /** One part of a text is in its chat, whatever its sender hears of that. */
  | { kind: 'put'; text: string; chat: string; part: number; of: number; process: string }
  /**
   * One part of a text has come to the Bot API. `clear`: the answer says whether it is in the chat. `silence`: since when and
   * until when (on the timeline) the bot had been told to keep silent, and which process was.
   */
  | {
      kind: 'knocked';
      text: string;
      bot: string;
      part: number;
      process: string;
      clear: boolean;
      silence: Silenced | undefined;
    }
  /** A bot's update was answered with success. `place`: its number in the chat, if it is a message. */
  | {
      kind: 'acknowledged';
      bot: string;
      update: number;
      conversation: string;
      place: number | undefined;
      unreadable: boolean;
    }
  /** An update that nobody understands is where operators see it. */
  | { kind: 'set_aside'; bot: string; update: number }
  /** A client has blocked the bot, or does so no longer; this update will tell of it. */
  | { kind: 'stands'; conversation: string; blocked: boolean; update: number }
  | { kind: 'recorded'; attempt: Attempt; process: string }
  | { kind: 'settled'; text: string }
  | { kind: 'cancelled'; text: string; unanswered: readonly string[] }
  | { kind: 'parked'; text: string; due: number }
  | { kind: 'replayed'; text: string; due: number; tenure: number; base: number }
  | { kind: 'buried'; dead: DeadDelivery }
  | { kind: 'told'; text: string }
  | { kind: 'shown'; stuck: StuckSignal }
  | {
      kind: 'taken';
      conversation: string;
      since: number;
      withdrawn: readonly string[];
      unanswered: readonly string[];
    }
  /** `since`: from when the client's silence counts, unless a reply is still on its way. */
  | { kind: 'handed_back'; conversation: string; since: number | undefined }
  /** An operator puts it back into the queue. */
  | { kind: 'released'; conversation: string; item: OpenItem }
  /** Somebody at the desk says that nothing is owed: these messages need no answer. */
  | {
      kind: 'shut';
      conversation: string;
      withdrawn: readonly string[];
      messages: readonly string[];
    }
  /** Somebody opens it again. */
  | { kind: 'reopened'; conversation: string }
  /** An operator was silent for too long. */
  | { kind: 'returned'; conversation: string; item: OpenItem }
  /** Somebody is told that a promise was not kept. */
  | { kind: 'overdue'; conversation: string }
  | { kind: 'closed'; conversation: string }
  /** A process died, or one of its calls failed, was repeated or took very long; or a letter or an alarm came late. */
  | { kind: 'hit'; process: string; fault: string; conversations: readonly string[] }
);
export type FactKind = Fact['kind'];
export type FactOf<Kind extends FactKind> = Extract<Fact, { kind: Kind }>;

export interface CommittedText {
  id: string;
  source: TextSource;
  decided_at: number;
  answers: readonly string[];
  sequence: number;
  due: number;
  tenure: number;
  /** Only of follow-ups: what they were decided in, and which reminder it is (0: the farewell). */
  epoch?: number | undefined;
  number?: number | undefined;
  /** Only of turns. */
  reply?: TurnKind | undefined;
}

export interface TurnKind {
  scenario: Scenario;
  /** The classifier was sure. */
  sure: boolean;
  /** It hands the conversation over. */
  hands_over: boolean;
  /** The open item after it. */
  item: OpenItem | undefined;
}

/** Somebody owes the client an answer, until then. */
export interface OpenItem {
  deadline: number;
}

/** A bot is to send nothing for a while. */
export interface Silenced {
  since: number;
  until: number;
  process: string;
}

/** A fact without its times, as whoever tells it knows it. */
export type Told = Fact extends infer One ? (One extends Fact ? Omit<One, 'at' | 'now'> : never) : never;
