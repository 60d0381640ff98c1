import { codeOf, scaleOf } from '../model.ts';
import type { Hyperplanes } from './svm.ts';

export interface QuantisedWeights {
  readonly weights: Int8Array;
  readonly scales: Uint8Array;
}

const STEPS = 127;

/** Rounds the weights of each feature to 255 steps of the feature's own scale. */
export function quantise({ classes, weights }: Hyperplanes): QuantisedWeights {
  const scales = new Uint8Array(weights.length / classes);
  const rounded = new Int8Array(weights.length);
  for (let feature = 0; feature < scales.length; feature++) {
    const row = weights.subarray(feature * classes, (feature + 1) * classes);
    const largest = row.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    const code = codeOf(largest / STEPS);
    scales[feature] = code;
    const scale = scaleOf(code);
    row.forEach((weight, k) => {
      rounded[feature * classes + k] = Math.round(weight / scale);
    });
  }
  return { weights: rounded, scales };
}
