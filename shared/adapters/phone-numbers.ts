import { type MetadataJson, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import type { PhoneSpan } from '../domain/understanding/phone.ts';
import { type PhoneShape, phoneShapes } from '../domain/understanding/phone-shapes.ts';
import metadata from './phone-metadata.json' with { type: 'json' };

/** The library's own metadata without what writes numbers down nicely: 36 KB of 83. `phone-metadata.test.ts` makes it. */
const PLANS = metadata as unknown as MetadataJson;
/** Groups of digits that may stand behind a number without belonging to it, as in "+7 916 123-45-67 18 лет". */
const STRAY_GROUPS = 3;

/**
 * Phone numbers in a text, in its order: of what looks like one, a national one must be valid; behind a plus sign it is
 * enough that there may be such a number.
 */
export function findPhones(text: string): PhoneSpan[] {
  return phoneShapes(text).flatMap((shape) => phoneIn(text, shape));
}

function phoneIn(text: string, { start, end, international }: PhoneShape): PhoneSpan[] {
  let spelling = text.slice(start, end);
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
