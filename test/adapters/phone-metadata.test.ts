import {
  type MetadataJson,
  type PhoneNumber,
  parsePhoneNumberFromString as parseBare,
} from 'libphonenumber-js/core';
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import metadata from 'libphonenumber-js/metadata.min.json' with { type: 'json' };
import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { describe, expect, it } from 'vitest';
import plans from '../../shared/adapters/phone-metadata.json' with { type: 'json' };

/** Where a country's patterns of writing a number stand in the library's rows. */
const FORMATS = 4;

describe('the numbering plans that phone numbers are read by', () => {
  // `npx vitest run test/adapters/phone-metadata.test.ts -u` makes the file anew when the library has been updated.
  it('are those of the library, without how a number is written down', async () => {
    const bare = (row: unknown[]) =>
      row.map((value, at) => (at === FORMATS && Array.isArray(value) ? 0 : value));
    const expected = {
      ...metadata,
      countries: Object.fromEntries(
        Object.entries(metadata.countries).map(([code, row]) => [code, bare(row)]),
      ),
      nonGeographic: Object.fromEntries(
        Object.entries(metadata.nonGeographic).map(([code, row]) => [code, bare(row)]),
      ),
    };
    await expect(`${JSON.stringify(expected)}\n`).toMatchFileSnapshot(
      '../../shared/adapters/phone-metadata.json',
    );
  });

  it.each(Object.entries(examples))('read a number of %s as the library does', (code, national) => {
    const country = code as CountryCode;
    const plus = `+${getCountryCallingCode(country)}`;
    for (const spelling of [
      `${plus}${national}`,
      `${plus} (0) ${national}`,
      `${plus}${national}1`,
      national,
    ]) {
      const bare = parseBare(
        spelling,
        { defaultCountry: 'RU', extract: false },
        plans as unknown as MetadataJson,
      );
      const whole = parsePhoneNumberFromString(spelling, { defaultCountry: 'RU', extract: false });
      expect(verdict(bare), spelling).toEqual(verdict(whole));
    }
  });
});

function verdict(phone: PhoneNumber | undefined): unknown {
  return phone && [phone.number, phone.country, phone.isPossible(), phone.isValid()];
}
