import type { Example } from './examples.ts';
import { createRandom, shuffle } from './random.ts';

/** Rows that one run leaves out of training and is then asked about. */
export interface Fold {
  readonly name: string;
  readonly heldOut: Int32Array;
}

/** Folds of equal size in which every label has its share; the same for the same seed. */
export function stratifiedFolds(targets: Int32Array, count: number, seed: number): Fold[] {
  const order = Int32Array.from(targets, (_, row) => row);
  shuffle(order, createRandom(seed));
  const dealt = Array.from(order).sort((a, b) => (targets[a] ?? 0) - (targets[b] ?? 0));
  return Array.from({ length: count }, (_, fold) => ({
    name: `fold ${fold + 1}`,
    heldOut: Int32Array.from(dealt.filter((_, i) => i % count === fold)).sort(),
  }));
}

/** One fold for each batch of the corpus; none unless there are at least two batches. */
export function batchFolds(examples: readonly Example[]): Fold[] {
  const batches = [...new Set(examples.flatMap(({ batch }) => (batch === undefined ? [] : [batch])))].sort();
  if (batches.length < 2) return [];
  return batches.map((name) => ({
    name: `batch ${name}`,
    heldOut: Int32Array.from(examples.flatMap(({ batch }, row) => (batch === name ? [row] : []))),
  }));
}
