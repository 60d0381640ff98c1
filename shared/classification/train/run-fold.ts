import { readMessage } from '../read-message.ts';
import { createVectoriser, type SparseVector } from '../vectoriser.ts';
import { fitScorer, type LabelledTexts } from './fit-scorer.ts';
import type { TrainingSettings } from './settings.ts';
import type { Hyperplanes } from './svm.ts';

/** Everything a fold needs, as plain data that can go to another thread. */
export interface FoldTask extends LabelledTexts {
  readonly classes: number;
  readonly settings: TrainingSettings;
}

/** Trains on all rows but the held-out ones; the answer is the scores of these, row after row. */
export function runFold(task: FoldTask, heldOut: Int32Array): Float64Array {
  const left = new Set(heldOut);
  const rows = task.texts.map((_, row) => row).filter((row) => !left.has(row));
  const texts = rows.map((row) => task.texts[row] ?? '');
  const targets = Int32Array.from(rows, (row) => task.targets[row] ?? 0);
  const { languages, vocabulary, hyperplanes } = fitScorer({ texts, targets }, task.classes, task.settings);
  const vectoriser = createVectoriser(vocabulary, task.settings.weighting);
  const scores = new Float64Array(heldOut.length * task.classes);
  heldOut.forEach((row, i) => {
    const vector = vectoriser.vectorise(readMessage(task.texts[row] ?? '', languages));
    scores.set(scoreExactly(hyperplanes, vector), i * task.classes);
  });
  return scores;
}

function scoreExactly({ classes, weights, biases }: Hyperplanes, vector: SparseVector): Float64Array {
  const scores = Float64Array.from(biases);
  vector.indices.forEach((index, i) => {
    const value = vector.values[i] ?? 0;
    for (let k = 0; k < classes; k++)
      scores[k] = (scores[k] ?? 0) + (weights[index * classes + k] ?? 0) * value;
  });
  return scores;
}
