import { plain } from './plain-words.ts';

/** Endings of Russian given names and surnames in any case. */
const ENDINGS =
  'а я у ю е и ы о ь й ой ей ою ею ом ем ым им ых ого его ому ему ая ую ья ье ьи ью ия ии ию ий ием ией ев ов'.split(
    ' ',
  );
/** Stems that lose a vowel in the other cases. */
const FLEETING: Record<string, string> = { лев: 'льв', павел: 'павл', петр: 'петр' };
/** Shorter words are initials and particles. */
const SHORTEST = 2;

/** Does a word (letters only) share the stem of one of these names? In Latin letters only the name itself does. */
export function nameMatcher(names: readonly string[]): (word: string) => boolean {
  const known = names.flatMap((name) => plain(name).match(/\p{L}[\p{L}\p{M}]*/gu) ?? []);
  const stems = new Set(known.filter((name) => name.length >= SHORTEST).flatMap(stemsOf));
  return (word) => stems.size > 0 && stemsOf(plain(word)).some((stem) => stems.has(stem));
}

/** The word itself and what is left of it without an ending; stems are of two letters at least. */
function stemsOf(word: string): string[] {
  if (!/^[а-я]+$/.test(word)) return [word];
  const stripped = ENDINGS.filter(
    (ending) => word.endsWith(ending) && word.length - ending.length >= SHORTEST,
  ).map((ending) => word.slice(0, -ending.length));
  return [word, ...stripped, ...(FLEETING[word] ? [FLEETING[word]] : [])];
}
