import { normalise } from './normalise.ts';
import { type Languages, repair } from './repair.ts';
import { type Token, tokenise } from './tokens.ts';

/** Tokens of a message as a customer wrote it: the one way in for training and for classifying alike. */
export function readMessage(text: string, languages: Languages): Token[] {
  return tokenise(spell(text, languages));
}

/** The message in one spelling and one alphabet. */
export function spell(text: string, languages: Languages): string {
  return repair(normalise(text), languages);
}
