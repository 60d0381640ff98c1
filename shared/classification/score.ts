import { type Calibration, type Model, scaleOf } from './model.ts';
import type { SparseVector } from './vectoriser.ts';

/** One score for each label: the signed distance from its hyperplane. */
export function score({ weights, scales, biases }: Model, { indices, values }: SparseVector): Float64Array {
  const classes = biases.length;
  const scores = Float64Array.from(biases);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] ?? 0;
    const value = (values[i] ?? 0) * scaleOf(scales[index] ?? 0);
    const base = index * classes;
    for (let k = 0; k < classes; k++) scores[k] = (scores[k] ?? 0) + (weights[base + k] ?? 0) * value;
  }
  return scores;
}

/** Calibrated probabilities of the labels; they sum to one. */
export function probabilities(scores: Float64Array, { slope, offsets }: Calibration): Float64Array {
  const chances = new Float64Array(scores.length);
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < scores.length; k++) {
    const raised = slope * (scores[k] ?? 0) + (offsets[k] ?? 0);
    chances[k] = raised;
    if (raised > highest) highest = raised;
  }
  let total = 0;
  for (let k = 0; k < chances.length; k++) {
    const power = Math.exp((chances[k] ?? 0) - highest);
    chances[k] = power;
    total += power;
  }
  for (let k = 0; k < chances.length; k++) chances[k] = (chances[k] ?? 0) / total;
  return chances;
}
