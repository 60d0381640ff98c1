import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText } from '../../../shared/domain/telegram/split-text.ts';

const FAMILY = '👨‍👩‍👧‍👦';
/** Milliseconds: a hundred times what it takes. */
const PATIENCE = 3000;

describe('a text is split', () => {
  it.each<[string, string, number, string[]]>([
    ['between paragraphs, though a line would be nearer', 'aa bb\n\ncc\ndd ee', 10, ['aa bb', 'cc\ndd ee']],
    ['between lines, though a sentence would be nearer', 'aa bb\ncc. dd', 10, ['aa bb', 'cc. dd']],
    ['between sentences, though a word would be nearer', 'aa bb. cc dd ee', 12, ['aa bb.', 'cc dd ee']],
    ['after a question in quotes', '«Как быть?» Не знаю я', 18, ['«Как быть?»', 'Не знаю я']],
    ['after what ends a sentence from right to left', 'مرحبا؟ لا نعم لا', 12, ['مرحبا؟', 'لا نعم لا']],
    ['between words', 'aaa bbb ccc', 8, ['aaa bbb', 'ccc']],
    ['between words where the last one just fits', 'aaaa bbbb', 4, ['aaaa', 'bbbb']],
    [
      'between words, where a paragraph would leave a part near empty',
      'a\n\nbb cc dd ee',
      12,
      ['a\n\nbb cc dd', 'ee'],
    ],
    [
      'between words, where a sentence would leave a part not half full',
      'aa. bbb cccc dd',
      8,
      ['aa. bbb', 'cccc dd'],
    ],
    ['at one gap at a time', 'a    b    c', 5, ['a', 'b', 'c']],
    ['at lines that end as on Windows', 'aaa bbb\r\n\r\ncc\r\ndd ee', 13, ['aaa bbb', 'cc\r\ndd ee']],
    ['within a word that is too long', 'a bbbbbbbbbb', 4, ['a', 'bbbb', 'bbbb', 'bb']],
    ['between pairs', '😀😀😀', 5, ['😀😀', '😀']],
    ['between people, not within a family', `${FAMILY}${FAMILY}`, FAMILY.length + 3, [FAMILY, FAMILY]],
    ['between flags', '🇰🇿🇷🇺', 7, ['🇰🇿', '🇷🇺']],
    ['between letters with accents', 'и\u0306и\u0306и\u0306', 5, ['и\u0306и\u0306', 'и\u0306']],
    ['where an accent stands on the end of a line', 'aa\r\n\u0301bb', 4, ['aa', '\u0301bb']],
    ['not where an accent stands on the gap', 'aa \u0301bb', 4, ['aa \u0301', 'bb']],
    ['between the pairs of a family that is too long', FAMILY, 4, ['👨\u200d', '👩\u200d', '👧\u200d', '👦']],
    ['before what is too long', `a${FAMILY}`, 4, ['a', '👨\u200d', '👩\u200d', '👧\u200d', '👦']],
    ['without white space at its ends', '  aaa bbb \n', 4, ['aaa', 'bbb']],
    ['into nothing if it is blank', '\u2003\n  \n\u2003 ', 4, []],
  ])('%s', (_, text, most, parts) => {
    expect(splitText(text, most)).toEqual(parts);
  });

  it.each([4095, 4096])('into itself if it has %s units', (units) => {
    expect(splitText('ы'.repeat(units))).toEqual(['ы'.repeat(units)]);
    expect(splitText(` ${'ы'.repeat(units - 2)}\n`)).toEqual([` ${'ы'.repeat(units - 2)}\n`]);
  });

  it('into two if it has one unit more than a chat takes', () => {
    expect(splitText('ы'.repeat(4097)).map(({ length }) => length)).toEqual([4096, 1]);
    expect(splitText(`я${'😀'.repeat(2048)}`).map(({ length }) => length)).toEqual([4095, 2]);
  });

  it('into one if only white space is too much', () => {
    expect(splitText(`${'ы'.repeat(4096)}\n`)).toEqual(['ы'.repeat(4096)]);
  });

  it('into nothing if there is nothing', () => {
    expect(splitText('')).toEqual([]);
  });
});

