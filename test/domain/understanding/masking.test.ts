import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask } from '../../../shared/domain/understanding/masking.ts';

const NOBODY = { phones: [], names: [] };

describe('masking', () => {
  it.each([
    ['пишите anna.k+1@mail.example.com!', 'пишите <email>!'],
    ['почта анна@почта.рф', 'почта <email>'],
    ['вот https://example.com/a?b=c тут', 'вот <link> тут'],
    ['www.example.com/x', '<link>'],
    ['t.me/anna_k', '<link>'],
    ['vk.com/id123', '<link>'],
    ['tg://resolve?domain=x', '<link>'],
    ['карта 4111 1111 1111 1111', 'карта <card>'],
    ['карта 4111-1111-1111-1111', 'карта <card>'],
    ['4111111111111111', '<card>'],
    ['карта 4111 1111 1111 1112', 'карта <number>'],
    ['заказ 123456', 'заказ <number>'],
    ['паспорт 45 09 123456', 'паспорт <number>'],
    ['снилс 123-456-789 01', 'снилс <number>'],
    ['ИНН 500100732259', 'ИНН <number>'],
    ['я @anna_k в телеграме', 'я <handle> в телеграме'],
    ['урок 15.12.2026 в 18:30, 12400 руб', 'урок 15.12.2026 в 18:30, 12400 руб'],
    ['1 2 3 4 5', '1 2 3 4 5'],
  ])('%s: %s', (text, expected) => {
    expect(mask(text, NOBODY)).toBe(expected);
  });

  it('puts a mark where each phone number stood, in whatever order they are given', () => {
    const text = 'а 8 916 123-45-67 б +7 (903) 111 22 33 в';
    const spans = ['+7 (903) 111 22 33', '8 916 123-45-67'].map((spelling) => ({
      start: text.indexOf(spelling),
      end: text.indexOf(spelling) + spelling.length,
      number: '+70000000000',
    }));
    expect(mask(text, { phones: [...spans, ...spans], names: [] })).toBe('а <phone> б <phone> в');
  });

  it('keeps a number in a link from splitting it open', () => {
    const text = 'https://wa.me/79161234567?text=x';
    const phones = [{ start: 14, end: 25, number: '+79161234567' }];
    expect(mask(text, { phones, names: [] })).toBe('<link><phone>?text=x');
  });

  it.each([
    ['Саша', 'Саша, Саше, сашей и САШУ', '<name>, <name>, <name> и <name>'],
    ['Иванова Мария', 'Мария Иванова, Марии Ивановой', '<name> <name>, <name> <name>'],
    ['Иванов', 'у Ивановых и с Ивановым', 'у <name> и с <name>'],
    ['Пётр', 'Петру и петра', '<name> и <name>'],
    ['Лев', 'у Льва', 'у <name>'],
    ['Alex', "Alex's lesson, alexander", "<name>'s lesson, alexander"],
    ['Анна', 'Анна купила ананас', '<name> купила ананас'],
    ['Оля', 'Оле понравился олень', '<name> понравился олень'],
    ['', 'без имени', 'без имени'],
  ])('of the name "%s": %s', (name, text, expected) => {
    expect(mask(text, { phones: [], names: [name] })).toBe(expected);
  });

  const bits = fc.constantFrom(
    '@',
    'x.y',
    '://',
    '9',
    '123456',
    '4111 1111 1111 1111',
    'http',
    'www.',
    ' ',
    'ж',
    '<',
    '>',
    '.',
    '-',
    '_',
    '/',
    ':',
    'a@b.c',
    '\n',
    '٣',
  );
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(bits, { maxLength: 30 }).map((parts) => parts.join('')),
  );

  it('lets no long number, address or link out, whatever stands around it', () => {
    const secret = fc.constantFrom(
      '123456',
      'anna@x.example',
      '@x.y',
      'https://x.example/a',
      '4111111111111111',
      '',
    );
    const spans = fc.array(fc.tuple(fc.nat(80), fc.nat(20)), { maxLength: 3 });
    fc.assert(
      fc.property(anyText, secret, anyText, spans, (before, hidden, behind, places) => {
        const phones = places.map(([start, length]) => ({
          start,
          end: start + length,
          number: '+70000000000',
        }));
        const masked = mask(before + hidden + behind, { phones, names: ['Анна'] });
        expect(masked).not.toMatch(/\p{Nd}{6}/u);
        expect(masked).not.toMatch(/@[\p{L}\p{N}_]/u);
        expect(masked).not.toContain('://');
      }),
      { numRuns: 500 },
    );
  });
});
