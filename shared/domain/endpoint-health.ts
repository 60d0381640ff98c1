import type { Attempt } from './delivery-record.ts';
import { type Endpoint, type EndpointState, isSilent } from './endpoint.ts';
import { LIMITS } from './limits.ts';

/** May a text leave for this endpoint now? */
export type Passage =
  | { kind: 'open' }
  /** Sends are counted for now: it may leave if it gets one of the slots. */
  | { kind: 'slot' }
  /** All slots are taken: not now, and not long. */
  | { kind: 'crowded' }
  | { kind: 'deferred'; until: number; rule: string }
  | { kind: 'disabled'; rule: string };

/** Business and wall time, and a draw between 0 and 1. */
export interface Moment {
  business: number;
  wall: number;
}

/** Judges the endpoint alone; whether the text may be said at all is the conversation's business. */
export function judgePassage(endpoint: Endpoint, now: Moment): Passage {
  const { state, not_before = 0 } = endpoint;
  if (state.name === 'disabled') return { kind: 'disabled', rule: 'endpoint.disabled' };
  if (not_before > now.business) return { kind: 'deferred', until: not_before, rule: 'endpoint.retry_after' };
  if (state.name === 'open') return judgeProbe(endpoint, state.probe_at, now);
  const most = slotsOf(endpoint, now.business);
  if (most === undefined) return { kind: 'open' };
  return takenSlots(endpoint, now.wall) < most ? { kind: 'slot' } : { kind: 'crowded' };
}

function judgeProbe(endpoint: Endpoint, probeAt: number, now: Moment): Passage {
  const rule = 'endpoint.breaker_open';
  if (probeAt > now.business) return { kind: 'deferred', until: probeAt, rule };
  if (takenSlots(endpoint, now.wall) === 0) return { kind: 'slot' };
  // Somebody else's probe will tell soon, at the latest when its deadline has passed.
  return { kind: 'deferred', until: now.business + LIMITS.breakerFirstWait, rule };
}

/** Sends at a time, where they are counted. */
function slotsOf({ state, used_at }: Endpoint, now: number): number | undefined {
  if (state.name === 'ramping') return state.allowed;
  return state.name === 'fresh' || isSilent(used_at, now) ? LIMITS.freshEndpointSends : undefined;
}

function takenSlots({ slots }: Endpoint, wallNow: number): number {
  return Object.values(slots).filter((until) => until > wallNow).length;
}

/** The endpoint with one more slot taken; slots that ran out belong to processes that died. */
export function withSlot(endpoint: Endpoint, claimId: string, until: number, wallNow: number): Endpoint {
  const alive = Object.entries(endpoint.slots).filter(([, ends]) => ends > wallNow);
  return { ...endpoint, slots: { ...Object.fromEntries(alive), [claimId]: until } };
}

/** The endpoint without this slot; the same object if there was none. */
export function withoutSlot(endpoint: Endpoint, claimId: string): Endpoint {
  if (!(claimId in endpoint.slots)) return endpoint;
  const { [claimId]: _given, ...slots } = endpoint.slots;
  return { ...endpoint, slots };
}

/** Slow or failing endpoints have a lane of their own, so that they never keep others waiting. */
export function isSlow({ state, slow_until = 0 }: Endpoint, now: number): boolean {
  return slow_until > now || (state.name !== 'closed' && state.name !== 'fresh');
}

/** The endpoint marked slow, anew only when half of its time is over: a row is written on change only. */
export function markSlow(endpoint: Endpoint, now: number): Endpoint {
  const renewed = (endpoint.slow_until ?? 0) - now < LIMITS.slowKept / 2;
  return renewed ? { ...endpoint, slow_until: now + LIMITS.slowKept } : endpoint;
}

/** What makes an attempt one and the same, however often it is noted. */
function attemptKey({ text_id, number }: Pick<Attempt, 'text_id' | 'number'>): string {
  return `${text_id}#${number}`;
}

/**
 * The endpoint after an attempt; the very same object if nothing worth a write has changed. Noting an attempt twice is
 * the same as once.
 */
export function afterAttempt(endpoint: Endpoint, attempt: Attempt): Endpoint {
  const held = attempt.claim_id in endpoint.slots;
  const freed = withoutSlot(endpoint, attempt.claim_id);
  if (attempt.endpoint?.verdict === 'delivered') return afterSuccess(freed, attempt, held);
  if (attempt.endpoint?.verdict === 'failed') return afterFailure(freed, attempt, held);
  if (attempt.endpoint?.verdict === 'refused') return afterRefusal(freed, attempt, held);
  return freed;
}

function afterSuccess(endpoint: Endpoint, attempt: Attempt, held: boolean): Endpoint {
  const now = attempt.finished_at;
  const timed = isLate(attempt) ? markSlow(endpoint, now) : endpoint;
  const used = markUsed(timed, now, true);
  const state = stateAfterSuccess(used.state, held);
  const clean = used.failures.length === 0 && used.failing_since === undefined;
  if (state === used.state && clean) return used;
  const { failing_since: _over, not_before, ...rest } = used;
  // What a receiver asked for stands, whatever else it took in meanwhile.
  const floor = not_before !== undefined && not_before > now ? { not_before } : {};
  return { ...rest, ...floor, state, failures: [], reachable: { yes: true, at: now } };
}

