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
/** From so many on, one word alone is a chant. */
const CHANT = 20;
/** What a program was to put something in place of: "{{client.name}}", "{date}", "[ИМЯ]", "%NAME%". */
const BLANK = /\{{1,2}[\p{L}_. ]{2,30}\}{1,2}|\[[A-ZА-ЯЁ_]{3,20}\]|%[A-ZА-ЯЁ_]{3,20}%/gu;
/** Characters that draw or program rather than speak, and how many of them leave no message to hardly any word. */
const DRAWING = /[|<>{}[\]=_*#&;$\\/^~+@-]/g;
const MANY_DRAWN = 5;
const DRAWN_TO_LETTER = 2;

/**
 * The tokens worth reading, or none if the message is noise: a key held down, a hand across the keyboard, a row of digits as
 * on a bank card, punctuation alone or nearly so, one word over and over, a form that nobody filled in, a document for
 * machines. Emoji alone and question marks alone do say something.
 */
export function dropNoise(text: string, tokens: readonly Token[]): readonly Token[] {
  const readable = tokens.filter((token) => !isMash(token));
  const words = readable.filter(({ kind, text: word }) => kind === 'word' && LEGIBLE.test(word));
  if (isNoisyRow(text, words) || isChant(readable) || isForm(text) || isDocument(text)) return [];
  return words.length > 0 || readable.some(speaksWithoutLetters) ? readable : [];
}

/** A noisy row decides only if hardly any word stands beside it. */
function isNoisyRow(text: string, words: readonly Token[]): boolean {
  const letters = words.reduce((sum, word) => sum + word.text.length, 0);
  const head = text.slice(0, HEAD);
  if (letters < SPOKEN && HELD.test(head)) return true;
  if (letters >= LONG_WORD) return false;
  const drawn = head.match(DRAWING)?.length ?? 0;
  return (
    (drawn >= MANY_DRAWN && drawn > DRAWN_TO_LETTER * letters) || LONG_DIGITS.test(head) || MASHED.test(head)
  );
}

/** What is read of a long message may end within a word. */
function isChant(tokens: readonly Token[]): boolean {
  return tokens.length >= CHANT && tokens.slice(0, -1).every(({ text }) => text === tokens[0]?.text);
}

/** One blank is what a client may have got and tell of. */
function isForm(text: string): boolean {
  return new Set(text.slice(0, HEAD).match(BLANK)).size > 1;
}

/** Names and values, of which none is two words of somebody. */
function isDocument(text: string): boolean {
  const body = text.trim();
  if (!/^[{[].*[\]}]$/s.test(body) || /\p{L} \p{L}/u.test(body)) return false;
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
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
