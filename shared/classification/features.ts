import { extendHash, extendHashWith, finishHash, startHash } from './hash.ts';
import { stemRussian } from './stem-russian.ts';
import type { Token } from './tokens.ts';

/** Kinds of features, in the order in which a model's weighting lists them. */
export const KINDS = [
  'word',
  'stem',
  'wordPair',
  'stemPair',
  'skipPair',
  'letters',
  'shape',
  'stemBag',
] as const;
export type Kind = (typeof KINDS)[number];

/** Longest run of letters that is a feature. */
const LONGEST_RUN = 5;
/** Letters of one word that are looked at. */
const WORD_LIMIT = 40;
const BOUNDARY = 0x5f;

/**
 * Receives each feature of a message: its kind as an index of KINDS, its hash (unsigned 32 bit), and the first and
 * last token that it was read from.
 */
export type Visit = (kind: number, hash: number, first: number, last: number) => void;

/** Walks through the features of a message, repeated ones as often as they stand there. */
export function visitFeatures(tokens: readonly Token[], visit: Visit): void {
  const stems = tokens.map((token) => (token.kind === 'word' ? stemRussian(token.text) : token.text));
  const words = tokens.map((token) => token.text);
  visitSingles(0, words, visit);
  visitSingles(1, stems, visit);
  visitPairs(2, words, 1, visit);
  visitPairs(3, stems, 1, visit);
  visitPairs(4, stems, 2, visit);
  tokens.forEach((token, at) => {
    if (token.kind === 'word') visitLetters(token.text.slice(0, WORD_LIMIT), at, visit);
    else visit(5, hashOf(5, token.text), at, at);
  });
  visitShape(tokens, visit);
  visitBag(stems, visit);
}

function hashOf(kind: number, text: string): number {
  return finishHash(extendHashWith(startHash(kind), text));
}

function visitSingles(kind: number, texts: readonly string[], visit: Visit): void {
  texts.forEach((text, at) => {
    visit(kind, hashOf(kind, text), at, at);
  });
}

function visitPairs(kind: number, texts: readonly string[], distance: number, visit: Visit): void {
  for (let at = -1; at < texts.length; at++) {
    const second = at + distance;
    if (distance > 1 && (at < 0 || second >= texts.length)) continue;
    visit(
      kind,
      pairHash(kind, texts[at] ?? '', texts[second] ?? ''),
      Math.max(at, 0),
      Math.min(second, texts.length - 1),
    );
  }
}

function pairHash(kind: number, first: string, second: string): number {
  return finishHash(extendHashWith(extendHash(extendHashWith(startHash(kind), first), 0x20), second));
}

function visitLetters(word: string, at: number, visit: Visit): void {
  const length = word.length + 2;
  const code = (i: number): number => (i === 0 || i === length - 1 ? BOUNDARY : word.charCodeAt(i - 1));
  for (let from = 0; from < length; from++) {
    let hash = startHash(5);
    for (let to = from; to < Math.min(length, from + LONGEST_RUN); to++) {
      hash = extendHash(hash, code(to));
      if (to > from || code(to) !== BOUNDARY) visit(5, finishHash(hash), at, at);
    }
  }
}

function visitShape(tokens: readonly Token[], visit: Visit): void {
  const last = tokens.length - 1;
  const words = tokens.filter((token) => token.kind === 'word').length;
  visit(6, hashOf(6, `<words ${Math.min(12, Math.round(Math.log2(words + 1) * 2))}>`), 0, Math.max(last, 0));
}

const BAG_LIMIT = 24;
function visitBag(stems: readonly string[], visit: Visit): void {
  const end = Math.min(BAG_LIMIT, stems.length);
  for (let i = 0; i < end; i++) {
    for (let j = i + 1; j < end; j++) {
      const a = stems[i] ?? '';
      const b = stems[j] ?? '';
      visit(7, a < b ? pairHash(7, a, b) : pairHash(7, b, a), i, j);
    }
  }
}
