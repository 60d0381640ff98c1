import { type Day, dayOf, type Frame, nearestDate, nearestInMonth } from './calendar.ts';
import type { Rule } from './found.ts';
import { ORDINAL_WORDS, ordinalOf } from './number-words.ts';
import { phrase } from './plain-words.ts';

/** Days: a year that is told must not be farther away, or it is a birthday or a contract's date. */
const FARTHEST = 2 * 366;

const MONTHS = [
  'января|янв|january|jan',
  'февраля|фев|february|feb',
  'марта|мар|march|mar',
  'апреля|апр|april|apr',
  'мая|may',
  'июня|июн|june|jun',
  'июля|июл|july|jul',
  'августа|авг|august|aug',
  'сентября|сен|сент|september|sept|sep',
  'октября|окт|october|oct',
  'ноября|ноя|нояб|november|nov',
  'декабря|дек|december|dec',
];
const MONTH = `(${MONTHS.join('|')})`;
const YEAR = String.raw`(?:\.?,? (20\d{2})(?!\d))?`;
const DATE = String.raw`(\d{1,2})(?:-?(?:го|ого|е|ое|st|nd|rd|th))?`;
const TO = `(?: ?[-–—] ?|, ?| (?:по|и|или|до|to|and|till|until) )`;
/** What is numbered or counted, so that the number before it is no day of a month. */
const COUNTED = `(?! ?(?:урок|заняти|раз|класс|кл|уровн|модул|час|мин|лет|год|груп|курс|сентябр|этап|тур|ряд|мест|руб|проц|%|grade|lesson|class|time|level|module|year|month|floor|week|place|one))`;
const NOT_A_PART = String.raw`(?<![\d.,:/№#-])`;
/** What a number with a dot is of, if it is no date. */
const MEASURED = String.raw`(?![\d.:/-]|,\d| ?(?:час|ч(?!\p{L})|р(?!\p{L})|руб|₽|тыс|%|°|градус|км|кг|мин|балл|мб|гб|gb|mb|\$|€|usd))`;

/** Ordinals that hardly count anything but days. */
const LATER =
  '(?<=двадцать |тридцать )(?:перв|втор|четверт|пят|шест|седьм|восьм|девят)|десят|одиннадцат|двенадцат|тринадцат|четырнадцат|пятнадцат|шестнадцат|семнадцат|восемнадцат|девятнадцат|двадцат|тридцат';

/** Dates that name their day: "15 декабря", "15.12.26", "2026-12-15", "с 3 по 10 января" (the first), "15-го". */
export const CALENDAR_DATES: readonly Rule<Day, Frame>[] = [
  {
    pattern: phrase(`${NOT_A_PART}${DATE}${TO}${DATE} (?:of )?${MONTH}${YEAR}`, 'gu'),
    read: ([, from = '', to = '', month = '', year = ''], frame) => rangeStart(from, to, month, year, frame),
  },
  {
    pattern: phrase(`${NOT_A_PART}${DATE} ?(?:of )?${MONTH}${YEAR}`, 'gu'),
    read: ([, date = '', month = '', year = ''], frame) => named(Number(date), month, year, frame),
  },
  {
    pattern: phrase(String.raw`${MONTH}\.? (?:the )?${DATE}(?:,? (20\d{2}))?${COUNTED}(?![.:/]?\d)`, 'gu'),
    read: ([, month = '', date = '', year = ''], frame) =>
      /^[a-z]/.test(month) ? named(Number(date), month, year, frame) : undefined,
  },
  {
    pattern: phrase(`(${ORDINAL_WORDS}) (?:of )?${MONTH}${YEAR}`, 'gu'),
    read: ([, words = '', month = '', year = ''], frame) => named(ordinalOf(words), month, year, frame),
  },
  {
    pattern: phrase(String.raw`${NOT_A_PART}(20\d{2})-(\d{2})-(\d{2})(?!\d|-\d)`, 'gu'),
    read: ([, year, month, date], frame) => dated(Number(year), Number(month), Number(date), frame),
  },
  {
    pattern: phrase(String.raw`${NOT_A_PART}(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d|[.:/-]\d)`, 'gu'),
    read: ([, date, , month, year = ''], frame) =>
      dated(Number(year) + (year.length === 2 ? 2000 : 0), Number(month), Number(date), frame),
  },
  {
    pattern: phrase(
      String.raw`(?<!(?<!\p{L})(?:в|во|к|at) )${NOT_A_PART}(\d{1,2})\.(\d{2})${MEASURED}`,
      'gu',
    ),
    read: ([, date, month], frame) => dated(undefined, Number(month), Number(date), frame),
  },
  {
    pattern: phrase(String.raw`(?:на|за|с|со|on|for|from) (\d{1,2})/(\d{1,2})(?![\d/])`, 'gu'),
    read: ([, date, month], frame) => dated(undefined, Number(month), Number(date), frame),
  },
  {
    pattern: phrase(
      String.raw`(?:${NOT_A_PART}(\d{1,2})(?:-?(?:го|ого|ое)|-?е|(?:-?(?:го|ого|е))? числ[оа])|с (\d{1,2})(?:-?го)? по \d{1,2}(?:-?(?:ое|е))?|(?:on|for|from) the (\d{1,2})(?:st|nd|rd|th))${COUNTED}(?! ?[-–]\d| (?:по \d{1,2} )?(?:${MONTHS.join('|')}))`,
      'gu',
    ),
    read: ([, date, from, nth], frame) => nearestInMonth(Number(date || from || nth), frame),
  },
  {
    // "двадцатого", but not "второго урока"
    pattern: phrase(
      `(?:на )?((?:двадцать |тридцать )?(?:${LATER})(?:ого|ое))${COUNTED}(?! (?:${MONTHS.join('|')}|подъезд|уровн|век|кабинет|этаж|числа (?:${MONTHS.join('|')})))`,
      'gu',
    ),
    read: ([, words = ''], frame) => nearestInMonth(ordinalOf(words), frame),
  },
];

function monthOf(word: string): number {
  return MONTHS.findIndex((words) => words.split('|').includes(word)) + 1;
}

function named(date: number, month: string, year: string, frame: Frame): Day | undefined {
  return dated(year ? Number(year) : undefined, monthOf(month), date, frame);
}

/** "с 28 по 3 января" begins in the month before. */
function rangeStart(from: string, to: string, month: string, year: string, frame: Frame): Day | undefined {
  const crosses = Number(from) > Number(to);
  const start = crosses ? ((monthOf(month) + 10) % 12) + 1 : monthOf(month);
  const of = year ? Number(year) - (crosses && start === 12 ? 1 : 0) : undefined;
  return dated(of, start, Number(from), frame);
}

function dated(year: number | undefined, month: number, date: number, frame: Frame): Day | undefined {
  if (!Number.isInteger(date)) return undefined;
  const day = year === undefined ? nearestDate(month, date, frame) : dayOf(year, month, date);
  return day !== undefined && Math.abs(day - frame.today) <= FARTHEST ? day : undefined;
}
