import type { Reason } from './classification.ts';
import { type Model, scaleOf } from './model.ts';
import type { Token } from './tokens.ts';
import type { Occurrences, SparseVector } from './vectoriser.ts';

const REASONS = 5;
/**
 * The pieces of a message that spoke most for a label. What a word's letters and stem add is put down to the word, what a pair
 * adds to the pair, so that an operator reads words and not parts of a vector.
 */
export function explain(
  model: Model,
  label: number,
  tokens: readonly Token[],
  vector: SparseVector,
  occurrences: Occurrences,
): Reason[] {
  const { singles, pairs } = shareOut(tokens.length, leanings(model, label, vector), occurrences);
  const weights = new Map<string, number>();
  for (let at = 0; at < tokens.length; at++) {
    addTo(weights, pieceOf(tokens, at, at), singles[at] ?? 0);
    if (at + 1 < tokens.length) addTo(weights, pieceOf(tokens, at, at + 1), pairs[at] ?? 0);
  }
  return [...weights]
    .map(([feature, weight]) => ({ feature, weight: Math.round(weight * 1000) / 1000 }))
    .filter((reason) => reason.weight > 0)
    .sort((a, b) => b.weight - a.weight || (a.feature < b.feature ? -1 : 1))
    .slice(0, REASONS);
}

/** What each feature of the vector adds to the label, beyond its mean over all labels. */
function leanings(model: Model, label: number, { indices, values }: SparseVector): Float64Array {
  const classes = model.labels.length;
  const leaning = new Float64Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] ?? 0;
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += model.weights[index * classes + k] ?? 0;
    const own = (model.weights[index * classes + label] ?? 0) - sum / classes;
    leaning[i] = own * (values[i] ?? 0) * scaleOf(model.scales[index] ?? 0);
  }
  return leaning;
}

/** Gives each feature's share to the tokens that it stands in; one that stands there often is split evenly. */
function shareOut(
  tokens: number,
  leaning: Float64Array,
  { places, firsts, lasts }: Occurrences,
): { singles: Float64Array; pairs: Float64Array } {
  const counts = new Int32Array(leaning.length);
  for (const place of places) counts[place] = (counts[place] ?? 0) + 1;
  const singles = new Float64Array(tokens);
  const pairs = new Float64Array(tokens);
  for (let i = 0; i < places.length; i++) {
    const place = places[i] ?? 0;
    const first = firsts[i] ?? 0;
    const shares = first === lasts[i] ? singles : pairs;
    shares[first] = (shares[first] ?? 0) + (leaning[place] ?? 0) / (counts[place] ?? 1);
  }
  return { singles, pairs };
}

function addTo(weights: Map<string, number>, piece: string, weight: number): void {
  weights.set(piece, (weights.get(piece) ?? 0) + weight);
}

const CLASS_NAMES: Readonly<Record<string, string>> = {
  '<url>': 'ссылка',
  '<email>': 'адрес почты',
  '<phone>': 'номер телефона',
  '<time>': 'время',
  '<date>': 'дата',
  '<percent>': 'процент',
  '<money>': 'сумма',
  '<smile>': 'улыбка',
  '<frown>': 'грустный смайлик',
  '<question>': '?',
  '<exclamation>': '!',
  '<ellipsis>': '…',
};

function pieceOf(tokens: readonly Token[], first: number, last: number): string {
  return tokens
    .slice(first, last + 1)
    .map((token) => (token.kind === 'word' ? token.text : (CLASS_NAMES[token.text] ?? nameOther(token.text))))
    .join(' ');
}

function nameOther(text: string): string {
  return text.startsWith('<number') ? 'число' : text.slice(1, -1);
}
