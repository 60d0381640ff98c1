import type { Example } from './examples.ts';
import { type Judged, measure } from './measure.ts';

/** A message that one model reads otherwise than the other. */
export interface Flip {
  text: string;
  label: string;
  before: string;
  after: string;
}

export interface Comparison {
  figures: Record<'before' | 'after', Figures>;
  /** Mistakes of each label, where they are not as many as before. */
  labels: { label: string; before: number; after: number }[];
  mended: Flip[];
  broken: Flip[];
  /** What has become worse, in sentences; empty: the later model may take the place of the earlier. */
  worse: string[];
}

export interface Figures {
  n: number;
  right: number;
  answered: number;
  /** Wrong ones among those that would be answered. */
  answered_wrong: number;
  ece: number;
}

/** A label may lose so many messages to chance. */
const LABEL_SLACK = 1;
/** Share of the answered that may fall away. */
const COVERAGE_SLACK = 0.01;
const ECE_MOST = 0.03;

/**
 * Two models on the same messages, which neither has learned from. The later one is no worse if it is right as often, is
 * wrong no more often where it answers by itself, answers about as many, and loses no label.
 */
export function compareModels(
  examples: readonly Example[],
  before: readonly Judged[],
  after: readonly Judged[],
): Comparison {
  const figures = { before: figuresOf(before), after: figuresOf(after) };
  const labels = labelsOf(before, after);
  return {
    figures,
    labels: labels.filter((one) => one.before !== one.after),
    mended: flips(examples, before, after, (was, is) => !isRight(was) && isRight(is)),
    broken: flips(examples, before, after, (was, is) => isRight(was) && !isRight(is)),
    worse: [...worseFigures(figures.before, figures.after), ...worseLabels(labels)],
  };
}

function figuresOf(judged: readonly Judged[]): Figures {
  const answered = judged.filter((one) => one.answered);
  return {
    n: judged.length,
    right: judged.filter(isRight).length,
    answered: answered.length,
    answered_wrong: answered.filter((one) => !isRight(one)).length,
    ece: Math.round(measure(judged).ece * 10_000) / 10_000,
  };
}

function isRight({ label, alsoOk, guess }: Judged): boolean {
  return label === guess || alsoOk.includes(guess);
}

function worseFigures(before: Figures, after: Figures): string[] {
  const worse: string[] = [];
  const demand = (holds: boolean, sentence: string): void => {
    if (!holds) worse.push(sentence);
  };
  const least = Math.floor(before.answered - COVERAGE_SLACK * before.n);
  demand(after.right >= before.right, `${after.right} are right instead of ${before.right}`);
  demand(
    after.answered_wrong <= before.answered_wrong,
    `${after.answered_wrong} would be answered wrongly instead of ${before.answered_wrong}`,
  );
  demand(
    after.answered >= least,
    `${after.answered} would be answered instead of ${before.answered}; ${least} are the least`,
  );
  const most = Math.max(ECE_MOST, before.ece);
  demand(after.ece <= most, `the calibration error is ${after.ece}; ${most} is the most`);
  return worse;
}

function labelsOf(before: readonly Judged[], after: readonly Judged[]): Comparison['labels'] {
  const names = [...new Set(before.map(({ label }) => label))].sort();
  const mistakes = (judged: readonly Judged[], name: string) =>
    judged.filter((one) => one.label === name && !isRight(one)).length;
  return names.map((label) => ({
    label,
    before: mistakes(before, label),
    after: mistakes(after, label),
  }));
}

function worseLabels(labels: Comparison['labels']): string[] {
  return labels
    .filter(({ before, after }) => after > before + LABEL_SLACK)
    .map(({ label, before, after }) => `${label} is missed ${after} times instead of ${before}`);
}

function flips(
  examples: readonly Example[],
  before: readonly Judged[],
  after: readonly Judged[],
  isOne: (was: Judged, is: Judged) => boolean,
): Flip[] {
  return examples.flatMap(({ text, label }, at) => {
    const [was, is] = [before[at], after[at]];
    return was && is && isOne(was, is) ? [{ text, label, before: was.guess, after: is.guess }] : [];
  });
}