const piece = fc.constantFrom(
  ...[
    'a',
    'слово',
    'مرحبا',
    'и\u0306',
    '😀',
    FAMILY,
    '🇰🇿',
    '👍🏽',
    '\ud83d',
    '\ude00',
    'длинноеслово'.repeat(4),
  ],
  ...[
    ' ',
    '  ',
    '\n',
    '\n\n',
    '\r\n',
    '\t',
    '. ',
    '? ',
    '!» ',
    '… ',
    '.',
    ',',
    '\u00a0',
    '\u0301',
    '\u200d',
    '\u2028',
  ],
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 120 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const most = fc.integer({ min: 4, max: 60 });

const withoutSpace = (one: string): string => one.replace(/\s/gu, '');
const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Where the parts stand in the text: found one after another, nothing but white space between them. */
function placesOf(whole: string, parts: readonly string[]): { start: number; end: number }[] {
  let at = 0;
  return parts.map((part) => {
    const start = whole.indexOf(part, at);
    expect(start).toBeGreaterThanOrEqual(at);
    expect(whole.slice(at, start).trim()).toBe('');
    at = start + part.length;
    return { start, end: at };
  });
}

describe('whatever the text', () => {
  it('no part is longer than may be, or blank', () => {
    fc.assert(
      fc.property(text, most, (whole, units) => {
        for (const part of splitText(whole, units)) {
          expect(part.length).toBeLessThanOrEqual(units);
          expect(part.trim()).not.toBe('');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('nothing is lost but white space at the cuts and ends', () => {
    fc.assert(
      fc.property(text, most, (whole, units) => {
        const parts = splitText(whole, units);
        expect(parts.map(withoutSpace).join('')).toBe(withoutSpace(whole));
        const end = placesOf(whole, parts).at(-1)?.end ?? 0;
        expect(whole.slice(end).trim()).toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  it('a text that is short enough stays as it is, and so does each part', () => {
    fc.assert(
      fc.property(text, most, (whole, units) => {
        for (const part of splitText(whole, units)) expect(splitText(part, units)).toEqual([part]);
        expect(splitText(whole, Math.max(whole.length, 4))).toEqual(whole.trim() === '' ? [] : [whole]);
      }),
    );
  });

  it('no pair is broken, and no character as people see it unless it is too long by itself', () => {
    fc.assert(
      fc.property(text, most, (whole, units) => {
        const seen = new Map(Array.from(GRAPHEMES.segment(whole), (one) => [one.index, one.segment.length]));
        const parts = splitText(whole, units);
        if (whole.isWellFormed()) for (const part of parts) expect(part.isWellFormed()).toBe(true);
        const longest = Math.max(0, ...seen.values());
        if (longest <= units)
          for (const { start, end } of placesOf(whole, parts)) {
            expect(seen.has(start)).toBe(true);
            expect(seen.has(end) || end === whole.length).toBe(true);
          }
      }),
      { numRuns: 2000 },
    );
  });

  it('no word is cut that one part can hold', () => {
    const words = fc.array(
      fc.string({ unit: fc.constantFrom('a', 'ы', 'ё', '.'), minLength: 1, maxLength: 20 }),
    );
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 60 }), (said, units) => {
        const parts = splitText(said.join(' '), units);
        expect(parts.flatMap((part) => part.split(' '))).toEqual(said);
      }),
    );
  });
});

it.each([
  ['a letter', 'a'],
  ['a letter behind a gap', ' a'],
  ['a pair', '😀'],
  ['an accent', '\u0301'],
  ['a letter with an accent', 'a\u0301'],
  ['a letter and an accent on a gap', 'a \u0301'],
  ['the end of a line', '\n'],
  ['a paragraph', 'a\n\n'],
  ['a sentence', 'a. '],
  ['a full stop', '.'],
  ['a family', FAMILY],
  ['a wide gap', `${' '.repeat(3000)}a`],
  ['a long word', `${'a'.repeat(3000)} `],
])('%s, over and over to a million units, is split soon', (_, bait) => {
  const begun = performance.now();
  const parts = splitText(bait.repeat(Math.ceil(1_000_000 / bait.length)));
  expect(performance.now() - begun).toBeLessThan(PATIENCE);
  expect(Math.max(0, ...parts.map(({ length }) => length))).toBeLessThanOrEqual(4096);
});
