import type { Token } from './tokens.ts';

/** Letters in one word from which on it is looked at with suspicion. */
const LONG_WORD = 20;
/** Characters that are searched for noisy rows. */
const HEAD = 400;
const LONG_DIGITS = /\d(?:[\s-]?\d){14,}/;
/** Letters that are left of a word in which one was held down; fewer are no word. */
const SPOKEN = 4;
const HELD = /(\p{L})\1{19,}/iu;
const MASHED = /[^аеёиоуыэюяaeiouy\P{L}]{20,}/iu;
/** The desk reads no other scripts. */
const LEGIBLE = /[\p{Script=Cyrillic}\p{Script=Latin}]/u;
const VOWEL = /[аеиоуыэюяaeiouy]/g;

/**
 * The tokens worth reading, or none if the message is noise: a key held down, a hand across the keyboard, a row of digits as
 * on a bank card, punctuation alone. Emoji alone and question marks alone do say something.
 */
export function dropNoise(text: string, tokens: readonly Token[]): readonly Token[] {
  const readable = tokens.filter((token) => !isMash(token));
  const words = readable.filter(({ kind, text: word }) => kind === 'word' && LEGIBLE.test(word));
  if (isNoisyRow(text, words)) return [];
  return words.length > 0 || readable.some(speaksWithoutLetters) ? readable : [];
}

/** A noisy row decides only if hardly any word stands beside it. */
function isNoisyRow(text: string, words: readonly Token[]): boolean {
  const letters = words.reduce((sum, word) => sum + word.text.length, 0);
  const head = text.slice(0, HEAD);
  if (letters < SPOKEN && HELD.test(head)) return true;
  return letters < LONG_WORD && (LONG_DIGITS.test(head) || MASHED.test(head));
}

function isMash({ kind, text }: Token): boolean {
  if (kind !== 'word' || text.length < LONG_WORD) return false;
  const vowels = text.match(VOWEL)?.length ?? 0;
  return vowels / text.length < 0.15 || new Set(text).size <= 4;
}

function speaksWithoutLetters({ kind, text }: Token): boolean {
  return (
    kind === 'class' &&
    (/\p{Extended_Pictographic}/u.test(text) ||
      text === '<question>' ||
      text === '<url>' ||
      text === '<phone>')
  );
}
