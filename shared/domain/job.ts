import type { DeadFilter } from './dead-filter.ts';
import type { DeadDelivery } from './delivery-record.ts';
import type { EndpointState, HeldText } from './endpoint.ts';
import { LIMITS } from './limits.ts';

/** `cancelling`: what is planned already still happens. `stopped`: its endpoint was disabled again. */
export type JobState = 'running' | 'cancelling' | 'done' | 'cancelled' | 'stopped';

/** Where a walk through the dead stands: right behind this one, in the order of the walk. */
export interface DeadPosition {
  died_at: number;
  text_id: string;
}

export interface JobCounts {
  /** Texts that were looked at, whether they were meant or not. */
  scanned: number;
  /** Put back on their way. */
  replayed: number;
  /** Left as they were, because they may not or need not go out again. */
  skipped: number;
  /** Left as they were, because something failed again and again. */
  failed: number;
}

/**
 * Work on many texts, done in steps. A step does what the one before has planned, plans what the next one does, and
 * keeps both by one write: so whoever repeats a step after a crash has the same texts before it, and counts them once.
 */
export type Job = TextJob | EraseJob;
export type TextJob = RedriveJob | DrainJob;

interface AnyJob {
  id: string;
  /** What is worked at: the same for whatever asks for the same. */
  work: string;
  /** Hash of the idempotency key it was asked for under. */
  key?: string | undefined;
  /** Counts the changes of the row; every write is conditional on the one it saw. */
  revision: number;
  /** Counts the steps: a step whose number has passed was done by somebody else. */
  step: number;
  state: JobState;
  /** Business time in ms, like all times here. */
  started_at: number;
  started_by: string;
  ended_at?: number | undefined;
  /** The next step is not before then. */
  next_at: number;
  counts: JobCounts;
}

/** Replays dead texts, oldest death first. */
export interface RedriveJob extends AnyJob {
  kind: 'redrive';
  filter: DeadFilter;
  /** Deaths after it are for another job: a text that dies again is not replayed by the same one. */
  until: number;
  cursor?: DeadPosition | undefined;
  batch: DeadDelivery[];
}

/** Lets texts go that were held for an endpoint, oldest first. */
export interface DrainJob extends AnyJob {
  kind: 'drain';
  endpoint_id: string;
  /** The last text that was planned. */
  cursor?: string | undefined;
  batch: HeldText[];
  /** Set when nothing was left: a text may just have been on its way to being held. */
  last_look?: boolean | undefined;
}

/** What of a client is attended to, in this order. */
export const ERASE_STAGES = ['rows', 'parked', 'stuck', 'incidents', 'broadcasts', 'ends'] as const;
export type EraseStage = (typeof ERASE_STAGES)[number];

/**
 * Takes away what is kept of a client and is older than its beginning. Looks twice: what was under way during the first
 * look, such as a text that was being sent, is there for the second. A step may be repeated as it is.
 */
export interface EraseJob extends AnyJob {
  kind: 'erase';
  conversation_id: string;
  partner: string;
  /** Gone as soon as nobody needs it any more. */
  client_id?: string | undefined;
  /** Only what is older; what comes later is of a new conversation. */
  until: number;
  look: 1 | 2;
  stage: EraseStage;
  /** How far the stage is. */
  cursor?: string | undefined;
  /** Texts that were on their way, and endpoints that they may have been held for. */
  texts: string[];
  endpoints: string[];
  /** What was taken away; a step that crashed and was repeated may have taken more. */
  erased: number;
  batch: [];
}

export const NOTHING_DONE: JobCounts = { scanned: 0, replayed: 0, skipped: 0, failed: 0 };

export function isOver({ state }: Pick<Job, 'state'>): boolean {
  return state !== 'running' && state !== 'cancelling';
}

export function isRunning({ state }: Pick<Job, 'state'>): boolean {
  return state === 'running';
}

/** A drain begins once more from the oldest: what was held anew since it passed by lies behind it. */
export function lookedAtAnew(job: TextJob): TextJob {
  return job.kind === 'drain' ? { ...job, cursor: undefined, last_look: undefined } : job;
}

export function addCounts(one: JobCounts, other: JobCounts): JobCounts {
  return {
    scanned: one.scanned + other.scanned,
    replayed: one.replayed + other.replayed,
    skipped: one.skipped + other.skipped,
    failed: one.failed + other.failed,
  };
}

/**
 * Is this request the same that started `latest`? Its key says so; without one, that it runs, or that so little time has
 * passed that a hand clicked twice.
 */
export function isSameRequest(latest: Job, key: string | undefined, now: number): boolean {
  if (isRunning(latest)) return true;
  if (key !== undefined || latest.key !== undefined) return key === latest.key;
  return latest.state !== 'cancelling' && now - latest.started_at < LIMITS.jobAskedTwice;
}

/** Is this request the same that started `latest`? Its key says so; without one, that a hand clicked twice. */
export function isSameErase(latest: Job, key: string | undefined, now: number): latest is EraseJob {
  if (latest.kind !== 'erase') return false;
  if (key !== undefined || latest.key !== undefined) return key === latest.key;
  return now - latest.started_at < LIMITS.jobAskedTwice;
}

/** How many held texts may go at once to an endpoint that fares like this. */
export function drainedAtOnce(state: EndpointState): number {
  if (state.name === 'disabled') return 0;
  if (state.name === 'closed') return LIMITS.drainedAtOnce;
  return state.name === 'ramping' ? Math.min(state.allowed, LIMITS.drainedAtOnce) : 1;
}
