/** No receiver can hold its endpoint back for longer than this at a time, in ms. */
const MAX_RETRY_AFTER_MS = 24 * 60 * 60 * 1_000;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TIME = '(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})';
const HTTP_DATES = [
  new RegExp(`^[A-Z][a-z]{2}, (?<day>\\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\\d{4}) ${TIME} GMT$`),
  new RegExp(`^[A-Z][a-z]{5,8}, (?<day>\\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\\d{2}) ${TIME} GMT$`),
  new RegExp(`^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \\d]\\d) ${TIME} (?<year>\\d{4})$`),
];

/**
 * The instant (ms) before which the receiver does not want to be called, between `now` and 24 h later.
 * Understands whole seconds and the three HTTP date formats; `undefined` for anything else.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  const instant = /^\d+$/.test(text) ? now + Number(text) * 1_000 : parseHttpDate(text, now);
  if (instant === undefined) return undefined;
  return Math.min(Math.max(instant, now), now + MAX_RETRY_AFTER_MS);
}

function parseHttpDate(text: string, now: number): number | undefined {
  for (const pattern of HTTP_DATES) {
    const groups = pattern.exec(text)?.groups;
    if (groups) return instantOf(groups, now);
  }
  return undefined;
}

function instantOf(groups: Record<string, string>, now: number): number | undefined {
  const month = MONTHS.indexOf(groups['month'] ?? '');
  const [day, hour, minute, second] = ['day', 'hour', 'minute', 'second'].map((name) => Number(groups[name]));
  const valid =
    month >= 0 &&
    inRange(day, 1, 31) &&
    inRange(hour, 0, 23) &&
    inRange(minute, 0, 59) &&
    inRange(second, 0, 60);
  return valid ? Date.UTC(fullYear(groups['year'] ?? '', now), month, day, hour, minute, second) : undefined;
}

function inRange(value: number | undefined, low: number, high: number): value is number {
  return value !== undefined && value >= low && value <= high;
}

// RFC 9110: a two-digit year that seems more than 50 years ahead is the most recent past year with those digits.
function fullYear(digits: string, now: number): number {
  if (digits.length === 4) return Number(digits);
  const current = new Date(now).getUTCFullYear();
  const year = current - (current % 100) + Number(digits);
  return year > current + 50 ? year - 100 : year;
}
