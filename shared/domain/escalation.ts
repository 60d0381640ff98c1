import type { Classification } from './classification.ts';
import type { Asked, Escalation, Head } from './conversation.ts';
import type { Profile } from './message.ts';
import type { HandOverRule, Policy } from './policy.ts';
import { asksNobody, type EscalationReason, PRIORITIES, type Priority, type Scenario } from './scenario.ts';

const SECOND = 1000;
/** A lesson goes on for about so long; a link is missed until then. */
const LESSON = 60 * 60 * SECOND;
/** Times remembered of each window; no policy counts further. */
const REMEMBERED = 9;

/** What one burst of messages asks, as far as a hand-off depends on it. */
export interface Request {
  classification: Classification;
  /** Something that shows something came along. */
  media: boolean;
  /** The text names a phone number. */
  phone: boolean;
  /** The client wants a human. */
  human: boolean;
  /** The client says that what it was told does not work. */
  objects: boolean;
  /** The model could not be asked. */
  failed: boolean;
  profile: Profile;
}

export interface Tallies {
  unsettled: number[];
  unsure: number[];
  asked: Asked;
}

/** Why and how urgently one turn hands over. */
export interface HandOff {
  reason: EscalationReason;
  priority: Priority;
}

export interface EscalationVerdict {
  /** Undefined: this turn alone gives no reason to hand over. */
  handOff: HandOff | undefined;
  /** The rule of the scenario that decided, if one did; it may have a text of its own. */
  rule: HandOverRule | undefined;
  /** The scenario that rule belongs to. */
  scenario: Scenario;
  /** The conversation's open item after this turn. */
  escalation: Escalation | undefined;
  tallies: Tallies;
  /** Ids of everything that held, the decisive one first. */
  rules: string[];
}

/**
 * Does this go to an operator, why, and how urgently (design §4.1)? The tallies it keeps on the head are all the memory
 * that the windows need.
 */
export function judgeEscalation(
  head: Head,
  request: Request,
  policy: Policy,
  now: number,
): EscalationVerdict {
  const tallies = tally(head, request, policy, now);
  const found = ruleFor(head, request, policy, now);
  const grounds = groundsFor(request, tallies, policy, found);
  const [ground] = grounds;
  const { scenario } = request.classification;
  const verdict = {
    rule: found?.rule,
    scenario: found?.scenario ?? scenario,
    tallies,
    rules: grounds.map(({ id }) => id),
  };
  if (!ground) return { ...verdict, handOff: undefined, escalation: head.escalation };
  const handOff = { reason: ground.reason, priority: priorityOf(head, request, policy, found, now) };
  return { ...verdict, handOff, escalation: raise(head.escalation, handOff, scenario, policy, now) };
}

function tally(head: Head, { classification }: Request, policy: Policy, now: number): Tallies {
  const { scenario, band } = classification;
  const { requests, failures, repeat_within_s } = policy.escalation;
  const recent = (times: readonly number[], seconds: number) =>
    times.filter((at) => at > now - seconds * SECOND).slice(1 - REMEMBERED);
  const asked = Object.entries(head.asked ?? {}).filter(([, at]) => at > now - repeat_within_s * SECOND);
  return {
    unsettled: [
      ...recent(head.unsettled, requests.within_s),
      ...(settles(classification, policy) ? [] : [now]),
    ],
    unsure: [...recent(head.unsure, failures.within_s), ...(band === 'answer' ? [] : [now])],
    asked: { ...Object.fromEntries(asked), ...(repetitionMatters(scenario, policy) && { [scenario]: now }) },
  };
}

/** Thanks and greetings ask for nothing, and a sure answer that leaves nothing open settles what was asked. */
function settles({ scenario, band }: Classification, { scenarios }: Policy): boolean {
  const { enabled, then } = scenarios[scenario];
  return asksNobody(scenario) || (enabled && band === 'answer' && then === 'resolved');
}

function repetitionMatters(scenario: Scenario, { scenarios }: Policy): boolean {
  const { hands_over, priority_handed_over, priority_repeated } = scenarios[scenario];
  return hands_over.includes('second_request') || priority_handed_over !== priority_repeated;
}

/** Was this asked for before, lately or in what is still open? */
function isRepeated(head: Head, scenario: Scenario, policy: Policy, now: number): boolean {
  const at = head.asked?.[scenario];
  const lately = at !== undefined && at > now - policy.escalation.repeat_within_s * SECOND;
  return lately || head.escalation?.scenario === scenario;
}

interface Found {
  rule: HandOverRule;
  scenario: Scenario;
}

/** The first rule of the scenario that holds; an objection is to what the bot said last, whatever it sounds like. */
function ruleFor(head: Head, request: Request, policy: Policy, now: number): Found | undefined {
  const { scenario } = request.classification;
  const rule = policy.scenarios[scenario].hands_over.find((it) => RULES[it](head, request, policy, now));
  if (rule) return { rule, scenario };
  const last = head.scenario;
  if (!last || asksNobody(scenario) || !policy.scenarios[last].hands_over.includes('objection'))
    return undefined;
  return objectsTo(last, head, request, policy, now) ? { rule: 'objection', scenario: last } : undefined;
}

/** Nobody can object to what it was not told, or to what it was told long ago. */
function objectsTo(
  scenario: Scenario,
  head: Head,
  { objects }: Request,
  policy: Policy,
  now: number,
): boolean {
  return (
    objects && head.scenario === scenario && now - head.last_due < policy.escalation.repeat_within_s * SECOND
  );
}

