import type { Attempt, DeadDelivery } from '../../shared/domain/delivery-record.ts';
import type { StuckSignal } from '../../shared/ports.ts';

/**
 * What happened in a run, in the order it took effect. This is all that the judge sees of it. `at` is a place on the
 * timeline; due times are business time.
 */
export type Fact = { at: number } & (
  | { kind: 'accepted'; message: string; key: string | undefined }
  /** A message's row is there, whether or not its sender ever hears of it. */
  | { kind: 'written'; message: string }
  | { kind: 'committed'; turn: CommittedTurn }
  | { kind: 'claimed'; text: string; claim: string; process: string }
  /** A process calls the receiver. */
  | { kind: 'sent'; text: string; endpoint: string; process: string; business: number }
  /** A process reads how an endpoint fares. */
  | { kind: 'looked'; endpoint: string; process: string }
  /** It is known that an endpoint wants nothing before then. */
  | { kind: 'asked'; endpoint: string; until: number }
  /** The receiver took the text in; `heard`: its answer said so to whoever listens. */
  | { kind: 'received'; text: string; url: string; process: string; heard: boolean }
  | { kind: 'recorded'; attempt: Attempt; process: string }
  | { kind: 'settled' | 'cancelled'; text: string }
  | { kind: 'parked'; text: string; due: number }
  | { kind: 'replayed'; text: string; due: number; tenure: number; base: number }
  | { kind: 'buried'; dead: DeadDelivery }
  | { kind: 'told'; text: string }
  | { kind: 'shown'; stuck: StuckSignal }
  | { kind: 'taken'; conversation: string; withdrawn: readonly string[] }
  | { kind: 'handed_back'; conversation: string }
  /** A process died, or one of its calls failed, was repeated or took very long. */
  | { kind: 'hit'; process: string; fault: string }
);
export type FactKind = Fact['kind'];
export type FactOf<Kind extends FactKind> = Extract<Fact, { kind: Kind }>;

export interface CommittedTurn {
  id: string;
  decided_at: number;
  answers: readonly string[];
  sequence: number;
  due: number;
  tenure: number;
}

/** A fact without its time, as whoever tells it knows it. */
export type Told = Fact extends infer One ? (One extends { at: number } ? Omit<One, 'at'> : never) : never;
