import { type Day, type Frame, weekdayOf } from './calendar.ts';
import type { Rule } from './found.ts';
import { CARDINAL_WORD, cardinalOf } from './number-words.ts';
import { phrase } from './plain-words.ts';

/** Days farther from today than this are no day of the desk's business. */
const FARTHEST = 400;

const DAY_WORDS: readonly (readonly [string, number])[] = [
  [
    String.raw`сегодня|сегодняшн\p{L}{2,3}|сегодн|седн[яе]|се[гв]одня|сенодня|segodnya|segodnia|today|tonight`,
    0,
  ],
  [String.raw`(?<!after )завтра|завтро|завтрашн\p{L}{2,3}|zavtra|(?<!after )tomorrow|tmrw|tomorow`, 1],
  [String.raw`после ?завтра|послезавтрашн\p{L}{2,3}|poslezavtra|(?:the )?day after tomorrow`, 2],
  [String.raw`вчера|вчерашн\p{L}{2,3}|vchera|yesterday|last night`, -1],
  ['позавчера|day before yesterday', -2],
];

const WEEKDAYS = [
  'понедельник|пн|monday|mon',
  'вторник|вт|tuesday|tue',
  'среду|ср|wednesday|wed',
  'четверг|чт|thursday|thu',
  'пятницу|пт|friday|fri',
  'субботу|сб|saturday|sat',
  'воскресенье|воскресение|вс|sunday|sun',
];
const WEEKDAY = WEEKDAYS.join('|');
const WHICH: readonly (readonly [RegExp, 'this' | 'next' | 'last'])[] = [
  [/^(?:эт|this)/, 'this'],
  [/^(?:следующ|next)/, 'next'],
  [/^(?:прошл|last)/, 'last'],
];
const WHICH_WORD =
  'эт(?:от|у|о)|следующ(?:ий|ую|ее)|прошл(?:ый|ую|ое)|ближайш(?:ий|ую|ее)|this coming|this|next|last|coming';

const COUNT = String.raw`\d{1,2}|${CARDINAL_WORD}`;

/** Dates told from today: "завтра", "в следующий вторник", "через два дня", and the like in English. */
export const RELATIVE_DATES: readonly Rule<Day, Frame>[] = [
  ...DAY_WORDS.map(([words, days]) => ({
    pattern: phrase(words, 'gu'),
    read: (_: readonly string[], { today }: Frame) => today + days,
  })),
  {
    pattern: phrase(
      `(?:(?:в|во|на|за|on|for) )?(?:(${WHICH_WORD}) )?(${WEEKDAY})(?: (?:на )?(следующей неделе|next week))?`,
      'gu',
    ),
    read: ([whole = '', which = '', word = '', week = ''], frame) =>
      isMeant(whole, which, word)
        ? weekdayDate(week ? 'next' : whichOf(whole, which, frame), word, frame.today)
        : undefined,
  },
  {
    pattern: phrase(`(?:на )?следующей неделе,? во? (${WEEKDAY})`, 'gu'),
    read: ([, word = ''], { today }) => weekdayDate('next', word, today),
  },
  {
    pattern: phrase(
      `(?:через|in) (?:(${COUNT}) )?(день|дня|дней|сутки|суток|недел[юиь]|days?|weeks?)(?! (?:ago|before))`,
      'gu',
    ),
    read: ([, count = '', unit = ''], { today }) => after(today, count, unit, 1),
  },
  {
    pattern: phrase(
      `(?:(${COUNT}) )?(день|дня|дней|сутки|суток|недел[юиь]|days?|weeks?) (?:тому )?(?:назад|ago)`,
      'gu',
    ),
    read: ([, count = '', unit = ''], { today }) => after(today, count, unit, -1),
  },
];

/** "вт" or "sun" alone may be anything; "понедельник" alone, or after "каждый", is no day to come. */
function isMeant(whole: string, which: string, word: string): boolean {
  if (which || whole !== word) return true;
  return /^(?:среду|пятницу|субботу)$|day$/.test(word);
}

function whichOf(whole: string, which: string, { past }: Frame): 'this' | 'next' | 'last' | undefined {
  const told = WHICH.find(([words]) => words.test(which))?.[1];
  return told ?? (whole.startsWith('за ') || (past && !whole.startsWith('на ')) ? 'last' : undefined);
}

/**
 * A weekday is the next one after today, "this" one may be today, "next" is that of the next week from Monday on, and
 * "last", or one told of the past, is the latest before today.
 */
function weekdayDate(which: 'this' | 'next' | 'last' | undefined, word: string, today: Day): Day {
  const weekday = WEEKDAYS.findIndex((words) => words.split('|').includes(word));
  const ahead = (weekday - weekdayOf(today) + 7) % 7;
  if (which === 'this') return today + ahead;
  if (which === 'next') return today - weekdayOf(today) + 7 + weekday;
  return which === 'last' ? today + ahead - 7 : today + (ahead || 7);
}

/** "через день" is every other day as often as tomorrow, so it is no date. */
function after(today: Day, count: string, unit: string, sign: 1 | -1): Day | undefined {
  const week = /^(?:нед|week)/.test(unit);
  if (!count && !(week || sign < 0)) return undefined;
  const days = (count ? cardinalOf(count) : 1) * (week ? 7 : 1);
  return days <= FARTHEST ? today + sign * days : undefined;
}