const RULES: Record<HandOverRule, (head: Head, request: Request, policy: Policy, now: number) => boolean> = {
  always: () => true,
  media: (_head, { media }) => media,
  second_request: (head, { classification: { scenario } }, policy, now) =>
    isRepeated(head, scenario, policy, now),
  friend_phone: (_head, { phone }) => phone,
  objection: (head, request, policy, now) =>
    objectsTo(request.classification.scenario, head, request, policy, now),
  no_lesson_link: (_head, { profile }, { escalation }, now) => {
    const { lesson_link, next_lesson_at = Number.POSITIVE_INFINITY } = profile;
    const left = next_lesson_at - now;
    return !lesson_link && left <= escalation.lesson_link_within_s * SECOND && left > -LESSON;
  },
  promised: ({ escalation, owed }) => escalation !== undefined || owed.length > 0,
};

interface Ground {
  id: string;
  reason: EscalationReason;
}

/** Every reason to hand over that holds, the most telling one first. */
function groundsFor(
  { classification, human, failed }: Request,
  { unsettled, unsure }: Tallies,
  policy: Policy,
  found: Found | undefined,
): Ground[] {
  const { scenario, band } = classification;
  const { requests, failures } = policy.escalation;
  const second = handedOverSecond(classification, policy);
  const grounds: [boolean, Ground][] = [
    [failed, { id: 'model.failed', reason: 'system_error' }],
    [!policy.scenarios[scenario].enabled, { id: 'scenario.off', reason: 'always_escalates' }],
    [human && scenario === 'UNKNOWN', { id: 'client.asked_for_human', reason: 'client_asked_for_human' }],
    [found !== undefined, { id: `hand_over.${found?.rule}`, reason: reasonOf(found, scenario) }],
    [human && scenario !== 'UNKNOWN', { id: 'client.asked_for_human', reason: 'client_asked_for_human' }],
    [second !== undefined, { id: 'hand_over.second_intent', reason: 'always_escalates' }],
    [
      scenario !== 'MASS_OUTAGE' && unsure.length >= failures.count,
      { id: 'escalation.repeated_failures', reason: 'repeated_failures' },
    ],
    [band !== 'answer', { id: 'escalation.low_confidence', reason: 'low_confidence' }],
    [
      !asksNobody(scenario) && unsettled.length >= requests.count,
      { id: 'escalation.repeated_requests', reason: 'repeated_requests' },
    ],
  ];
  return grounds.filter(([holds]) => holds).map(([, ground]) => ground);
}

/** What the client asks besides, if it always is an operator's, or the bot is not to answer it. */
export function handedOverSecond(
  { also, scenario, band }: Classification,
  { scenarios }: Policy,
): Scenario | undefined {
  if (!also || band !== 'answer' || also.scenario === scenario) return undefined;
  const { enabled, hands_over } = scenarios[also.scenario];
  return !enabled || hands_over.includes('always') ? also.scenario : undefined;
}

function reasonOf(found: Found | undefined, scenario: Scenario): EscalationReason {
  switch (found?.rule) {
    case 'media':
      return 'media_received';
    case 'second_request':
    case 'objection':
      return 'repeated_requests';
    default:
      if (scenario === 'COMPLAINT') return 'complaint';
      return scenario === 'UNKNOWN' ? 'unknown_scenario' : 'always_escalates';
  }
}

function priorityOf(
  head: Head,
  { classification, human }: Request,
  policy: Policy,
  found: Found | undefined,
  now: number,
): Priority {
  const { scenario } = classification;
  const own = policy.scenarios[found?.scenario ?? scenario];
  const second = handedOverSecond(classification, policy);
  const first = found?.rule === 'always' ? own.priority : own.priority_handed_over;
  const repeated = !asksNobody(scenario) && isRepeated(head, scenario, policy, now);
  const asked = second ? graver(first, policy.scenarios[second].priority) : first;
  const priority = repeated ? graver(asked, own.priority_repeated) : asked;
  if (!human) return priority;
  return graver(priority, policy.escalation.asked_for_human);
}

function graver(one: Priority, other: Priority): Priority {
  return PRIORITIES.indexOf(one) >= PRIORITIES.indexOf(other) ? one : other;
}

/** An open item keeps its place and its promise; a graver reason makes it more urgent, a lighter one changes nothing. */
function raise(
  open: Escalation | undefined,
  { reason, priority }: HandOff,
  scenario: Scenario,
  policy: Policy,
  now: number,
): Escalation {
  if (open && graver(open.priority, priority) === open.priority) return open;
  const deadline = now + policy.escalation.deadline_s[priority] * SECOND;
  const promised = open && !open.overdue ? open.deadline : Number.POSITIVE_INFINITY;
  return { reason, scenario, priority, since: open?.since ?? now, deadline: Math.min(deadline, promised) };
}

/** The item of a conversation that comes back to the queue without an answer: the old one, or one of its own. */
export function returnedItem(head: Head, policy: Policy, now: number): Escalation {
  if (head.escalation) return head.escalation;
  const priority: Priority = 'medium';
  const deadline = now + policy.escalation.deadline_s[priority] * SECOND;
  return { reason: 'operator_marked', scenario: head.scenario ?? 'UNKNOWN', priority, since: now, deadline };
}