/** It is there, so a probe has found what it looked for; that it refused this text is between it and the text. */
function afterRefusal(endpoint: Endpoint, attempt: Attempt, held: boolean): Endpoint {
  const timed = isLate(attempt) ? markSlow(endpoint, attempt.finished_at) : endpoint;
  const used = markUsed(timed, attempt.finished_at, true);
  const floor = Math.max(used.not_before ?? 0, attempt.endpoint?.not_before ?? 0) || undefined;
  const state = used.state.name === 'fresh' ? used.state : stateAfterSuccess(used.state, held);
  if (state === used.state && floor === used.not_before) return used;
  return { ...used, state, not_before: floor };
}

function stateAfterSuccess(state: EndpointState, held: boolean): EndpointState {
  if (state.name === 'fresh') return { name: 'closed' };
  if (state.name === 'open') return held ? rampOf(RAMP[0], state.openings) : state;
  if (state.name !== 'ramping' || !held) return state;
  if (state.left > 1) return { ...state, left: state.left - 1 };
  const next = RAMP.find((step) => step > state.allowed);
  return next === undefined ? { name: 'closed' } : rampOf(next, state.openings);
}

/** Sends at a time after a recovery; each step ends after as many successes. */
const RAMP = [1, 2, 4, 8] as const;

function rampOf(allowed: number, openings: number): EndpointState {
  return { name: 'ramping', allowed, left: allowed, openings };
}

/** How an endpoint begins again when a person enables it: one send at a time, for what was wrong may be wrong still. */
export function enabled(endpoint: Endpoint): Endpoint {
  const { failing_since: _since, not_before: _floor, ...rest } = endpoint;
  return { ...rest, state: rampOf(RAMP[0], 0), failures: [], slots: {} };
}

function afterFailure(endpoint: Endpoint, attempt: Attempt, held: boolean): Endpoint {
  const { finished_at: now, endpoint: note, result } = attempt;
  if (endpoint.state.name === 'disabled') return endpoint;
  const timed = isLate(attempt) ? markSlow(endpoint, now) : endpoint;
  const forgotten = now - endpoint.used_at > LIMITS.failuresKept;
  const used = {
    ...markUsed(timed, now, result?.kind === 'response'),
    ...countFailure(timed, attempt, forgotten),
  };
  const state = note?.disable
    ? ({ name: 'disabled', at: now, rule: note.disable } as const)
    : stateAfterFailure(used.state, used.failures.length, held, now);
  return {
    ...used,
    not_before: Math.max(used.not_before ?? 0, note?.not_before ?? 0) || undefined,
    state,
    // Whatever is under way when the breaker opens says nothing new: only a probe does.
    slots: state.name === 'open' && state !== used.state ? {} : used.slots,
  };
}

/** A long silence begins a new count: nobody knows what was in between. */
function countFailure(
  { failures, failing_since }: Endpoint,
  attempt: Attempt,
  forgotten: boolean,
): Pick<Endpoint, 'failures' | 'failing_since'> {
  const now = attempt.finished_at;
  const before = forgotten ? [] : failures;
  const counted = [...new Set([...before, attemptKey(attempt)])].slice(-LIMITS.breakerFailures);
  return { failures: counted, failing_since: forgotten ? now : (failing_since ?? now) };
}

function stateAfterFailure(
  state: EndpointState,
  failures: number,
  held: boolean,
  now: number,
): EndpointState {
  if (state.name === 'open' || state.name === 'ramping')
    return held ? opened(state.openings + 1, now) : state;
  return failures >= LIMITS.breakerFailures ? opened(1, now) : state;
}

/** Every failed probe doubles the wait for the next one. */
function opened(openings: number, now: number): EndpointState {
  const wait = Math.min(LIMITS.breakerFirstWait * 2 ** (openings - 1), LIMITS.breakerLongestWait);
  return { name: 'open', probe_at: now + wait, openings };
}

function isLate({ result }: Attempt): boolean {
  return (result?.timing.total_ms ?? 0) > LIMITS.slowAfterWall;
}

/** Keeps when it was used, to the hour, and what the first use after a day of silence found. */
function markUsed(endpoint: Endpoint, now: number, reached: boolean): Endpoint {
  if (now - endpoint.used_at < LIMITS.endpointUsedKept) return endpoint;
  const first = isSilent(endpoint.used_at, now);
  return {
    ...endpoint,
    used_at: now,
    ...(first && { reachable: { yes: reached, at: now } }),
  };
}

/** Until when a text waits for its endpoint: as long as that says, and longer every time, so that few wake in vain. */
export function deferredUntil(until: number, times: number, now: number, chance: number): number {
  const backoff = Math.min(LIMITS.deferralFirst * 2 ** times, LIMITS.deferralLongest);
  const spread = (wait: number) => wait + chance * 0.1 * Math.min(wait, LIMITS.deferralLongest);
  // A wait of our own stays within what a lane can hold back.
  const ours = Math.min(spread(backoff), LIMITS.deferralLongest);
  return Math.ceil(now + Math.max(until > now ? spread(until - now) : 0, ours));
}
