/** A day of the calendar, as days since 1970-01-01. */
export type Day = number;

const MILLISECONDS = 86_400_000;
/** Days: half a year, to which side of now a date without a year lies. */
const HALF_YEAR = 183;

/** The day it is at the moment `now` (epoch milliseconds) in an IANA zone. */
export function dayIn(zone: string, now: number): Day {
  const parts = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(now);
  const [year = 0, month = 0, date = 0] = (['year', 'month', 'day'] as const).map((type) =>
    Number(parts.find((part) => part.type === type)?.value),
  );
  return Date.UTC(year, month - 1, date) / MILLISECONDS;
}

/** The day of a year, month (1–12) and date, or undefined if there is none, as for 31 February. */
export function dayOf(year: number, month: number, date: number): Day | undefined {
  const at = new Date(Date.UTC(year, month - 1, date));
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== date) return undefined;
  return at.getTime() / MILLISECONDS;
}

/** ISO YYYY-MM-DD. */
export function isoOf(day: Day): string {
  return new Date(day * MILLISECONDS).toISOString().slice(0, 10);
}

/** 0 is Monday. */
export function weekdayOf(day: Day): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** What a date that is told in part is completed by. */
export interface Frame {
  today: Day;
  /** The words around it tell of what has been. */
  past: boolean;
}

/**
 * A date without a year is the next to come within half a year, else the one that passed: "15 декабря" in November is
 * to come, "1 октября" in November has passed. Told of the past it is the latest, today included.
 */
export function nearestDate(month: number, date: number, { today, past }: Frame): Day | undefined {
  const year = new Date(today * MILLISECONDS).getUTCFullYear();
  const days = [year - 1, year, year + 1].flatMap((one) => dayOf(one, month, date) ?? []);
  const next = past ? undefined : days.find((day) => day >= today && day - today <= HALF_YEAR);
  return next ?? latest(days, today);
}

/** A date without a month is the next to come; told of the past it is the latest, today included. */
export function nearestInMonth(date: number, { today, past }: Frame): Day | undefined {
  const now = new Date(today * MILLISECONDS);
  const days = [-2, -1, 0, 1, 2].flatMap((step) => {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + step, 1));
    return dayOf(month.getUTCFullYear(), month.getUTCMonth() + 1, date) ?? [];
  });
  return past ? latest(days, today) : days.find((day) => day >= today);
}

function latest(days: readonly Day[], today: Day): Day | undefined {
  return days.findLast((day) => day <= today);
}
