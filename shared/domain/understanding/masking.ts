import { nameMatcher } from './masked-names.ts';

interface Span {
  start: number;
  /** Behind the last character. */
  end: number;
}

export interface MaskingContext {
  /** Where phone numbers stand, by UTF-16 offsets. */
  phones: readonly Span[];
  /** Names of people, in any case form; each word of them counts. */
  names: readonly string[];
}

/** A piece of the text, or the mark that stands for what was there. */
type Piece = { text: string } | { mark: string };

/** Digits, with what is written between the groups of a card's number. */
const LONG_NUMBER = /\p{Nd}(?:[ \u00a0-]?\p{Nd}){12,18}(?![ \u00a0-]?\p{Nd})/gu;

/** In this order: what is left of an address must not look like a handle first. */
const MARKS: readonly (readonly [RegExp, (match: string) => string])[] = [
  [/[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu, () => '<email>'],
  [/[a-z0-9+.-]{0,20}:\/\/\S*/giu, () => '<link>'],
  [/(?<![\p{L}\p{N}])(?:www\.|t\.me\/|(?:[a-z0-9-]{1,40}\.){1,3}[a-z]{2,10}\/)\S+/giu, () => '<link>'],
  [/@[\p{L}\p{N}_][\p{L}\p{N}_.-]*/gu, () => '<handle>'],
  [LONG_NUMBER, (match) => (isCard(match) ? '<card>' : '<number>')],
  // Passports and personal account numbers, written in groups.
  [
    /(?<!\p{Nd})(?:\p{Nd}{2} ?\p{Nd}{2} ?№? ?\p{Nd}{6}|\p{Nd}{3}-\p{Nd}{3}-\p{Nd}{3}[ -]\p{Nd}{2})(?!\p{Nd})/gu,
    () => '<number>',
  ],
  [/\p{Nd}{6,}/gu, () => '<number>'],
];

/**
 * A text without what tells who wrote it: phone numbers, addresses, links, cards, long numbers, handles and names become
 * `<phone>`, `<email>`, `<link>`, `<card>`, `<number>`, `<handle>` and `<name>`. What stands between a customer's
 * words and an outside model: no six digits in a row, no address and no link leave it.
 */
export function mask(text: string, { phones, names }: MaskingContext): string {
  const isName = nameMatcher(names);
  const pieces = MARKS.reduce(
    (rest, [pattern, markOf]) => replaceIn(rest, pattern, markOf),
    withoutPhones(text, phones),
  );
  return replaceIn(pieces, /\p{L}[\p{L}\p{M}]*/gu, (word) => (isName(word) ? '<name>' : undefined))
    .map((piece) => ('mark' in piece ? piece.mark : piece.text))
    .join('');
}

function withoutPhones(text: string, phones: readonly Span[]): Piece[] {
  const pieces: Piece[] = [];
  let behind = 0;
  for (const { start, end } of phones.toSorted((a, b) => a.start - b.start)) {
    if (start < behind || end <= start) continue;
    pieces.push({ text: text.slice(behind, start) }, { mark: '<phone>' });
    behind = end;
  }
  return [...pieces, { text: text.slice(behind) }];
}

/** Marks are not looked at again, so that nothing grows together over them. */
function replaceIn(
  pieces: readonly Piece[],
  pattern: RegExp,
  markOf: (match: string) => string | undefined,
): Piece[] {
  return pieces.flatMap((piece) => {
    if ('mark' in piece) return [piece];
    const parts: Piece[] = [];
    let behind = 0;
    for (const match of piece.text.matchAll(pattern)) {
      const mark = markOf(match[0]);
      if (mark === undefined) continue;
      parts.push({ text: piece.text.slice(behind, match.index) }, { mark });
      behind = match.index + match[0].length;
    }
    return [...parts, { text: piece.text.slice(behind) }];
  });
}

/** 13 to 19 digits whose check digit fits (Luhn, ISO/IEC 7812-1). */
function isCard(match: string): boolean {
  const digits = match.replace(/\P{Nd}/gu, '');
  if (!/^\d{13,19}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
