import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DiffPart, diffTexts } from '../../shared/domain/text-diff.ts';

const textOf = (parts: DiffPart[], without: DiffPart['kind']): string =>
  parts
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('');

const short = (parts: DiffPart[]): string =>
  parts.map(({ kind, text }) => ({ same: text, added: `+${text}+`, removed: `-${text}-` })[kind]).join('');

describe('the difference of two texts', () => {
  it.each([
    ['the same', 'Добрый день!', 'Добрый день!', 'Добрый день!'],
    ['nothing from nothing', '', '', ''],
    ['all of it new', '', 'Привет', '+Привет+'],
    ['all of it gone', 'Привет', '', '-Привет-'],
    ['a word', 'Добрый день!', 'Добрый вечер!', 'Добрый -день-+вечер+!'],
    ['a mark', 'Добрый день.', 'Добрый день!', 'Добрый день-.-+!+'],
    ['words at the end', 'Добрый день', 'Добрый день и привет', 'Добрый день+ и привет+'],
    ['a parameter', 'Да, {client_name}!', 'Да!', 'Да-, {client_name}-!'],
    [
      'words between which only a gap is shared',
      'Да раз два!',
      'Да три, четыре!',
      'Да -раз два-+три, четыре+!',
    ],
    ['a letter outside the basic plane', 'a 💬', 'a 🎈', 'a -💬-+🎈+'],
  ])('%s', (_, from, to, expected) => {
    expect(short(diffTexts(from, to))).toBe(expected);
  });

  it('of any two can be put together to either of them', () => {
    const text = fc
      .array(fc.constantFrom('да', 'нет', ' ', '\n', '!', '{x}', '💬', 'a'))
      .map((words) => words.join(''));
    fc.assert(
      fc.property(text, text, (from, to) => {
        const parts = diffTexts(from, to);
        expect([textOf(parts, 'added'), textOf(parts, 'removed')]).toEqual([from, to]);
      }),
    );
  });

  it('of longer ones than any template is all of them', () => {
    const [from, to] = ['a '.repeat(2500), 'b '.repeat(10)];
    expect(diffTexts(from, to)).toEqual([
      { kind: 'removed', text: from },
      { kind: 'added', text: to },
    ]);
  });

  it('of the longest templates takes no time that anybody would notice', () => {
    const [from, to] = ['а б '.repeat(500), 'б в '.repeat(500)];
    expect(textOf(diffTexts(from, to), 'removed')).toBe(to);
  });
});
