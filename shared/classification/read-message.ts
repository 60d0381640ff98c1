import { normalise } from './normalise.ts';
import { type Languages, repair } from './repair.ts';
import { type Token, tokenise } from './tokens.ts';

/** Tokens of a message as a customer wrote it: the one way in for training and for classifying alike. */
export function readMessage(text: string, languages: Languages): Token[] {
  return tokenise(repair(normalise(text), languages));
}
