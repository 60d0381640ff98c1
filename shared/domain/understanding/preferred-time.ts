import { phrase, plain } from './plain-words.ts';

const DAY = String.raw`(?:понедельник|вторник|сред(?=а|у|ы|ам|ой)|четверг|пятниц|суббот|воскресень|будн|выходн)\p{L}*`;
const PART = '(?:утрам?|вечерам?|утро|вечер|вечером|утром|днем)';

/** Days and hours that come again: what a client who wants lessons says of itself. */
const AGAIN = [
  phrase(`(?:по|каждый|каждую|каждое|в|во|лучше|удобно|удобнее|можем|могу|только) (?:${DAY}|${PART})`),
  phrase(`(?:${DAY}|${PART}) (?:удобно|удобнее|подходит|лучше)`),
  phrase('после (?:обеда|школы|уроков|работы|садика)|до обеда|в любое время|в любой день'),
  phrase('(?:mon|tues|wednes|thurs|fri|satur|sun|week)days|weekends'),
  phrase(
    '(?:every|each|on) (?:(?:mon|tues|wednes|thurs|fri|satur|sun|week)?day|morning|afternoon|evening|weekend)',
  ),
  phrase('in the (?:mornings?|afternoons?|evenings?)|after (?:school|work|lunch)|any ?time'),
];

/** Does the text say when its client likes to come? A day or an hour that is named once is an entity. */
export function prefersTimes(text: string): boolean {
  const words = plain(text);
  return AGAIN.some((pattern) => pattern.test(words));
}
