/**
 * A text as the recognisers compare it: composed letters, lower case, "е" for "ё", one blank for any white space.
 * Offsets are not those of the text.
 */
export function plain(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[’ʼ`]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

/** Latin and Cyrillic letters in lower case, which is all that patterns of plain words speak of. */
const LETTERS = String.raw`a-z\u00df-\u024f\u0400-\u04ff`;

/** A pattern that begins and ends with whole words: `\b` knows Latin letters only. */
export function phrase(pattern: string, flags = 'u'): RegExp {
  return wordsPattern(`${START}(?:${pattern})${END}`, flags);
}

/** A pattern of plain words. `\p{L}` is read as the letters above: to make all of Unicode's takes 0.1 ms each time, at the cold start. */
export function wordsPattern(pattern: string, flags = 'u'): RegExp {
  const cheap = pattern.replace(/\[(?:\\.|[^\]\\])*\]|\\p\{L\}/g, (found) =>
    found === '\\p{L}' ? `[${LETTERS}]` : found.replaceAll('\\p{L}', LETTERS).replaceAll('\\p{N}', '0-9'),
  );
  return new RegExp(cheap, flags);
}

export const START = String.raw`(?<![\p{L}\p{N}])`;
const END = String.raw`(?![\p{L}\p{N}])`;

const COURTESY = wordsPattern(
  `(?:, ?)?${START}(?:пожалуйста|пожалуста|пожалуйсто|пжлст|пжалста|пжл|пж|плиз|плз|будьте добры|будьте любезны|please|pls|plz)${END} ?,?`,
  'gu',
);

/** Clauses of a text, each as plain words with single blanks between; words of courtesy do not part a clause. */
export function clausesOf(text: string): string[] {
  return sentencesOf(text).flatMap((sentence) => sentence.split(/[,:()]| [-–—] /).flatMap(bare));
}

/** Sentences of a text, plain and without words of courtesy. */
export function sentencesOf(text: string): string[] {
  return plain(text.replace(/\n/g, ' . '))
    .replace(COURTESY, ' ')
    .split(/[.!?;…]+/);
}

/** The words of a plain text alone, or nothing if there are none. */
export function bare(text: string): string[] {
  const words = text.replace(/[^\p{L}\p{M}\p{N}'-]+/gu, ' ').trim();
  return words ? [words] : [];
}
