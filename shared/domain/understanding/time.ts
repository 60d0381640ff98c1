import { findAll, type Rule } from './found.ts';
import { CARDINAL_WORD, cardinalOf, ORDINAL_WORDS, ordinalOf } from './number-words.ts';
import { phrase } from './plain-words.ts';

const NOON = 12 * 60;
const MIDNIGHT = 0;

/** What is counted or numbered, so that the number before it is no hour. */
const COUNTED = String.raw`(?! ?(?:класс|кл|мину|мин|лет|год|дн[яейи]|день|раз|груп|школ|числ|метр|комнат|урок|занят|руб|р(?!\p{L})|тыс|проц|недел|мес|сем|балл|сад|дом|кв|корп|этаж|кабин|модул|част|шаг|пункт|чел|штук|сек|вопрос|задан|слов|строк|стран|язык|предмет|пакет|кур[св]|январ|феврал|март|апрел|ма[яе]|июн|июл|август|сентябр|октябр|ноябр|декабр|сут|%|°|₽|\$|€|people|min|day|week|month|year|lesson|class(?!es)|grade|time|kid|child|step|sec|percent|least|all|once))`;
const WHOLE = String.raw`(?!\d|[.,:/–-]\d|-[\p{L}])`;
const PREPOSITION = '(?:в|во|к|около|ровно в|после|at|around|by)';
const PART = String.raw`(?: ?(?:час(?:ов|а|ам)?|ч|o'clock|hours?))?(?: ?(утра|вечера|дня|ночи|утром|вечером|днем|a\.?m\.?|p\.?m\.?))?(?![\p{L}])`;
const HOUR_WORD = `час|${CARDINAL_WORD}`;
const QUARTERS = '00|05|10|15|20|25|30|35|40|45|50|55';

/** Times of day, as minutes since midnight. */
const RULES: readonly Rule<number, undefined>[] = [
  {
    pattern: phrase(String.raw`(?<![\d:.,])(\d{1,2}):(\d{2})(?::\d{2})?(?![\d:])${PART}`, 'gu'),
    read: ([, hour, minute, part = '']) => at(Number(hour), Number(minute), part),
  },
  {
    pattern: phrase(String.raw`(?:в|во|к|at) (\d{1,2})[.\- ](\d{2})(?!\d|[.:/]\d)${COUNTED}${PART}`, 'gu'),
    read: ([, hour, minute, part = '']) =>
      Number(hour) >= 6 || part ? at(Number(hour), Number(minute), part) : undefined,
  },
  {
    pattern: phrase(
      String.raw`(?<![\d:.,№#-])(\d{1,2})[.](${QUARTERS})(?!\d|[.:/]\d)${COUNTED}${PART}`,
      'gu',
    ),
    read: ([, hour, minute, part = '']) => bareDotted(Number(hour), Number(minute), part),
  },
  {
    pattern: phrase(String.raw`${PREPOSITION} (\d{1,2})${WHOLE}${PART}${COUNTED}`, 'gu'),
    read: ([, hour, part = '']) => at(Number(hour), 0, part || 'lesson'),
  },
  {
    pattern: phrase(String.raw`с (\d{1,2})(?: ?час\p{L}{0,2})? до \d{1,2}${WHOLE}${COUNTED}`, 'gu'),
    read: ([, hour]) => at(Number(hour), 0, 'lesson'),
  },
  {
    pattern: phrase(
      String.raw`(?<![\d:.,-])(\d{1,2})(?: ?час(?:ов|а))? ?(утра|вечера|дня(?= |$|[.,!?])|ночи|a\.?m\.?|p\.?m\.?)`,
      'gu',
    ),
    read: ([whole = '', hour, part = '']) =>
      part === 'дня' && !/час/.test(whole) ? undefined : at(Number(hour), 0, part),
  },
  {
    pattern: phrase(`(?:${PREPOSITION} )?(${HOUR_WORD})(?: час(?:а|ов))? (утра|вечера|дня|ночи)`, 'gu'),
    read: ([whole = '', hour = '', part = '']) =>
      part === 'дня' && !/^(?:в|во|к|час) |час/.test(whole) ? undefined : at(hourOf(hour), 0, part),
  },
  {
    pattern: phrase(`(?:в|во|at) (${CARDINAL_WORD})(?: час(?:а|ов)| o'clock)?${COUNTED}`, 'gu'),
    read: ([, hour = '']) => (isHourWord(hour) ? at(cardinalOf(hour), 0, 'lesson') : undefined),
  },
  {
    pattern: phrase(`пол(?:овин[аеу])?[ -]?(${ORDINAL_WORDS})(?: (утра|вечера|дня|ночи))?`, 'gu'),
    read: ([, hour = '', part = '']) => at(ordinalOf(hour) - 1 || 12, 30, part || 'lesson'),
  },
  {
    pattern: phrase(
      String.raw`без (\d{1,2}|пяти|десяти|пятнадцати|четверти|двадцати|двадцати пяти)(?: минут)? (\d{1,2}|${HOUR_WORD})(?: (утра|вечера|дня|ночи))?`,
      'gu',
    ),
    read: ([, minutes = '', hour = '', part = '']) => before(minutes, hourOf(hour), part),
  },
  {
    pattern: phrase(
      String.raw`(half|quarter) (past|to) (\d{1,2}|${CARDINAL_WORD})(?: ?(a\.?m\.?|p\.?m\.?))?`,
      'gu',
    ),
    read: ([, what, way, hour = '', part = '']) => {
      const minutes = what === 'half' ? 30 : 15;
      const whole = at(hourOf(hour), 0, part || 'lesson');
      return whole === undefined ? undefined : (whole + (way === 'to' ? -minutes : minutes) + 1440) % 1440;
    },
  },
  { pattern: phrase('в полдень|at noon|at midday|by noon', 'gu'), read: () => NOON },
  { pattern: phrase('в полночь|at midnight', 'gu'), read: () => MIDNIGHT },
];

