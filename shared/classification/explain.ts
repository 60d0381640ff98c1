import type { Reason } from './classification.ts';
import { type Model, scaleOf } from './model.ts';
import type { Token } from './tokens.ts';
import type { Occurrence, SparseVector } from './vectoriser.ts';

const REASONS = 5;
/** Features that span more tokens than this say nothing in words. */
const LONGEST_SPAN = 2;

/**
 * The pieces of a message that spoke most for a label. What a word's letters, stem and form add is put down to the word,
 * what a pair adds to the pair, so that an operator reads words and not parts of a vector.
 */
export function explain(
  model: Model,
  label: number,
  tokens: readonly Token[],
  vector: SparseVector,
  occurrences: readonly Occurrence[],
): Reason[] {
  const shares = shareOut(model, label, vector, occurrences);
  const weights = new Map<string, number>();
  for (const { index, first, last } of occurrences) {
    if (last - first >= LONGEST_SPAN) continue;
    const piece = pieceOf(tokens, first, last);
    weights.set(piece, (weights.get(piece) ?? 0) + (shares.get(index) ?? 0));
  }
  return [...weights]
    .map(([feature, weight]) => ({ feature, weight: Math.round(weight * 1000) / 1000 }))
    .filter((reason) => reason.weight > 0)
    .sort((a, b) => b.weight - a.weight || (a.feature < b.feature ? -1 : 1))
    .slice(0, REASONS);
}

/** What one occurrence of each feature adds to the label, beyond its mean over all labels. */
function shareOut(
  model: Model,
  label: number,
  vector: SparseVector,
  occurrences: readonly Occurrence[],
): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { index } of occurrences) counts.set(index, (counts.get(index) ?? 0) + 1);
  const shares = new Map<number, number>();
  vector.indices.forEach((index, i) => {
    const value = (vector.values[i] ?? 0) * scaleOf(model.scales[index] ?? 0);
    shares.set(index, (value * leaning(model, index, label)) / (counts.get(index) ?? 1));
  });
  return shares;
}

function leaning(model: Model, index: number, label: number): number {
  const classes = model.labels.length;
  const row = model.weights.subarray(index * classes, (index + 1) * classes);
  const mean = row.reduce((sum, weight) => sum + weight, 0) / classes;
  return (row[label] ?? 0) - mean;
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
