/** Code units of a message that are looked at; what lies beyond never reaches the model. */
export const READ_LIMIT = 2000;

/** Code units that are searched for readable ones. */
const SCAN_LIMIT = 5000;

const CONTROL = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]+/gu;
const MARK = /(?<=[\p{Script=Cyrillic}\p{Script=Latin}\p{M}\s])\p{M}+/gu;
const LONG_RUN = /(\p{L})\1{2,}/gu;
/** Words whose letters stand apart: with a full stop between them, or with one blank where words are parted by more. */
const DOTTED = /(?<![\p{L}\p{N}])\p{L}(?:\.\p{L}){2,}(?![\p{L}\p{N}])/gu;
const SPACED = /(?<=^|[^\p{L}\p{N} ] ?| {2})\p{L}(?: \p{L}){2,}(?= {2}|$| ?[^\p{L}\p{N} ])/gu;
const WORD = /\p{L}+/gu;
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  k: 'к',
  m: 'м',
  n: 'п',
  o: 'о',
  p: 'р',
  t: 'т',
  u: 'и',
  x: 'х',
  y: 'у',
};

/**
 * The message in one spelling: compatibility forms unified, invisible and combining characters gone, lower case,
 * ё as е, a letter held down written once, Latin look-alikes inside a Cyrillic word made Cyrillic.
 */
export function normalise(text: string): string {
  const visible = text.slice(0, SCAN_LIMIT).normalize('NFC').replace(CONTROL, ' ').replace(MARK, '');
  return visible
    .slice(0, READ_LIMIT)
    .normalize('NFKC')
    .slice(0, READ_LIMIT)
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(LONG_RUN, '$1')
    .replace(DOTTED, (word) => word.replaceAll('.', ''))
    .replace(SPACED, (word) => word.replaceAll(' ', ''))
    .replace(WORD, unmix);
}

function unmix(word: string): string {
  if (!/[а-я]/.test(word) || !/[a-z]/.test(word)) return word;
  const cyrillic = word.replace(/[a-z]/g, (letter) => LOOKALIKES[letter] ?? letter);
  return /[a-z]/.test(cyrillic) ? word : cyrillic;
}
