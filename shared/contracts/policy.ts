import * as z from 'zod/mini';
import type { PolicyReading } from '../domain/documents.ts';
import { LIMITS } from '../domain/limits.ts';
import {
  CONFIRMED_BY,
  HAND_OVER_RULES,
  judgePolicy,
  type Policy,
  SENSITIVITIES,
  SEQUELS,
} from '../domain/policy.ts';
import { PRIORITIES, SCENARIOS, type Scenario } from '../domain/scenario.ts';
import { changedPolicy } from '../domain/shipped-policy.ts';
import { VISIBLE } from '../domain/template.ts';

/** The whole policy as it is in force (`docs/policy.md`). Messages say what to do, because admins read them. */

/** Bounds of the durations, in seconds. */
const SECONDS = {
  followUp: LIMITS.followUpLongest / 1000,
  expires: LIMITS.followUpExpiresMost / 1000,
  typing: 600,
  /** Less is less than it takes anybody to answer. */
  least: 60,
} as const;

const COUNT_MOST = 9;
const POSITION_MOST = 100;
const REPORTERS_MOST = 500;
const ZONE_CHARACTERS = 64;

function whole(least: number, most: number, of = 'a whole number'): z.ZodMiniType<number> {
  const error = `must be ${of}, ${least} to ${most}`;
  return z.int({ error, abort: true }).check(z.gte(least, error), z.lte(most, error));
}

const seconds = (least: number, most: number = SECONDS.followUp) => whole(least, most, 'whole seconds');

const OneOf = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.enum(names, { error: `must be one of ${names.join(', ')}` });

/** A name that nobody knows would change nothing, and whoever wrote it would not notice. */
function exactly<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `does not know ${issue.keys.join(', ').slice(0, LIMITS.nameCharacters)}; it has ${known}`
        : `must be an object with ${known}`,
  });
}

const SPOKEN = `must be 1 to ${LIMITS.nameCharacters} characters`;
/** Something must be left of it once it is said on one line. */
const Spoken = z
  .string({ error: SPOKEN })
  .check(
    z.refine(
      (value: string) =>
        [...value].length <= LIMITS.nameCharacters && VISIBLE.test(value) && value.isWellFormed(),
      SPOKEN,
    ),
  );

const SHARE = 'must be a number from 0 to 1, or null for the model’s own';
const Threshold = z.nullable(z.number({ error: SHARE }).check(z.gte(0, SHARE), z.lte(1, SHARE)));

const TIME = 'must be a time of day such as 09:00';
const TimeOfDay = z.string({ error: TIME }).check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: TIME }));

const ZONE = 'must be a time zone such as Europe/Moscow';
const Zone = z.string({ error: ZONE }).check(z.minLength(1, ZONE), z.maxLength(ZONE_CHARACTERS, ZONE));

const TYPING = `must be two whole numbers of seconds, from and to, each 0 to ${SECONDS.typing}`;
const Typing = z.tuple([seconds(0, SECONDS.typing), seconds(0, SECONDS.typing)], { error: TYPING });

const RULES = `must be a list of ${HAND_OVER_RULES.join(', ')}, each once`;
const HandsOver = z
  .array(OneOf(HAND_OVER_RULES), { error: RULES })
  .check(z.refine((rules: readonly string[]) => new Set(rules).size === rules.length, RULES));

const REMINDERS = `must be a list of at most ${LIMITS.reminders} times in whole seconds after the last reply`;
const Reminders = z.array(seconds(1), { error: REMINDERS }).check(z.maxLength(LIMITS.reminders, REMINDERS));

const InPriority = <Value extends z.ZodMiniType>(value: Value) =>
  exactly({ critical: value, high: value, medium: value, low: value });

const InLanguage = exactly({ ru: Spoken, en: Spoken });
const Priority = OneOf(PRIORITIES);
const Times = exactly({ count: whole(1, COUNT_MOST), within_s: seconds(1) });

export const ScenarioPolicyBody = exactly({
  enabled: z.boolean({ error: 'must be true or false' }),
  hands_over: HandsOver,
  priority: Priority,
  priority_handed_over: Priority,
  priority_repeated: Priority,
  typing_s: Typing,
  then: OneOf(SEQUELS),
});

const scenarios = SCENARIOS.map((scenario) => [scenario, ScenarioPolicyBody]);

export const PolicyBody = exactly({
  thresholds: exactly({ answer: Threshold, refuse: Threshold }),
  doubt: OneOf(['hand_over', 'ask']),
  scenarios: exactly(Object.fromEntries(scenarios) as Record<Scenario, typeof ScenarioPolicyBody>),
  escalation: exactly({
    requests: Times,
    failures: Times,
    repeat_within_s: seconds(0),
    lesson_link_within_s: seconds(0),
    acknowledge_every_s: seconds(0),
    deadline_s: InPriority(seconds(SECONDS.least)),
    position: InPriority(whole(1, POSITION_MOST)),
    asked_for_human: Priority,
  }),
  follow_ups: exactly({
    reminders_s: Reminders,
    farewell_s: seconds(0),
    close_s: seconds(0),
    expire_s: seconds(SECONDS.least, SECONDS.expires),
    return_s: seconds(SECONDS.least),
  }),
  outages: exactly({
    sense: z.boolean({ error: 'must be true or false' }),
    reporters: whole(LIMITS.troubleReporters, REPORTERS_MOST),
    sensitivity: OneOf(SENSITIVITIES),
    confirm: OneOf(CONFIRMED_BY),
  }),
  quiet_hours: exactly({ from: TimeOfDay, to: TimeOfDay }),
  desk: exactly({
    zone: Zone,
    language: OneOf(['ru', 'en']),
    name: InLanguage,
    review_sites: InLanguage,
  }),
}) satisfies z.ZodMiniType<Policy>;

/** The policy that these changes make of the shipped one; or every place where they are not well-formed, or cannot be. */
export function readPolicy(changes: unknown): PolicyReading {
  const parsed = PolicyBody.safeParse(changedPolicy(changes));
  if (!parsed.success)
    return { issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) };
  const issues = judgePolicy(parsed.data);
  return issues.length > 0 ? { issues } : { policy: parsed.data };
}
