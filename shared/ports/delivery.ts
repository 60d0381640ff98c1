import type { Claim, Deferral, Head, OutboxEntry } from '../domain/conversation.ts';
import type { Attempt, DeadDelivery } from '../domain/delivery-record.ts';
import type { FollowUp } from '../domain/follow-up.ts';
import type { DeadPosition } from '../domain/job.ts';
import type { ConversationLane } from './lanes.ts';
import type { Written } from './written.ts';

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
  /** Unknown of a letter that is no signal. */
  lane?: ConversationLane | 'broadcasts' | 'jobs' | undefined;
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

/** Deliveries that were given up, as they stand until they are replayed or expire. Every read is strongly consistent. */
export interface DeadDeliveries {
  /** Those of one day (UTC, `YYYY-MM-DD`), in this order. */
  on(day: string, page: DeadPage): Promise<DeadDelivery[]>;
  /** Signals that got stuck since then, the newest first. */
  stuckSince(at: number, limit: number): Promise<StuckSignal[]>;
}

export interface DeadPage {
  order: 'newest' | 'oldest';
  limit: number;
  /** Only what comes behind this one in the order. */
  beyond?: DeadPosition | undefined;
}