/** A time that is denied or left is not the one that is spoken of. */
const BEFORE_OTHERS = /(?:^|[^\p{L}])(?:не|вместо|заместо|not|instead of) $/u;

/**
 * The first time of day in a text (plain), HH:MM. Hours 1–7 with neither a word for the part of the day nor minutes are
 * those of the afternoon, when lessons are: "в 5" is 17:00.
 */
export function timeIn(text: string): string | undefined {
  const minutes = findAll(text, RULES, () => undefined, BEFORE_OTHERS)[0]?.value;
  if (minutes === undefined) return undefined;
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function at(hour: number, minute: number, part: string): number | undefined {
  if (!Number.isInteger(hour) || hour > 23 || minute > 59) return undefined;
  if (hour > 12 || part === '') return hour * 60 + minute;
  const late = /^(?:вечер|дн|p)/.test(part) || (part === 'lesson' && hour >= 1 && hour <= 7);
  const early = /^(?:утр|a)/.test(part) || (/^ноч/.test(part) && hour <= 12);
  if (late) return ((hour % 12) + 12) * 60 + minute;
  return (early ? hour % 12 : hour) * 60 + minute;
}

/** "15.12" is a date rather than a time; "18.30" cannot be one. */
function bareDotted(hour: number, minute: number, part: string): number | undefined {
  if (part) return at(hour, minute, part);
  const dateLike = hour >= 1 && minute >= 1 && minute <= 12;
  return hour < 7 || dateLike ? undefined : at(hour, minute, '');
}

function before(minutes: string, hour: number, part: string): number | undefined {
  const words: Record<string, number> = {
    пяти: 5,
    десяти: 10,
    пятнадцати: 15,
    четверти: 15,
    двадцати: 20,
    'двадцати пяти': 25,
  };
  const whole = at(hour, 0, part || 'lesson');
  const less = words[minutes] ?? Number(minutes);
  return whole === undefined || less > 30 ? undefined : (whole - less + 1440) % 1440;
}

function hourOf(word: string): number {
  return word === 'час' ? 1 : cardinalOf(word);
}

/** "в одну группу" and "at a glance" name no hour. */
function isHourWord(word: string): boolean {
  return !/^(?:а|a|an|один|одну|одна|две)$/.test(word);
}
