import { CYRILLIC, LATIN, learnAlphabet } from '../alphabet.ts';
import { normalise } from '../normalise.ts';
import { type Languages, repair } from '../repair.ts';

/** Rounds of telling the messages that were truly written in Latin letters from Russian typed in them. */
const ROUNDS = 3;

/**
 * Learns what Russian and what Latin-letter languages look like from a corpus that holds both, and some Russian typed in
 * Latin letters: each round leaves out of the Latin texts what the last round's knowledge would rewrite.
 */
export function learnLanguages(texts: readonly string[]): Languages {
  const normalised = texts.map(normalise);
  const russian = learnAlphabet(
    normalised.filter((text) => !/[a-z]/.test(text)),
    CYRILLIC,
  );
  let latinTexts = normalised.filter((text) => /[a-z]/.test(text) && !/[а-я]/.test(text));
  let languages: Languages = { russian, latin: learnAlphabet(latinTexts, LATIN) };
  for (let round = 0; round < ROUNDS; round++) {
    const { latin } = languages;
    latinTexts = latinTexts.filter((text) => repair(text, { russian, latin }) === text);
    languages = { russian, latin: learnAlphabet(latinTexts, LATIN) };
  }
  return languages;
}
