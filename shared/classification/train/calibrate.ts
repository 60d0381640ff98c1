import type { Calibration } from '../model.ts';
import { probabilities } from '../score.ts';

const ROUNDS = 15;
/** Examples that stand behind an offset before it is believed. */
const DOUBT = 20;
/** A slope changes by no more than this factor in a round. */
const LARGEST_STEP = 2;

/**
 * Fits probabilities to scores of examples that the scorer had not seen: one slope, by Newton's method on the likelihood, and
 * one offset a label, so that each label is expected as often as it is met.
 */
export function calibrate(
  scores: readonly Float64Array[],
  targets: Int32Array,
  classes: number,
): Calibration {
  let calibration: Calibration = { slope: 1, offsets: new Array<number>(classes).fill(0) };
  for (let round = 0; round < ROUNDS; round++) {
    calibration = { ...calibration, slope: betterSlope(scores, targets, calibration) };
    calibration = { ...calibration, offsets: balance(scores, targets, calibration) };
  }
  return calibration;
}

/** The likelihood has one peak along the slope; a flat one leaves the slope as it is. */
function betterSlope(scores: readonly Float64Array[], targets: Int32Array, calibration: Calibration): number {
  let gradient = 0;
  let curvature = 0;
  scores.forEach((row, i) => {
    const { mean, variance } = moments(row, probabilities(row, calibration));
    gradient += mean - (row[targets[i] ?? 0] ?? 0);
    curvature += variance;
  });
  const { slope } = calibration;
  const moved = curvature > 0 ? slope - gradient / curvature : slope;
  return Math.min(slope * LARGEST_STEP, Math.max(slope / LARGEST_STEP, moved));
}

function moments(row: Float64Array, chances: Float64Array): { mean: number; variance: number } {
  let mean = 0;
  let square = 0;
  for (let k = 0; k < row.length; k++) {
    const value = row[k] ?? 0;
    const chance = chances[k] ?? 0;
    mean += chance * value;
    square += chance * value * value;
  }
  return { mean, variance: square - mean * mean };
}

function balance(scores: readonly Float64Array[], targets: Int32Array, calibration: Calibration): number[] {
  const expected = new Float64Array(calibration.offsets.length);
  const met = new Float64Array(calibration.offsets.length);
  scores.forEach((row, i) => {
    const chances = probabilities(row, calibration);
    for (let k = 0; k < chances.length; k++) expected[k] = (expected[k] ?? 0) + (chances[k] ?? 0);
    const target = targets[i] ?? 0;
    met[target] = (met[target] ?? 0) + 1;
  });
  return calibration.offsets.map(
    (offset, k) => offset + Math.log(((met[k] ?? 0) + DOUBT) / ((expected[k] ?? 0) + DOUBT)),
  );
}
