import { createVocabulary, inverseFrequency, type Vocabulary } from '../vocabulary.ts';
import type { Hyperplanes } from './svm.ts';

interface Pruned {
  readonly vocabulary: Vocabulary;
  readonly hyperplanes: Hyperplanes;
}

/**
 * Keeps the features that move scores most, over all texts that hold them. Training sees the rare ones all the same: they
 * take up what is peculiar to a text, and leave the weights of the common ones cleaner.
 */
export function prune(vocabulary: Vocabulary, hyperplanes: Hyperplanes, most: number): Pruned {
  if (vocabulary.size <= most) return { vocabulary, hyperplanes };
  const importance = Float64Array.from(vocabulary.hashes, (_, index) =>
    importanceOf(vocabulary, hyperplanes, index),
  );
  const least = importance.toSorted()[vocabulary.size - most] ?? 0;
  const kept = Array.from(vocabulary.hashes.keys())
    .filter((index) => (importance[index] ?? 0) >= least)
    .slice(0, most);
  const weights = new Float32Array(kept.length * hyperplanes.classes);
  kept.forEach((index, i) => {
    weights.set(weightsOf(hyperplanes, index), i * hyperplanes.classes);
  });
  const hashes = Uint32Array.from(kept, (index) => vocabulary.hashes[index] ?? 0);
  const frequencies = Uint16Array.from(kept, (index) => vocabulary.frequencies[index] ?? 0);
  return {
    vocabulary: createVocabulary(hashes, frequencies, vocabulary.texts),
    hyperplanes: { ...hyperplanes, weights },
  };
}

function importanceOf(vocabulary: Vocabulary, hyperplanes: Hyperplanes, index: number): number {
  const largest = weightsOf(hyperplanes, index).reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  return (largest * inverseFrequency(vocabulary, index)) ** 2 * (vocabulary.frequencies[index] ?? 0);
}

function weightsOf({ classes, weights }: Hyperplanes, index: number): Float32Array {
  return weights.subarray(index * classes, (index + 1) * classes);
}
