import type { Calibration } from '../model.ts';
import { probabilities } from '../score.ts';

const OFFSET_ROUNDS = 8;
/** Examples that stand behind an offset before it is believed. */
const DOUBT = 20;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Fits probabilities to scores of examples that the scorer had not seen: one slope by likelihood, and one offset a label, so
 * that each label is expected as often as it is met.
 */
export function calibrate(
  scores: readonly Float64Array[],
  targets: Int32Array,
  classes: number,
): Calibration {
  let calibration: Calibration = { slope: 1, offsets: new Array<number>(classes).fill(0) };
  for (let round = 0; round < OFFSET_ROUNDS; round++) {
    calibration = { ...calibration, slope: bestSlope(scores, targets, calibration.offsets) };
    calibration = { ...calibration, offsets: balance(scores, targets, calibration) };
  }
  return calibration;
}

/** Golden-section search: the likelihood has one peak along the slope. */
function bestSlope(scores: readonly Float64Array[], targets: Int32Array, offsets: readonly number[]): number {
  const loss = (logSlope: number): number => logLoss(scores, targets, { slope: Math.exp(logSlope), offsets });
  let [low, high] = [Math.log(0.1), Math.log(50)];
  while (high - low > 1e-3) {
    const left = high - GOLDEN * (high - low);
    const right = low + GOLDEN * (high - low);
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

function logLoss(scores: readonly Float64Array[], targets: Int32Array, calibration: Calibration): number {
  return scores.reduce((sum, row, i) => {
    const chance = probabilities(row, calibration)[targets[i] ?? 0] ?? 0;
    return sum - Math.log(Math.max(chance, 1e-12));
  }, 0);
}

function balance(scores: readonly Float64Array[], targets: Int32Array, calibration: Calibration): number[] {
  const expected = new Float64Array(calibration.offsets.length);
  const met = new Float64Array(calibration.offsets.length);
  scores.forEach((row, i) => {
    probabilities(row, calibration).forEach((chance, k) => {
      expected[k] = (expected[k] ?? 0) + chance;
    });
    const target = targets[i] ?? 0;
    met[target] = (met[target] ?? 0) + 1;
  });
  return calibration.offsets.map(
    (offset, k) => offset + Math.log(((met[k] ?? 0) + DOUBT) / ((expected[k] ?? 0) + DOUBT)),
  );
}
