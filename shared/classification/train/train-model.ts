import type { Model, Thresholds } from '../model.ts';
import { crossValidate } from './cross-validate.ts';
import type { Example } from './examples.ts';
import { fitScorer } from './fit-scorer.ts';
import { batchFolds, stratifiedFolds } from './folds.ts';
import { calibrateRows, guessAll, guessCrossCalibrated, judge, type RowGuess } from './judge-folds.ts';
import type { Judged } from './measure.ts';
import { quantise } from './quantise.ts';
import type { FoldTask } from './run-fold.ts';
import { ANSWER_PRECISION, FOLDS, REFUSE_PRECISION, SETTINGS, type TrainingSettings } from './settings.ts';
import { refusalBelow, thresholdFor } from './thresholds.ts';

/** A model without its version, and how such models judged the messages that they had not seen. */
export interface Trained {
  readonly model: Omit<Model, 'version'>;
  readonly folds: readonly Judged[];
  /** Empty if the corpus names no batches. */
  readonly batches: readonly Judged[];
}

/** Trains, calibrates and measures a classifier. The same examples make the same model, to the last bit. */
export async function trainModel(
  examples: readonly Example[],
  settings: TrainingSettings = SETTINGS,
): Promise<Trained> {
  const labels = [...new Set(examples.map(({ label }) => label))].sort();
  const targets = Int32Array.from(examples, ({ label }) => labels.indexOf(label));
  const task: FoldTask = {
    texts: examples.map(({ text }) => text),
    targets,
    classes: labels.length,
    settings,
  };
  const folds = stratifiedFolds(targets, FOLDS, settings.svm.seed);
  const scores = await crossValidate(task, folds);
  const usual = usualRows(examples);
  const calibration = calibrateRows(task, scores, usual);
  const folded = guessCrossCalibrated(task, scores, folds, usual);
  const batched = guessAll(task, await crossValidate(task, batchFolds(examples)), calibration);
  const thresholds = chooseThresholds(folded, batched);
  const { hyperplanes, ...scorer } = fitScorer(task, labels.length, settings);
  const { biases } = hyperplanes;
  const { weighting } = settings;
  return {
    model: { ...scorer, ...quantise(hyperplanes), labels, weighting, biases, calibration, thresholds },
    folds: judge(folded, examples, labels, thresholds),
    batches: judge(batched, examples, labels, thresholds),
  };
}

/** Rows that show how often each label is met; all, if the corpus has no others. */
function usualRows(examples: readonly Example[]): number[] {
  const usual = [...examples.keys()].filter((row) => !examples[row]?.border);
  return usual.length > 0 ? usual : [...examples.keys()];
}

/** The answer threshold holds on random folds and on whole batches alike: customers write to no brief at all. */
function chooseThresholds(folded: readonly RowGuess[], batched: readonly RowGuess[]): Thresholds {
  const answers = [folded, batched].map((guesses) =>
    guesses.length === 0 ? 0 : thresholdFor(guesses, ANSWER_PRECISION),
  );
  const answer = Math.max(...answers);
  return { answer, refuse: Math.min(answer, refusalBelow(folded, REFUSE_PRECISION)) };
}
