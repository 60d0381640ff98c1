import type {
  DeliveryFigures,
  DeliveryStatsBody,
  FeedbackSummaryBody,
  MessageFigures,
  OperatorFiguresBody,
  ScenarioFiguresBody,
  TimesBody,
} from '../../shared/contracts/stats-responses.ts';
import type { Verdict } from '../../shared/domain/feedback.ts';
import type { FeedbackSummary } from '../../shared/domain/feedback-summary.ts';
import type { Scenario } from '../../shared/domain/scenario.ts';
import {
  CONFIDENCE_UNITS,
  type Figures,
  HOUR,
  howMany,
  type OperatorFigures,
  quantile,
  type ScenarioFigures,
  type Spread,
  sumOf,
} from '../../shared/domain/statistics.ts';
import type { Statistics } from '../../shared/usecases/count-hours.ts';
import type { Span } from '../../shared/usecases/walk-said.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** Each hour's figures and those of all together, of one kind. */
export function statsView<View extends object>(
  { from, to }: Span,
  { hours, partial }: Statistics,
  viewOf: (figures: Figures) => View,
) {
  return {
    from: iso(from),
    to: iso(to),
    partial,
    hours: hours.map(({ hour, begun_at, figures }) => ({
      hour: iso(hour),
      counted_at: iso(begun_at),
      ...viewOf(figures),
    })),
    total: viewOf(sumOf(hours.map(({ figures }) => figures))),
  };
}

function timesView(spread: Spread): TimesBody {
  return { count: howMany(spread), median_s: quantile(spread, 0.5), p90_s: quantile(spread, 0.9) };
}

export function messageFigures({ messages, texts, answered_in }: Figures): MessageFigures {
  const said = Object.entries(texts).map(([source, states]) => [source, howMany(states)]);
  return {
    messages,
    texts: Object.fromEntries(said) as MessageFigures['texts'],
    answered_by_bot_in: timesView(answered_in.bot),
    answered_by_operators_in: timesView(answered_in.operator),
  };
}

export function scenarioFigures({ scenarios }: Figures): { scenarios: ScenarioFiguresBody[] } {
  const lines = Object.entries(scenarios) as [Scenario, ScenarioFigures][];
  return { scenarios: lines.toSorted(byName).map(([scenario, line]) => scenarioView(scenario, line)) };
}

function scenarioView(scenario: Scenario, line: ScenarioFigures): ScenarioFiguresBody {
  const { turns, messages, answered_alone, left, confidence, bands, escalated } = line;
  const mean = turns === 0 ? 0 : Math.round(confidence / turns) / CONFIDENCE_UNITS;
  return {
    scenario,
    turns,
    messages,
    answered_alone,
    left,
    escalated: howMany(escalated),
    escalated_by: escalated as ScenarioFiguresBody['escalated_by'],
    mean_confidence: mean,
    bands: { answer: 0, doubt: 0, refuse: 0, ...bands },
  };
}

const NO_TEXTS = { waiting: 0, delivered: 0, stored: 0, dead: 0, unknown: 0, cancelled: 0 };

export function deliveryFigures({ texts }: Figures): DeliveryStatsBody['total'] {
  const lines = Object.entries(texts) as [DeliveryFigures['source'], Partial<typeof NO_TEXTS>][];
  return { texts: lines.toSorted(byName).map(([source, states]) => ({ source, ...NO_TEXTS, ...states })) };
}

export function operatorFigures({ operators, answered_in, taken_in }: Figures) {
  const lines = Object.entries(operators).toSorted(byName);
  return {
    operators: lines.map(([operator, done]) => operatorView(operator, done)),
    taken_in: timesView(taken_in),
    answered_in: timesView(answered_in.operator),
  };
}

function operatorView(operator: string, done: OperatorFigures): OperatorFiguresBody {
  return {
    operator,
    replies: done.reply ?? 0,
    takes: done.take ?? 0,
    assigns: done.assign ?? 0,
    releases: done.release ?? 0,
    hand_backs: done.hand_back ?? 0,
    closes: done.close ?? 0,
    reopens: done.reopen ?? 0,
  };
}

/** @returns the hours that the times touch, both ends included */
export function wholeHours(hours: readonly number[]): Span {
  return { from: hours[0] ?? 0, to: (hours.at(-1) ?? 0) + HOUR };
}

export function summaryView(
  { from, to }: Span,
  { verdicts, corrections, models }: FeedbackSummary,
  next: string | null,
): FeedbackSummaryBody {
  return {
    from: iso(from),
    to: iso(to),
    ...verdicts,
    share_correct: shareCorrect(verdicts),
    corrections,
    models: models.map((line) => ({ ...line, share_correct: shareCorrect(line) })),
    next,
  };
}

function shareCorrect({ correct, incorrect, needs_escalation }: Record<Verdict, number>): number | null {
  const all = correct + incorrect + needs_escalation;
  return all === 0 ? null : Math.round((correct / all) * 10_000) / 10_000;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
