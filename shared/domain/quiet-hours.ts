/** Part of the desk's day, `HH:MM` to `HH:MM`; it may go over midnight, and the same time twice is none of it. */
export interface QuietHours {
  from: string;
  to: string;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** `at`, or the end of the quiet hours it falls into: the first moment at which the desk's clocks show that time or a later one. */
export function postponed(at: number, { from, to }: QuietHours, zone: string): number {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  if (start === end || !isQuiet(minuteOfDay(at, zone), start, end)) return at;
  const wait = (end - minuteOfDay(at, zone) + 1440) % 1440;
  const begun = at - (at % MINUTE);
  // Clocks may be put forward or back in between: then the guess is off by as much.
  const guess = begun + wait * MINUTE;
  const off = signed(minuteOfDay(guess, zone) - end) * MINUTE;
  const corrected = guess - off;
  const right = minuteOfDay(corrected, zone) === end && corrected > at;
  return right ? corrected : firstAwake(begun, start, end, zone);
}

/** The first quiet minute from `at` on, or `at + most` if there is none before. */
export function quietWithin(at: number, { from, to }: QuietHours, zone: string, most: number): number {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  if (start === end) return at + most;
  for (let minute = at; minute < at + most; minute += MINUTE - (minute % MINUTE))
    if (isQuiet(minuteOfDay(minute, zone), start, end)) return minute;
  return at + most;
}

/** Where that time is skipped or comes twice, minute by minute; never more than a day. */
function firstAwake(from: number, start: number, end: number, zone: string): number {
  for (let at = from; at < from + DAY + DAY / 8; at += MINUTE)
    if (!isQuiet(minuteOfDay(at, zone), start, end)) return at;
  return from;
}

function isQuiet(minute: number, start: number, end: number): boolean {
  return start < end ? minute >= start && minute < end : minute >= start || minute < end;
}

/** A difference of two times of day, the short way round. */
function signed(minutes: number): number {
  return ((((minutes + 720) % 1440) + 1440) % 1440) - 720;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function minuteOfDay(at: number, zone: string): number {
  const format = formats.get(zone) ?? clockOf(zone);
  formats.set(zone, format);
  return minutesOf(format.format(at));
}

function clockOf(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  });
}
