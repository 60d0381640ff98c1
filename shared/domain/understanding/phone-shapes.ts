/** Part of a text that is written as phone numbers are. */
export interface PhoneShape {
  /** UTF-16 offset of the first character. */
  start: number;
  /** UTF-16 offset behind the last character. */
  end: number;
  /** Behind a plus sign: of any country, with its calling code. */
  international: boolean;
}

/** Those of one text that are looked at: to judge whether there can be such a number costs up to 0.1 ms each. */
const MOST = 100;

const GAP = String.raw`[ \u00a0\u2009\u202f().\-\u2010-\u2015]{0,3}`;
const LAST_SEVEN = String.raw`\d(?:${GAP}\d){6}`;
/**
 * What a phone number looks like. The numbering plans alone take ten bare digits (a taxpayer's number), a passport's
 * number or a row of lesson numbers for a phone, and need 150 ms for a long text of digits.
 */
const SHAPES = [
  String.raw`[+＋] ?\d(?:${GAP}\d){7,14}`,
  String.raw`[78][ \-.\u00a0\u2010-\u2015]?[ (]{0,2}\d{3}${GAP}${LAST_SEVEN}`,
  String.raw`9\d{9}`,
  String.raw`\(?9\d{2}\)?[ \-.\u00a0]{0,2}\d{3}[ \-.\u00a0]\d{2}[ \-.\u00a0]\d{2}`,
  String.raw`(?:\([348]\d{2}\) ?|[348]\d{2}[ \-])\d{3}-\d{2}-\d{2}`,
].join('|');
const CANDIDATE = new RegExp(String.raw`(?<![\d№#_\-]|\d{4}[ .,])(?:${SHAPES})(?!\d|[.,/:]\d)`, 'g');
/** What stands before a number that is none to call. */
const OTHER_NUMBER =
  /(?:инн|снилс|огрн|кпп|бик|сч[её]т\p{L}?|заказ\p{L}{0,2}|договор\p{L}{0,2}|карт\p{L}{1,2}|паспорт\p{L}{0,2}|заявк\p{L}|order|invoice|card|inn)[ :.№#]{0,4}$/iu;

/**
 * What is written like a phone number, in the text's order: Russian and Kazakh ones in national spelling, any country's
 * behind a plus sign. Whether there can be such a number is not asked. Work grows with the length of the text, which the
 * caller bounds (`LIMITS.turnTextCharacters`).
 */
export function phoneShapes(text: string): PhoneShape[] {
  return CANDIDATE[Symbol.matchAll](text)
    .take(MOST)
    .map(({ index, 0: { length } }) => ({
      start: index,
      end: index + length,
      international: /[+＋]/.test(text.charAt(index)),
    }))
    .filter(({ start, international }) => international || !namedOtherwise(text, start))
    .toArray();
}

function namedOtherwise(text: string, start: number): boolean {
  return OTHER_NUMBER.test(text.slice(Math.max(0, start - 20), start));
}
