import { confusions, type Judged, type Measures, measure } from './measure.ts';

const WORST_PAIRS = 12;

/** The figures that are kept with a model. */
export function summarise(judged: readonly Judged[]): Omit<Measures, 'per_label'> {
  const { per_label: _, ...figures } = measure(judged);
  return figures;
}

/** A report for people: figures, labels, worst mistakes. */
export function describeMeasures(title: string, judged: readonly Judged[]): string {
  const measures = measure(judged);
  const head = [
    `accuracy ${fixed(measures.accuracy)}`,
    `lenient ${fixed(measures.lenient_accuracy)}`,
    `macro-F1 ${fixed(measures.macro_f1)}`,
    `ECE ${fixed(measures.ece)}`,
    `coverage ${fixed(measures.coverage)}`,
    `right when answered ${fixed(measures.answered_precision)}`,
  ].join(' · ');
  const labels = Object.entries(measures.per_label).map(
    ([label, m]) =>
      `  ${label.padEnd(24)} n ${String(m.n).padStart(5)}  precision ${fixed(m.precision)}  recall ${fixed(m.recall)}  F1 ${fixed(m.f1)}`,
  );
  const pairs = confusions(judged, WORST_PAIRS).map(({ pair, n }) => `  ${String(n).padStart(4)}  ${pair}`);
  return [
    `${title} (${measures.n} messages)`,
    `  ${head}`,
    ...labels,
    '  most frequent mistakes:',
    ...pairs,
  ].join('\n');
}

function fixed(value: number): string {
  return value.toFixed(4);
}
