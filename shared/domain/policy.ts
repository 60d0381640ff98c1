import { type Priority, SCENARIOS, type Scenario } from './scenario.ts';
import type { Language } from './understanding/language.ts';

/** What hands a scenario over to an operator; several may be named, and any of them does. */
export const HAND_OVER_RULES = [
  'always',
  /** A screenshot, certificate or receipt came, which is what the scenario waits for. */
  'media',
  /** The same scenario again within `escalation.repeat_within_s`. */
  'second_request',
  /** The text names a phone number: of a friend who may be called. */
  'friend_phone',
  /** The client says that what the bot told it to do does not work. */
  'objection',
  /** No link is known within `escalation.lesson_link_within_s` of the lesson. */
  'no_lesson_link',
  /** Somebody promised an answer that is still owed. */
  'promised',
] as const;
export type HandOverRule = (typeof HAND_OVER_RULES)[number];

/** What follows a delivered reply: reminders, a farewell and the close; a farewell and the close; the close; nothing. */
export const SEQUELS = ['awaits_client', 'resolved', 'closes', 'none'] as const;
export type Sequel = (typeof SEQUELS)[number];

/** `low` sees fewer outages that are none, and sees real ones later. */
export const SENSITIVITIES = ['low', 'normal', 'high'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** Who confirms an incident. */
export const CONFIRMED_BY = ['at_once', 'operator'] as const;
type ConfirmedBy = (typeof CONFIRMED_BY)[number];

export interface ScenarioPolicy {
  /** Switched off, it is passed to a specialist. */
  enabled: boolean;
  hands_over: HandOverRule[];
  priority: Priority;
  /** Once it is handed over, and once that is repeated. */
  priority_handed_over: Priority;
  priority_repeated: Priority;
  /** Typing delay, from and to. */
  typing_s: [from: number, to: number];
  then: Sequel;
}

/**
 * How the desk behaves (design §4.1, §4.2): one document that admins change while it runs. Durations are seconds of
 * business time. Texts are not in it: they are templates.
 */
export interface Policy {
  /** Confidence from which a message is answered, and under which it is not understood; null: the model's own. */
  thresholds: { answer: number | null; refuse: number | null };
  /** Between the two: answer and hand over, or ask one clarifying question first. */
  doubt: 'hand_over' | 'ask';
  scenarios: Record<Scenario, ScenarioPolicy>;
  escalation: {
    /** So many messages within the window that the bot did not settle. */
    requests: { count: number; within_s: number };
    /** So often unsure within the window. */
    failures: { count: number; within_s: number };
    /** The same scenario again within it is a repetition. */
    repeat_within_s: number;
    lesson_link_within_s: number;
    /** While nobody has taken it, the bot says at most so often that it got a message. */
    acknowledge_every_s: number;
    /** When an operator should have answered. */
    deadline_s: Record<Priority, number>;
    /** Place in the operators' queue; lower comes first, then who waits longer. */
    position: Record<Priority, number>;
    asked_for_human: Priority;
  };
  follow_ups: {
    /** Counted from the delivery of the last reply. */
    reminders_s: number[];
    /** After the last reminder, or after a reply that settles the matter. */
    farewell_s: number;
    close_s: number;
    /** A reminder or farewell that is not sent so long after its time is not sent any more. */
    expire_s: number;
    /** An operator who is silent for so long while the client waits loses the conversation to the queue. */
    return_s: number;
  };
  outages: {
    /** Whether the desk senses outages by what clients report. */
    sense: boolean;
    /** Nothing is suspected under so many distinct clients within ten minutes: six, or more. */
    reporters: number;
    /** How far above the usual it has to be. */
    sensitivity: Sensitivity;
    /** Who confirms what is suspected, so that clients are told: the desk itself, at once, or an operator. */
    confirm: ConfirmedBy;
  };
  /** No reminder between the two times of the desk's day; the same time twice: none. */
  quiet_hours: { from: string; to: string };
  desk: {
    /** IANA name. */
    zone: string;
    /** Spoken where a client's own is not known. */
    language: Language;
    name: Record<Language, string>;
    review_sites: Record<Language, string>;
  };
}

export interface PolicyIssue {
  /** Dotted, within the policy. */
  path: string;
  message: string;
}

/** What a well-formed policy says that cannot be; an empty list if it may be published. */
export function judgePolicy(policy: Policy): PolicyIssue[] {
  const { thresholds, follow_ups, escalation, scenarios } = policy;
  const issues: PolicyIssue[] = [];
  const demand = (holds: boolean, path: string, message: string): void => {
    if (!holds) issues.push({ path, message });
  };
  const { answer, refuse } = thresholds;
  demand(
    answer === null || refuse === null || refuse <= answer,
    'thresholds.refuse',
    'must not be above answer',
  );
  demand(
    isRising(follow_ups.reminders_s),
    'follow_ups.reminders_s',
    'each must be later than the one before',
  );
  demand(
    follow_ups.farewell_s <= follow_ups.close_s,
    'follow_ups.close_s',
    'must not be sooner than the farewell',
  );
  for (const [name, values] of [
    ['deadline_s', escalation.deadline_s],
    ['position', escalation.position],
  ] as const)
    demand(
      values.critical <= values.high && values.high <= values.medium && values.medium <= values.low,
      `escalation.${name}`,
      'what is more urgent must not come later',
    );
  for (const scenario of SCENARIOS) {
    const [from, to] = scenarios[scenario].typing_s;
    demand(from <= to, `scenarios.${scenario}.typing_s`, 'must not end before it begins');
  }
  demand(
    scenarios.UNKNOWN.enabled && scenarios.UNKNOWN.hands_over.includes('always'),
    'scenarios.UNKNOWN',
    'what is not understood must go to an operator',
  );
  demand(isZone(policy.desk.zone), 'desk.zone', 'must be a time zone such as Europe/Moscow');
  return issues;
}

function isRising(values: readonly number[]): boolean {
  return values.every((value, at) => at === 0 || value > (values[at - 1] ?? 0));
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
