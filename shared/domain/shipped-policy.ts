import type { Policy, ScenarioPolicy } from './policy.ts';
import type { Priority } from './scenario.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const USUAL: [number, number] = [2, 5];
const LITTLE: [number, number] = [0, 1];

/** A scenario that the bot answers by itself. */
function answers(over: Partial<ScenarioPolicy> = {}): ScenarioPolicy {
  return {
    enabled: true,
    hands_over: [],
    priority: 'low',
    priority_handed_over: 'medium',
    priority_repeated: over.priority_handed_over ?? 'medium',
    typing_s: USUAL,
    then: 'awaits_client',
    ...over,
  };
}

/** A scenario that is an operator's. */
function passedOn(priority: Priority, repeated: Priority = priority): ScenarioPolicy {
  return {
    ...answers({ hands_over: ['always'], priority, priority_handed_over: priority, typing_s: LITTLE }),
    priority_repeated: repeated,
    then: 'none',
  };
}

/** What is shipped: the table of design §4.1 and the numbers of §4.2. */
export const SHIPPED_POLICY: Policy = {
  thresholds: { answer: null, refuse: null },
  doubt: 'hand_over',
  scenarios: {
    GREETING: answers(),
    REFERRAL: answers({ hands_over: ['friend_phone'], then: 'resolved' }),
    TECH_SUPPORT_BASIC: answers({
      hands_over: ['media', 'second_request'],
      priority_handed_over: 'high',
      typing_s: [5, 5],
    }),
    ABSENCE_REQUEST: answers({ hands_over: ['media'], typing_s: [10, 10] }),
    LESSON_CANCELLATION: answers({ hands_over: ['objection'] }),
    LESSON_LINK: answers({ hands_over: ['no_lesson_link'], then: 'resolved' }),
    REVIEW_BONUS: answers({ hands_over: ['media'], priority_handed_over: 'high' }),
    FAREWELL: answers({ typing_s: LITTLE, then: 'closes' }),
    REMINDER: answers({ hands_over: ['promised'], priority: 'medium', typing_s: LITTLE }),
    SCHEDULE_CHANGE: passedOn('medium'),
    CROSS_EXTENSION: passedOn('medium'),
    COMPLAINT: passedOn('high', 'critical'),
    MISSING_TRAINER: passedOn('high', 'critical'),
    MASS_OUTAGE: answers({
      priority: 'critical',
      priority_handed_over: 'critical',
      typing_s: [0, 0],
      then: 'none',
    }),
    UNKNOWN: passedOn('medium', 'high'),
  },
  escalation: {
    requests: { count: 3, within_s: 10 * MINUTE },
    failures: { count: 2, within_s: 2 * HOUR },
    repeat_within_s: 2 * HOUR,
    lesson_link_within_s: 15 * MINUTE,
    acknowledge_every_s: 10 * MINUTE,
    deadline_s: { critical: 15 * MINUTE, high: HOUR, medium: 4 * HOUR, low: DAY },
    position: { critical: 1, high: 3, medium: 7, low: 10 },
    asked_for_human: 'medium',
  },
  follow_ups: {
    reminders_s: [15 * MINUTE, 30 * MINUTE, DAY],
    farewell_s: 2 * MINUTE,
    close_s: 3 * MINUTE,
    expire_s: 30 * MINUTE,
    return_s: 30 * MINUTE,
  },
  outages: { sense: true, reporters: 6, sensitivity: 'normal', confirm: 'at_once' },
  quiet_hours: { from: '21:00', to: '09:00' },
  desk: {
    zone: 'Europe/Moscow',
    language: 'ru',
    name: { ru: 'поддержка онлайн-школы', en: 'the support desk of the online school' },
    review_sites: {
      ru: 'на Яндекс Картах, в 2ГИС или на Отзовике',
      en: 'on Google Maps, Trustpilot or Yandex Maps',
    },
  },
};

/** The shipped policy with these changes: objects by field, anything else as a whole. What is unknown stays in, to be refused. */
export function changedPolicy(changes: unknown): unknown {
  return merged(SHIPPED_POLICY, changes);
}

function merged(base: unknown, changes: unknown): unknown {
  if (changes === undefined) return base;
  if (!isPlain(base) || !isPlain(changes)) return changes;
  const names = [...new Set([...Object.keys(base), ...Object.keys(changes)])];
  return Object.fromEntries(names.map((name) => [name, merged(own(base, name), own(changes, name))]));
}

function own(from: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(from, name) ? from[name] : undefined;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
