import type { Scenario } from '../../shared/domain/scenario.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is said to a client who stays silent after a reply (design §4.1, §4.2), in words of the judge's own. */
export type Sequel = 'awaits' | 'resolved' | 'closes';

export interface Step {
  name: string;
  /** From the delivery, in ms. */
  after: number;
  /** Not at night. */
  reminds: boolean;
}

const step = (name: string, minutes: number): Step => ({
  name,
  after: minutes * MINUTE,
  reminds: name.startsWith('reminder'),
});
export const FAREWELL = 'farewell 0';
export const CLOSE = 'close';
const STEPS: Record<Sequel, readonly Step[]> = {
  awaits: [
    step('reminder 1', 15),
    step('reminder 2', 30),
    step('reminder 3', 1440),
    step(FAREWELL, 1442),
    step(CLOSE, 1443),
  ],
  resolved: [step(FAREWELL, 2), step(CLOSE, 3)],
  closes: [step(CLOSE, 3)],
};

const RESOLVED: ReadonlySet<Scenario> = new Set(['REFERRAL', 'LESSON_LINK']);

/** What follows the bot's answer to such a request, as long as nobody else owes one. */
export function sequelOf(scenario: Scenario): Sequel {
  if (scenario === 'FAREWELL') return 'closes';
  return RESOLVED.has(scenario) ? 'resolved' : 'awaits';
}

/** Always an operator's. */
export const PASSED_ON: ReadonlySet<Scenario> = new Set([
  'SCHEDULE_CHANGE',
  'CROSS_EXTENSION',
  'COMPLAINT',
  'MISSING_TRAINER',
  'UNKNOWN',
]);

/** A promise of an operator must have been kept by then; a silent one loses the conversation after so long. */
export const RETURN = 30 * MINUTE;
/** A follow-up is not sent any more so long after its time. */
export const EXPIRES = 30 * MINUTE;

/** Moscow keeps UTC+3 all year. */
const MOSCOW = 3 * HOUR;
const MORNING = 9 * HOUR;
const EVENING = 21 * HOUR;

/** Between 21:00 and 09:00 in Moscow. */
export function isNight(at: number): boolean {
  const time = (at + MOSCOW) % DAY;
  return time >= EVENING || time < MORNING;
}

/** `at`, or the morning after the night it falls into. */
function awake(at: number): number {
  if (!isNight(at)) return at;
  const midnight = at - ((at + MOSCOW) % DAY);
  return midnight + MORNING + (at - midnight >= EVENING ? DAY : 0);
}

/** The steps that a silent conversation goes, counted from one delivery; what is put off shifts the rest. */
export class Silence {
  readonly begun: number;
  readonly #steps: readonly Step[];
  #base: number;
  #next = 0;

  constructor(sequel: Sequel, begun: number) {
    this.#steps = STEPS[sequel];
    this.#base = begun;
    this.begun = begun;
  }

  get next(): Step | undefined {
    return this.#steps[this.#next];
  }

  get saysFarewell(): boolean {
    return this.#steps.some(({ name }) => name === FAREWELL);
  }

  /** The step of this name, if it is still to come. */
  step(name: string): Step | undefined {
    return this.#steps.slice(this.#next).find((it) => it.name === name);
  }

  dueOf({ after, reminds }: Step): number {
    const usual = this.#base + after;
    return reminds ? awake(usual) : usual;
  }

  /** When it is too late, if nothing goes wrong; a reminder that comes a moment late into the night is the morning's. */
  latestOf(it: Step, late: number): number {
    const latest = this.dueOf(it) + late;
    return it.reminds && isNight(latest) ? awake(latest) + late : latest;
  }

  /** It has come, for that time. */
  pass(it: Step, due: number): void {
    this.#base = due - it.after;
    this.#next = this.#steps.indexOf(it) + 1;
  }
}
