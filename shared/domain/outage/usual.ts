import { LIMITS } from '../limits.ts';
import { groupsOf, type TroubleGroup, type TroubleRead, type TroubleReport } from './trouble.ts';

const HOUR = 3_600_000;
const DAY_HOURS = 24;
const WEEK_HOURS = 7 * DAY_HOURS;

/** What a week adds to what is known fades by so much with every later week. */
const KEPT_A_WEEK = 0.8;
/** An hour of the week is believed by itself once it was seen about so often; before, the same hour of all days speaks, too. */
const BELIEVED = 2;
/** The hours beside count half: habits shift, and clocks are put forward. */
const BESIDE = 0.5;
/** What is learned from one hour is at most so many times the usual, or so much: an outage is no habit. */
const LEARNED_MOST = 3;
const LEARNED_FIRST = 2;

/** Clients by window, by what was counted. */
export type Rates = Partial<Record<TroubleGroup, number>>;

/** One hour of the week: how often it was seen, and the rates seen, added up; both fade by the week. */
export interface HabitualHour {
  weight: number;
  seen: Rates;
}

/** What each hour of the week (UTC, from Thursday 0:00, as epoch hours count) usually sees. */
export interface UsualTrouble {
  /** Hours before this time are learned; a whole hour, epoch milliseconds. */
  through: number;
  hours: Record<number, HabitualHour>;
}

/** A desk begins to learn with its first report, knowing nothing. */
export function freshUsual(now: number): UsualTrouble {
  return { through: closedBy(now), hours: {} };
}

/** Hours before this time are over, late reports included. */
export function closedBy(now: number): number {
  return hourOf(now - LIMITS.troubleHourOver);
}

/** How many distinct clients report this within a window that begins at such a time, by what was learned; 0: nothing was. */
export function usualAt({ hours }: UsualTrouble, at: number, group: TroubleGroup): number {
  const hour = Math.floor(at / HOUR);
  const own = around(hours, hour, group);
  const days = Array.from({ length: 7 }, (_, day) => around(hours, hour + day * DAY_HOURS, group));
  const all = days.reduce(added);
  if (all.weight === 0) return meanOf(Object.values(hours), group);
  return (own.seen + (BELIEVED * all.seen) / all.weight) / (own.weight + BELIEVED);
}

/** Learns the hours that are over, each once: what was not seen of them was quiet. Of what could not be read nothing is learned. */
export function learned(
  usual: UsualTrouble,
  { reports, unread = 0 }: TroubleRead,
  now: number,
): UsualTrouble {
  const through = Math.max(usual.through, closedBy(now));
  const from = Math.max(usual.through, through - WEEK_HOURS * HOUR);
  const byHour = Map.groupBy(reports, ({ at }) => hourOf(at));
  let next = usual;
  for (let hour = from; hour < through; hour += HOUR) {
    const read = Math.max(hour, unread);
    const windows = (hour + HOUR - read) / LIMITS.troubleWindow;
    if (windows >= 1) next = withHour(next, hour, ratesIn(byHour.get(hour) ?? [], read, windows));
  }
  return { ...next, through };
}

/** Distinct clients of each group, on average over so many windows from `from` on. */
export function ratesIn(reports: readonly TroubleReport[], from: number, windows: number): Rates {
  const clients = new Map<TroubleGroup, Set<string>>();
  for (const report of reports) {
    if (report.at < from) continue;
    const window = Math.floor((report.at - from) / LIMITS.troubleWindow);
    for (const group of groupsOf(report.kinds)) {
      const seen = clients.get(group) ?? new Set();
      clients.set(group, seen.add(`${window} ${report.conversation_id}`));
    }
  }
  return Object.fromEntries([...clients].map(([group, { size }]) => [group, size / windows]));
}

function withHour(usual: UsualTrouble, hour: number, rates: Rates): UsualTrouble {
  const place = placeOf(hour / HOUR);
  const before = usual.hours[place] ?? { weight: 0, seen: {} };
  const groups = [...new Set([...Object.keys(before.seen), ...Object.keys(rates)])] as TroubleGroup[];
  const seen = groups.flatMap((group): [TroubleGroup, number][] => {
    const most = Math.max(LEARNED_FIRST, LEARNED_MOST * usualAt(usual, hour, group));
    const sum = KEPT_A_WEEK * (before.seen[group] ?? 0) + Math.min(rates[group] ?? 0, most);
    return sum < 0.01 ? [] : [[group, rounded(sum)]];
  });
  const weight = rounded(KEPT_A_WEEK * before.weight + 1);
  const next = { weight, seen: Object.fromEntries(seen) };
  return { ...usual, hours: { ...usual.hours, [place]: next } };
}

interface Sum {
  weight: number;
  seen: number;
}

function around(hours: UsualTrouble['hours'], hour: number, group: TroubleGroup): Sum {
  const parts = [-1, 0, 1].map((beside): Sum => {
    const { weight = 0, seen = {} } = hours[placeOf(hour + beside)] ?? {};
    const share = beside === 0 ? 1 : BESIDE;
    return { weight: share * weight, seen: share * (seen[group] ?? 0) };
  });
  return parts.reduce(added);
}

function meanOf(hours: readonly HabitualHour[], group: TroubleGroup): number {
  const all = hours.map(({ weight, seen }) => ({ weight, seen: seen[group] ?? 0 }));
  const { weight, seen } = all.reduce(added, { weight: 0, seen: 0 });
  return weight === 0 ? 0 : seen / weight;
}

function added(one: Sum, other: Sum): Sum {
  return { weight: one.weight + other.weight, seen: one.seen + other.seen };
}

function hourOf(at: number): number {
  return Math.floor(at / HOUR) * HOUR;
}

function placeOf(hour: number): number {
  return ((hour % WEEK_HOURS) + WEEK_HOURS) % WEEK_HOURS;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
