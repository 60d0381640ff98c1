import type { Languages } from './repair.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Turns scores into probabilities: softmax of slope × score + offset of the label. */
export interface Calibration {
  readonly slope: number;
  readonly offsets: readonly number[];
}

/** Confidence from which on a message is answered, and below which it is refused. */
export interface Thresholds {
  readonly answer: number;
  readonly refuse: number;
}

/** A trained classifier, ready to score. */
export interface Model {
  /** Short hash of the content. */
  readonly version: string;
  readonly labels: readonly string[];
  readonly languages: Languages;
  /** Length that each kind of feature has in a vector; 0 leaves the kind out. */
  readonly weighting: readonly number[];
  readonly vocabulary: Vocabulary;
  /** The weights of a feature lie together, one for each label, in units of the feature's scale. */
  readonly weights: Int8Array;
  /** Codes of the scales: see `scaleOf`. */
  readonly scales: Uint8Array;
  readonly biases: Float32Array;
  readonly calibration: Calibration;
  readonly thresholds: Thresholds;
}

const CODES_PER_OCTAVE = 8;
const UNIT_CODE = 255;
const SCALES = Float64Array.from({ length: 256 }, (_, code) => 2 ** ((code - UNIT_CODE) / CODES_PER_OCTAVE));

/** The scale that a code stands for: eight codes to each doubling, the highest stands for 1. */
export function scaleOf(code: number): number {
  return SCALES[code] ?? 0;
}

/** The code of the smallest scale that is not less than this one. */
export function codeOf(scale: number): number {
  const code = Math.ceil(Math.log2(scale) * CODES_PER_OCTAVE) + UNIT_CODE;
  return Math.min(UNIT_CODE, Math.max(0, code));
}
