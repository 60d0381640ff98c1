import { type Feedback, VERDICTS, type Verdict } from './feedback.ts';
import type { Scenario } from './scenario.ts';

/** What was said of how turns were understood, counted. All counts, so that pages can be added up. */
export interface FeedbackSummary {
  verdicts: Record<Verdict, number>;
  /** What it was taken for, what is right instead, and how often; the most frequent first. */
  corrections: Correction[];
  /** By the model that judged. */
  models: ({ model: string } & Record<Verdict, number>)[];
}

export interface Correction {
  guess: Scenario;
  right: Scenario;
  count: number;
}

export function summaryOf(feedback: readonly Feedback[]): FeedbackSummary {
  const models = Map.groupBy(feedback, ({ model }) => model);
  return {
    verdicts: verdictsIn(feedback),
    corrections: correctionsIn(feedback),
    models: [...models]
      .map(([model, of]) => ({ model, ...verdictsIn(of) }))
      .toSorted((a, b) => (a.model < b.model ? -1 : 1)),
  };
}

function verdictsIn(feedback: readonly Feedback[]): Record<Verdict, number> {
  const counts = VERDICTS.map((verdict) => [
    verdict,
    feedback.filter((one) => one.verdict === verdict).length,
  ]);
  return Object.fromEntries(counts) as Record<Verdict, number>;
}

function correctionsIn(feedback: readonly Feedback[]): Correction[] {
  const wrong = feedback.flatMap(({ verdict, guess, scenario }) =>
    verdict === 'incorrect' && scenario ? [{ guess, right: scenario }] : [],
  );
  return [...Map.groupBy(wrong, nameOf).values()]
    .flatMap((same) => (same[0] ? [{ ...same[0], count: same.length }] : []))
    .toSorted((a, b) => b.count - a.count || (nameOf(a) < nameOf(b) ? -1 : 1));
}

function nameOf({ guess, right }: Omit<Correction, 'count'>): string {
  return `${guess} ${right}`;
}
