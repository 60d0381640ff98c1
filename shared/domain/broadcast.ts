import type { Head } from './conversation.ts';
import { destinationOf } from './conversation.ts';
import type { EndpointState } from './endpoint.ts';
import type { IncidentStage } from './incident.ts';
import { LIMITS } from './limits.ts';
import type { Profile } from './message.ts';
import type { TroubleChannel } from './outage/trouble.ts';
import { channelOf } from './outage/trouble.ts';
import type { Language } from './understanding/language.ts';

/** What a client is told: that something does not work, that it works again, or words of the desk's own. */
export const BROADCAST_STAGES = ['notice', 'restore', 'message'] as const;
export type BroadcastStage = (typeof BROADCAST_STAGES)[number];

export const BROADCAST_STATES = ['counting', 'running', 'paused', 'cancelled', 'done'] as const;
export type BroadcastState = (typeof BROADCAST_STATES)[number];

/** Why somebody of the audience is told nothing. `not_reached`: of a restore, that the notice never reached them. */
export const SKIP_REASONS = [
  'opted_out',
  'channel_closed',
  'already_told',
  'no_address',
  'not_reached',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export type BroadcastTexts = Record<Language, string>;

export interface ActiveAudience {
  kind: 'active';
  hours: number;
  channels: readonly TroubleChannel[] | 'all';
}

/** Who is to be told: whoever wrote within so many hours on these channels, or was told of an incident. */
export type Audience = ActiveAudience | ToldAudience;

/** Whoever was told of an incident, or of one that was merged into it. */
export interface ToldAudience {
  kind: 'told';
  incident_id: string;
  merged?: readonly string[] | undefined;
}

export interface BroadcastCounts {
  /** Distinct clients of the audience. */
  found: number;
  /** Those whose notice is on its way, or is theirs already. */
  told: number;
  /** Those that failed again and again. */
  failed: number;
  skipped: Record<SkipReason, number>;
}

/** What starts a broadcast; the same id again starts nothing more. */
export interface BroadcastPlan {
  /** Made by `broadcastId`. */
  id: string;
  /** Null: the desk's own words. */
  incident_id: string | null;
  stage: BroadcastStage;
  texts: BroadcastTexts;
  audience: Audience;
  /** Nobody at the desk asked for it: then it never goes to all channels. That none gets another too soon is the board's (`untold`). */
  automatic: boolean;
  /** Who asked for it, or `desk`. */
  started_by: string;
  /** Business time in ms, like all times here. */
  at: number;
}

/** A broadcast as it stands. It goes step by step, and every step is kept by one write. */
export interface Broadcast extends BroadcastPlan {
  state: BroadcastState;
  /** What a paused one goes on with. */
  phase: 'counting' | 'running';
  /** Counts the changes of the row; every write is conditional on the one it saw. */
  revision: number;
  /** Counts the steps: a step whose number has passed was done by somebody else. */
  step: number;
  /** How far the phase is; undefined: at its beginning. */
  cursor?: string | undefined;
  /** When the step began to be the next one: a repeat names its texts by it, so that they are the same. */
  step_at: number;
  /** The next step is not before then. */
  next_at: number;
  counts: BroadcastCounts;
  ended_at?: number | undefined;
  /** Since then nothing of it may leave that nobody has begun to send. */
  withdrawn_at?: number | undefined;
}

const NOTHING: BroadcastCounts = {
  found: 0,
  told: 0,
  failed: 0,
  skipped: { opted_out: 0, channel_closed: 0, already_told: 0, no_address: 0, not_reached: 0 },
};

/** How a broadcast begins. */
export function begun(plan: BroadcastPlan): Broadcast {
  return {
    ...plan,
    state: 'counting',
    phase: 'counting',
    revision: 0,
    step: 0,
    step_at: plan.at,
    // The index of what was said is a moment behind.
    next_at: plan.at + LIMITS.indexLag,
    counts: NOTHING,
  };
}

/** It goes on by itself. */
export function goesOn({ state }: Pick<Broadcast, 'state'>): boolean {
  return state === 'counting' || state === 'running';
}

/** It never will again. */
export function hasEnded({ state }: Pick<Broadcast, 'state'>): boolean {
  return state === 'cancelled' || state === 'done';
}

/** Under what it is kept that a client was told, so that nobody tells it again: of words of the desk's own the broadcast itself. */
export function toldUnder({ incident_id, id, stage }: Pick<Broadcast, 'incident_id' | 'id' | 'stage'>): {
  incident_id: string;
  stage: IncidentStage;
} {
  return { incident_id: incident_id ?? id, stage: stage === 'restore' ? 'restore' : 'notice' };
}

/** What became of one client of the audience. */
export type TellVerdict = 'told' | 'failed' | SkipReason;

/** What a step has done. */
export interface StepDone {
  /** Clients that it found, and what became of those that it was to tell. */
  found?: number;
  verdicts?: readonly TellVerdict[];
  /** Where the next step goes on; undefined: its phase is over. */
  cursor: string | undefined;
  /** The next step is not before then. */
  next_at: number;
}

/** The broadcast after a step; who paused or ended it meanwhile has the say in whether it goes on. */
export function advanced(seen: Broadcast, done: StepDone, now: number): Broadcast {
  const { found = 0, verdicts = [], cursor, next_at } = done;
  const counts = addVerdicts({ ...seen.counts, found: seen.counts.found + found }, verdicts);
  const next = { ...seen, step: seen.step + 1, counts, cursor, next_at, step_at: now };
  if (cursor !== undefined || hasEnded(seen)) return next;
  if (seen.phase === 'running') return { ...next, state: 'done', ended_at: now };
  return { ...next, phase: 'running', state: seen.state === 'counting' ? 'running' : seen.state };
}

function addVerdicts(counts: BroadcastCounts, verdicts: readonly TellVerdict[]): BroadcastCounts {
  const sum = { ...counts, skipped: { ...counts.skipped } };
  for (const verdict of verdicts)
    if (verdict === 'told' || verdict === 'failed') sum[verdict] += 1;
    else sum.skipped[verdict] += 1;
  return sum;
}

export function paused(broadcast: Broadcast): Broadcast {
  return { ...broadcast, state: 'paused' };
}

export function resumed(broadcast: Broadcast, now: number): Broadcast {
  return { ...broadcast, state: broadcast.phase, next_at: now };
}

/** Ends it, and takes back what nobody has begun to send; of one that is done only that. */
export function withdrawn(broadcast: Broadcast, now: number): Broadcast {
  const ends = hasEnded(broadcast) ? {} : { state: 'cancelled' as const, ended_at: now };
  return { ...broadcast, ...ends, withdrawn_at: broadcast.withdrawn_at ?? now };
}

/** Is a client, as it stands now, of those who wrote lately on these channels? */
export function isMeant(head: Head, { hours, channels }: ActiveAudience, at: number): boolean {
  if (head.last.at < at - hours * HOUR) return false;
  return channels === 'all' || channels.includes(channelOf(head));
}

const HOUR = 60 * 60 * 1000;

/** Whoever is told nothing, and why; undefined: it may be told. */
export function barrier(
  head: Head | undefined,
  profile: Profile | undefined,
  endpoint: EndpointState['name'] | undefined,
): SkipReason | undefined {
  if (profile?.notices === false) return 'opted_out';
  if (!head || destinationOf(head) === undefined) return 'no_address';
  if (head.channel.closed_at !== undefined || endpoint === 'disabled') return 'channel_closed';
  return undefined;
}

/** ms between two notices on a channel: well below what a bot or an endpoint takes, so that replies have room. */
export const NOTICE_GAP = 1000 / LIMITS.noticesASecond;

/** What screens are told of a broadcast while it goes on. */
export type BroadcastSummary = Pick<Broadcast, 'id' | 'incident_id' | 'stage' | 'state' | 'automatic'> & {
  progress: BroadcastCounts;
};

export function broadcastSummary(broadcast: Broadcast): BroadcastSummary {
  const { id, incident_id, stage, state, automatic, counts } = broadcast;
  return { id, incident_id, stage, state, automatic, progress: counts };
}
