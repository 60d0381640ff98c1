import { extendHash, extendHashWith, finishHash, startHash } from './hash.ts';
import { stemRussian } from './stem-russian.ts';
import type { Token } from './tokens.ts';

/** Kinds of features, in the order in which a model's weighting lists them. */
export const KINDS = ['stem', 'stemPair', 'letters'] as const;

const STEM = 0;
const STEM_PAIR = 1;
const LETTERS = 2;

/** Longest run of letters that is a feature. */
const LONGEST_RUN = 5;
/** Letters of one word that are looked at. */
const WORD_LIMIT = 40;
/** Stands for both edges of a word among its letters. */
const EDGE = '_'.charCodeAt(0);
const SPACE = ' '.charCodeAt(0);

/**
 * Receives each feature of a message: its kind as an index of KINDS, its hash (unsigned 32 bit), and the first and
 * last token that it was read from.
 */
export type Visit = (kind: number, hash: number, first: number, last: number) => void;

/** Walks through the features of a message, repeated ones as often as they stand there. */
export function visitFeatures(tokens: readonly Token[], visit: Visit): void {
  const stems = tokens.map(({ kind, text }) =>
    kind === 'word' ? stemRussian(text.slice(0, WORD_LIMIT)) : text,
  );
  stems.forEach((stem, at) => {
    visit(STEM, hashOf(STEM, stem), at, at);
  });
  visitPairs(stems, visit);
  tokens.forEach(({ kind, text }, at) => {
    if (kind === 'word') visitLetters(text.slice(0, WORD_LIMIT), at, visit);
    else visit(LETTERS, hashOf(LETTERS, text), at, at);
  });
}

/** Neighbours, the message's edges included. */
function visitPairs(stems: readonly string[], visit: Visit): void {
  const last = stems.length - 1;
  for (let at = -1; at <= last; at++) {
    visit(STEM_PAIR, pairHash(stems[at] ?? '', stems[at + 1] ?? ''), Math.max(at, 0), Math.min(at + 1, last));
  }
}

function visitLetters(word: string, at: number, visit: Visit): void {
  const length = word.length + 2;
  for (let from = 0; from < length; from++) {
    let hash = startHash(LETTERS);
    for (let to = from; to < Math.min(length, from + LONGEST_RUN); to++) {
      const code = to === 0 || to === length - 1 ? EDGE : word.charCodeAt(to - 1);
      hash = extendHash(hash, code);
      if (to > from || code !== EDGE) visit(LETTERS, finishHash(hash), at, at);
    }
  }
}

function hashOf(kind: number, text: string): number {
  return finishHash(extendHashWith(startHash(kind), text));
}

function pairHash(first: string, second: string): number {
  return finishHash(extendHashWith(extendHash(extendHashWith(startHash(STEM_PAIR), first), SPACE), second));
}
