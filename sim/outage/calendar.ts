import type { TroubleKind } from '../../shared/domain/outage/trouble.ts';
import { type Dice, PURPOSE, type Sequence } from '../world/dice.ts';

export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Midnight of a Monday in Moscow. */
export const START = Date.UTC(2026, 0, 4, 21);
const MOSCOW = 3 * HOUR;
const MONTH_DAYS = 30;

/** How lively each hour of a day is, of 100: lessons are in the afternoon and the evening, at weekends by day. */
const WEEKDAY = [4, 2, 1, 1, 1, 2, 5, 12, 25, 35, 40, 42, 45, 50, 60, 75, 88, 96, 100, 98, 85, 55, 28, 10];
const WEEKEND = [5, 3, 2, 1, 1, 1, 3, 8, 25, 50, 68, 72, 70, 66, 64, 60, 56, 52, 48, 42, 34, 24, 15, 8];
/** How lively the months are. */
const SEASON = [1, 1.05, 1.05, 1, 0.9, 0.65, 0.5, 0.6, 1.15, 1.1, 1.05, 1];
/** Days on which nobody has lessons, and everybody sends greetings. */
const HOLIDAYS = new Set(['01-07', '02-23', '03-08', '05-01', '05-09', '06-12', '11-04', '12-31']);
const ON_HOLIDAY = 0.25;
/** How far one day's load is from another's: the standard deviation of its logarithm. */
const DAYS_DIFFER = 0.2;

const OUTAGES_A_MONTH = 4;
const OUTAGES_APART = 6 * HOUR;
const KINDS: readonly TroubleKind[] = [
  'platform',
  'platform',
  'sign_in',
  'lesson_room',
  'sound_video',
  'app',
  'payment',
  'mail',
  'homework',
];

/** An outage as it is: what breaks, when, and how fast clients notice. */
export interface ScriptedOutage {
  kind: TroubleKind;
  from: number;
  to: number;
  /** Clients a minute who report it, and until when that grows from nothing. */
  rate: number;
  full: number;
}

/** A post that brings very many newcomers for a day. */
interface ViralPost {
  from: number;
  to: number;
}

/** What a year holds for a desk. */
export interface Calendar {
  outages: readonly ScriptedOutage[];
  posts: readonly ViralPost[];
  end: number;
}

/** How lively the desk is, as a share of its usual peak; without what is out of the ordinary. */
export function liveliness(at: number): number {
  const there = new Date(at + MOSCOW);
  const day = there.getUTCDay() % 6 === 0 ? WEEKEND : WEEKDAY;
  const hour = there.getUTCHours();
  const [now = 0, next = 0] = [day[hour], day[(hour + 1) % 24]];
  const passed = there.getUTCMinutes() / 60;
  return ((now + (next - now) * passed) / 100) * (SEASON[there.getUTCMonth()] ?? 1);
}

export function isHoliday(at: number): boolean {
  return HOLIDAYS.has(new Date(at + MOSCOW).toISOString().slice(5, 10));
}

/** How lively this very day is, of an ordinary one. */
export function moodOf(at: number, desk: number, dice: Dice): number {
  const day = Math.floor((at + MOSCOW) / DAY);
  const [one, other] = [1, 2].map((name) => dice.roll(PURPOSE.actor, 1, desk, day, name));
  const normal = Math.sqrt(-2 * Math.log(1 - (one ?? 0))) * Math.cos(2 * Math.PI * (other ?? 0));
  return Math.exp(DAYS_DIFFER * normal) * (isHoliday(at) ? ON_HOLIDAY : 1);
}

/** Writes a calendar of so many months. */
export function calendarOf(months: number, dice: Sequence): Calendar {
  const end = START + months * MONTH_DAYS * DAY;
  const posts = Array.from({ length: months }, (_, month) => {
    const from = START + month * MONTH_DAYS * DAY + dice.between(0, MONTH_DAYS - 1) * DAY + 11 * HOUR;
    return { from, to: from + 8 * HOUR };
  });
  const outages: ScriptedOutage[] = [];
  while (outages.length < months * OUTAGES_A_MONTH) {
    const outage = outageIn(end, dice);
    const apart = outages.every(({ from }) => Math.abs(from - outage.from) > OUTAGES_APART);
    if (apart && outage.to < end) outages.push(outage);
  }
  return { outages: outages.toSorted((a, b) => a.from - b.from), posts, end };
}

/** Outages come when many are there, and are noticed by one client a minute or by thirty. */
function outageIn(end: number, dice: Sequence): ScriptedOutage {
  let from = START;
  do from = START + Math.floor(dice.fraction() * (end - START));
  while (dice.fraction() > liveliness(from));
  const rate = 1.2 * 25 ** dice.fraction();
  const full = from + dice.between(0, 3) * MINUTE;
  return { kind: dice.pick(KINDS), from, to: full + dice.between(20, 60) * MINUTE, rate, full };
}
