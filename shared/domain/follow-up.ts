import { type Head, unanswered } from './conversation.ts';
import { timeOf } from './ids.ts';
import { LIMITS } from './limits.ts';
import type { Policy, Sequel } from './policy.ts';
import { postponed, quietWithin } from './quiet-hours.ts';
import type { TemplateKey } from './texts.ts';

/** Where a silent conversation stands: counted from the delivery of the last reply, moved on by what was postponed. */
export interface FollowUp {
  then: Sequel;
  /** Epoch milliseconds. */
  since: number;
  /** A message of the client since then ends it. */
  epoch: number;
  /** The next step of the chain, and the last one that was done: a chain that is changed meanwhile goes on behind it. */
  step: number;
  done?: { kind: Step['kind']; after: number } | undefined;
  /** Reminders that an admin called off. */
  skips?: number[] | undefined;
}

/** One thing that happens if the client stays silent, and how long after the delivery, ms. */
export type Step = { after: number } & (
  | { kind: 'reminder'; number: number }
  | { kind: 'farewell' }
  | { kind: 'close' }
);

/** What a conversation needs next, if nothing happens to it before. */
export type Need =
  | ({ purpose: 'follow_up'; at: number; shift: number } & PlacedStep)
  /** An operator is silent while the client waits. */
  | { purpose: 'return'; at: number }
  /** An answer that was promised is due. */
  | { purpose: 'deadline'; at: number };

/** All steps after a reply, in their order (design §4.2). */
export function chainOf(then: Sequel, { reminders_s, farewell_s, close_s }: Policy['follow_ups']): Step[] {
  const reminders = then === 'awaits_client' ? reminders_s : [];
  const last = reminders.at(-1) ?? 0;
  const ending: Step[] = [
    ...(then === 'closes' ? [] : [{ kind: 'farewell', after: ms(last + farewell_s) } as const]),
    { kind: 'close', after: ms(last + close_s) },
  ];
  const asked = reminders.map((after, at): Step => ({ kind: 'reminder', number: at + 1, after: ms(after) }));
  return then === 'none' ? [] : [...asked, ...ending];
}

/** ms from the delivery to the first step; undefined if nothing follows. */
export function firstAfter(then: Sequel, policy: Policy): number | undefined {
  return chainOf(then, policy.follow_ups)[0]?.after;
}

/** What the conversation needs next, and when. One in the past is due. */
export function nextNeed(head: Head, policy: Policy): Need | undefined {
  if (head.handler === 'operator') return earlier(returnOf(head, policy), deadlineOf(head));
  if (head.status === 'escalated') return deadlineOf(head);
  return head.status === 'open' ? followUpOf(head, policy) : undefined;
}

function earlier(one: Need | undefined, other: Need | undefined): Need | undefined {
  return one && other ? (one.at <= other.at ? one : other) : (one ?? other);
}

function returnOf(head: Head, policy: Policy): Need | undefined {
  const [oldest] = unanswered(head);
  const asked = [...(oldest ? [timeOf(oldest)] : []), ...(head.escalation ? [head.escalation.since] : [])];
  if (asked.length === 0) return undefined;
  const silentSince = Math.max(Math.min(...asked), head.operator_at ?? 0);
  return { purpose: 'return', at: silentSince + ms(policy.follow_ups.return_s) };
}

function deadlineOf({ escalation }: Head): Need | undefined {
  return escalation && !escalation.overdue ? { purpose: 'deadline', at: escalation.deadline } : undefined;
}

function followUpOf(head: Head, policy: Policy): Need | undefined {
  const { follow_up, epoch, pending } = head;
  if (!follow_up || follow_up.epoch !== epoch || pending.length > 0 || isReplyUnderWay(head))
    return undefined;
  const steps = stepsLeft(follow_up, policy);
  // Nothing can be said in a chat that the client has closed.
  const next = steps.find(({ step }) => head.channel.closed_at === undefined || step.kind === 'close');
  if (!next) return undefined;
  const { step } = next;
  const usual = follow_up.since + step.after;
  const at = step.kind === 'reminder' ? postponed(usual, policy.quiet_hours, policy.desk.zone) : usual;
  return { purpose: 'follow_up', at, ...next, shift: at - usual };
}

/** Nothing follows a reply that is not delivered yet; whoever delivers it has the conversation looked at again. */
export function isReplyUnderWay({ outbox }: Head): boolean {
  return Object.values(outbox).some(
    (entry) => entry.epoch === undefined && entry.broadcast === undefined && entry.replay_after === undefined,
  );
}

/** What is still to come, each with its place in the chain. */
export function stepsLeft(follow_up: FollowUp, policy: Policy): PlacedStep[] {
  const { then, step: next, done, skips = [] } = follow_up;
  const placed = chainOf(then, policy.follow_ups).map((step, place) => ({ step, place }));
  return placed.filter(({ step, place }) => {
    const left = done ? comesBehind(step, done) : place >= next;
    return left && !(step.kind === 'reminder' && skips.includes(place));
  });
}

export interface PlacedStep {
  step: Step;
  place: number;
}

/** Nobody is reminded of what was said, or after a goodbye, however the delays are changed. */
function comesBehind(step: Step, done: NonNullable<FollowUp['done']>): boolean {
  if (done.kind === 'farewell') return step.kind === 'close';
  return step.kind !== 'reminder' || step.after > done.after;
}

/** Where it stands once this step is done; what was postponed shifts the rest. */
export function advanced(follow_up: FollowUp, { step, place }: PlacedStep, shift: number): FollowUp {
  const done = { kind: step.kind, after: step.after };
  return { ...follow_up, since: follow_up.since + shift, step: place + 1, done };
}

/** Which text a step says. */
export function templateOf(step: Exclude<Step, { kind: 'close' }>): TemplateKey {
  if (step.kind === 'farewell') return 'FOLLOW_UP_FAREWELL';
  return REMINDERS[Math.min(step.number, REMINDERS.length) - 1] ?? 'FOLLOW_UP_REMINDER_1';
}

const REMINDERS = ['FOLLOW_UP_REMINDER_1', 'FOLLOW_UP_REMINDER_2', 'FOLLOW_UP_REMINDER_3'] as const;

/** Until when a step that is due then may be said: not long, and no reminder into the quiet hours. */
export function expiryOf(step: Step, at: number, policy: Policy): number {
  const most = ms(policy.follow_ups.expire_s);
  return step.kind === 'reminder' ? quietWithin(at, policy.quiet_hours, policy.desk.zone, most) : at + most;
}

/** A reminder that comes late, into the quiet hours, waits for their end; undefined: it may be said now. */
export function putOff(follow_up: FollowUp, step: Step, now: number, policy: Policy): FollowUp | undefined {
  if (step.kind !== 'reminder') return undefined;
  const awake = postponed(now, policy.quiet_hours, policy.desk.zone);
  return awake > now ? { ...follow_up, since: awake - step.after } : undefined;
}

/**
 * The whole second to wake a conversation at; undefined if it is woken early enough anyway. What was armed for now, or for a
 * moment later, may have woken it before this need was written down.
 */
export function wakeUpFor(armed: number | undefined, at: number, now: number): number | undefined {
  const time = wholeSecond(at, now);
  const covered = armed !== undefined && armed <= time && armed > now + LIMITS.wokenEarly;
  return covered ? undefined : time;
}

/** A schedule is for a time to come. */
function wholeSecond(at: number, now: number): number {
  return Math.ceil(Math.max(at, now + LIMITS.soonest) / 1000) * 1000;
}

function ms(seconds: number): number {
  return seconds * 1000;
}
