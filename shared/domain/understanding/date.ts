import { dayIn, isoOf } from './calendar.ts';
import { CALENDAR_DATES } from './calendar-dates.ts';
import { findAll } from './found.ts';
import { START, wordsPattern } from './plain-words.ts';
import { RELATIVE_DATES } from './relative-dates.ts';

/** The end of a span, a day that is denied or left, a document's date or a habit is not the day that is spoken of. */
const BEFORE_OTHERS =
  /(?:^|[^\p{L}])(?:до|по|не|от|вместо|заместо|кажд\p{L}{1,3}|черн\p{L}{2}|till|until|by|not|every|dated|instead of|верси\p{L}|пункта?|п\.|температур\p{L}|№) ?$/u;

/** Characters around a date that tell whether it has been. */
const AROUND = 50;
const PAST = wordsPattern(
  `${START}(?:пропустил|болели|болел[аи]? |проболел|отправил|отправлял|писал|написал|просил|попросил|обещал|сказал|говорил|оставлял|оставил|звонил|прислал|оплатил|платил|опубликов|был[аио]? |не был|за пропуск|прогул(?!я)|справк|отработк[ау] за|не пришел|не пришла|не вышел|не вышла|не состоял|не подключил|промахнул|заплатил|списал|выложил|обязал|переписывал|одобрил|взял|клял|заказывал|отвечал|проспал|since |message from|request from|missed|slept|sent|paid|promised|told|said|wrote|was|were|did|had)`,
);
const TO_COME = wordsPattern(
  `${START}(?:буд|прид|прийд|смож|отмен|перен|переложи|передвин|сдвин|постав|давайте|можно|сними|уберите|пропустим|cancel|move |resched|will|won't)`,
);

/**
 * The day that a text (plain) speaks of, ISO YYYY-MM-DD: the first that is today or to come, else the first.
 * A day without a year, a month or a week is completed by the words around it, see `calendar.ts`.
 */
export function dateIn(text: string, context: { now: number; zone: string }): string | undefined {
  const today = dayIn(context.zone, context.now);
  const frameAt = (at: number) => ({ today, past: isPast(text, at) });
  const days = findAll(text, [...RELATIVE_DATES, ...CALENDAR_DATES], frameAt, BEFORE_OTHERS).map(
    ({ value }) => value,
  );
  const day = days.find((one) => one >= today) ?? days[0];
  return day === undefined ? undefined : isoOf(day);
}

/** Only the clause that the date stands in counts. */
function isPast(text: string, at: number): boolean {
  const before =
    text
      .slice(Math.max(0, at - AROUND), at)
      .split(/[,!?;:]|\. /)
      .at(-1) ?? '';
  const behind = text.slice(at, at + AROUND).split(/[,!?;:]|\. /)[0] ?? '';
  const clause = before + behind;
  if (/(?:^| )за $/.test(before)) return true;
  return PAST.test(clause) && !TO_COME.test(clause);
}
