import { type Calibration, type Model, scaleOf } from './model.ts';
import type { SparseVector } from './vectoriser.ts';

/** One score for each label: the signed distance from its hyperplane. */
export function score(model: Model, vector: SparseVector): Float64Array {
  const { weights, scales } = model;
  const classes = model.labels.length;
  const scores = Float64Array.from(model.biases);
  vector.indices.forEach((index, i) => {
    const value = (vector.values[i] ?? 0) * scaleOf(scales[index] ?? 0);
    const base = index * classes;
    for (let k = 0; k < classes; k++) scores[k] = (scores[k] ?? 0) + (weights[base + k] ?? 0) * value;
  });
  return scores;
}

/** Calibrated probabilities of the labels; they sum to one. */
export function probabilities(scores: Float64Array, calibration: Calibration): Float64Array {
  const raised = scores.map((value, k) => calibration.slope * value + (calibration.offsets[k] ?? 0));
  const highest = raised.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = raised.map((value) => Math.exp(value - highest));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}
