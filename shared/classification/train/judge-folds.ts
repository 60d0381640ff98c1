import type { Calibration, Thresholds } from '../model.ts';
import { probabilities } from '../score.ts';
import { calibrate } from './calibrate.ts';
import type { Example } from './examples.ts';
import type { Fold } from './folds.ts';
import type { Judged } from './measure.ts';
import type { FoldTask } from './run-fold.ts';
import type { Guess } from './thresholds.ts';

/** The likeliest label of a row that the scorer had not seen. */
export interface RowGuess extends Guess {
  readonly row: number;
  readonly label: number;
}

/** Guesses of held-out rows; the calibration of each fold has not seen the fold's rows either. It is fitted on `usual` rows. */
export function guessCrossCalibrated(
  task: FoldTask,
  scores: readonly Float64Array[],
  folds: readonly Fold[],
  usual: readonly number[],
): RowGuess[] {
  return folds.flatMap((fold) => {
    const own = new Set(fold.heldOut);
    const others = usual.filter((row) => !own.has(row));
    const calibration = calibrateRows(task, scores, others);
    return Array.from(fold.heldOut, (row) => guessRow(task, scores, row, calibration));
  });
}

/** Guesses of all scored rows by one calibration. */
export function guessAll(
  task: FoldTask,
  scores: readonly Float64Array[],
  calibration: Calibration,
): RowGuess[] {
  return Array.from(scores.keys(), (row) => guessRow(task, scores, row, calibration));
}

/** Puts guesses beside what is right. */
export function judge(
  guesses: readonly RowGuess[],
  examples: readonly Example[],
  labels: readonly string[],
  thresholds: Thresholds,
): Judged[] {
  return guesses.map(({ row, label, confidence }) => ({
    label: examples[row]?.label ?? '',
    alsoOk: examples[row]?.alsoOk ?? [],
    batch: examples[row]?.batch,
    guess: labels[label] ?? '',
    confidence,
    answered: confidence >= thresholds.answer,
  }));
}

/** Fits probabilities to some of the rows. */
export function calibrateRows(
  task: FoldTask,
  scores: readonly Float64Array[],
  rows: readonly number[],
): Calibration {
  const targets = Int32Array.from(rows, (row) => task.targets[row] ?? 0);
  return calibrate(
    rows.map((row) => scoresOf(task, scores, row)),
    targets,
    task.classes,
  );
}

function guessRow(
  task: FoldTask,
  scores: readonly Float64Array[],
  row: number,
  calibration: Calibration,
): RowGuess {
  const chances = probabilities(scoresOf(task, scores, row), calibration);
  const confidence = chances.reduce((a, b) => Math.max(a, b), 0);
  const label = chances.indexOf(confidence);
  return { row, label, confidence, right: task.targets[row] === label };
}

function scoresOf(task: FoldTask, scores: readonly Float64Array[], row: number): Float64Array {
  return scores[row] ?? new Float64Array(task.classes);
}
