import type { SvmSettings } from './svm.ts';

export interface TrainingSettings {
  /** In the order of KINDS. */
  readonly weighting: readonly number[];
  /** A feature must stand in so many texts. */
  readonly leastTexts: number;
  /** Features that are kept, of those that were trained. */
  readonly mostFeatures: number;
  readonly svm: SvmSettings;
}

/** What cross-validation favoured; docs/classifier.md has the table of trials. */
export const SETTINGS: TrainingSettings = {
  weighting: [1, 1, 1],
  leastTexts: 1,
  mostFeatures: 130_000,
  svm: { cost: 1, maxPasses: 15, tolerance: 0.02, seed: 1 },
};

/** Share of right answers that automatic answers must reach. */
export const ANSWER_PRECISION = 0.97;
/** Below this share of right guesses it is better to say nothing. */
export const REFUSE_PRECISION = 0.5;
export const FOLDS = 5;
