import { type MetadataJson, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import type { PhoneSpan } from '../domain/understanding/phone.ts';
import metadata from './phone-metadata.json' with { type: 'json' };

/** The library's own metadata without what writes numbers down nicely: 36 KB of 83. `phone-metadata.test.ts` makes it. */
const PLANS = metadata as unknown as MetadataJson;
/** Candidates of one text that are looked at: each costs the library up to 0.1 ms. */
const CANDIDATES = 100;
/** Groups of digits that may stand behind a number without belonging to it, as in "+7 916 123-45-67 18 лет". */
const STRAY_GROUPS = 3;

const GAP = String.raw`[ \u00a0\u2009\u202f().\-\u2010-\u2015]{0,3}`;
const LAST_SEVEN = String.raw`\d(?:${GAP}\d){6}`;
/**
 * What a phone number looks like. The library alone takes ten bare digits (a taxpayer's number), a passport's
 * number or a row of lesson numbers for a phone, and needs 150 ms for a long text of digits.
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
 * Phone numbers in a text, in its order: Russian and Kazakh ones in national spelling, any country's behind a plus
 * sign. A national one must be valid; behind a plus sign it is enough that there may be such a number. Work grows
 * with the length of the text, which the caller bounds (`LIMITS.turnTextCharacters`).
 */
export function findPhones(text: string): PhoneSpan[] {
  return CANDIDATE[Symbol.matchAll](text)
    .take(CANDIDATES)
    .flatMap((match) => phoneAt(text, match.index, match[0]))
    .toArray();
}

function phoneAt(text: string, start: number, candidate: string): PhoneSpan[] {
  const international = /^[+＋]/.test(candidate);
  if (!international && OTHER_NUMBER.test(text.slice(Math.max(0, start - 20), start))) return [];
  let spelling = candidate;
  for (let tries = 0; tries <= STRAY_GROUPS; tries += 1) {
    const phone = parsePhoneNumberFromString(spelling, { defaultCountry: 'RU', extract: false }, PLANS);
    if (phone && isPhone(phone, international))
      return [{ start, end: start + spelling.length, number: phone.number }];
    spelling = spelling.replace(/[^\d+＋]{1,3}\d{1,4}$/, '');
  }
  return [];
}

function isPhone(phone: PhoneNumber, international: boolean): boolean {
  return international ? phone.isPossible() : phone.isValid();
}
