import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Figures } from './figures.ts';

export interface ServiceAlarmsProps {
  figures: Figures;
  /** A language model is asked. */
  asksModel: boolean;
}

interface Rule {
  metric: IMetric;
  /** Rings above it. */
  above: number;
  /** In so many periods in a row. */
  periods: number;
}

/** A signal is answered in seconds; this is what a customer must not wait. Seconds. */
const UNANSWERED_S = 120;
/** A text may wait 15 minutes for its time in the lane itself. Seconds. */
const UNSENT_S = 1_020;
const FAILED_SHARE_PERCENT = 20;

/** Rings for what hurts customers, or will. Each alarm is a section of docs/runbook.md, by this name. */
export class ServiceAlarms extends Construct {
  constructor(scope: Construct, id: string, { figures, asksModel }: ServiceAlarmsProps) {
    super(scope, id);
    const rules = { ...rulesOf(figures), ...(asksModel && rulesOfModel(figures)) };
    for (const [name, { metric, above, periods }] of Object.entries(rules)) {
      new Alarm(this, name, {
        metric,
        threshold: above,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: periods,
        // Nothing happens, or nothing is wrong: figures of trouble are made in trouble alone.
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
    }
  }
}

function rulesOf(figures: Figures): Record<string, Rule> {
  return {
    OldestUnanswered: { metric: figures.oldestUnanswered, above: UNANSWERED_S, periods: 3 },
    OldestUnsent: { metric: figures.oldestUnsent, above: UNSENT_S, periods: 3 },
    RequestErrors: { metric: figures.requestErrors, above: 5, periods: 2 },
    Throttles: { metric: figures.throttles, above: 10, periods: 3 },
    WorkFailed: { metric: figures.workFailed, above: 10, periods: 2 },
    DeliveriesFail: { metric: failedShare(figures), above: FAILED_SHARE_PERCENT, periods: 3 },
    EndpointFailing: { metric: figures.endpointsFailing, above: 0, periods: 1 },
    SchedulesDropped: { metric: allDropped(figures), above: 0, periods: 1 },
    SignInAttack: { metric: figures.signInsRefused, above: 20, periods: 1 },
  };
}

function rulesOfModel({ llmBreakerOpen, llmCapped }: Figures): Record<string, Rule> {
  return {
    ModelBreakerOpen: { metric: llmBreakerOpen, above: 0, periods: 3 },
    ModelCapped: { metric: llmCapped, above: 0, periods: 1 },
  };
}

/** In percent, where at least five failed: of two tries one is half. */
function failedShare({ deliveriesFailed: failed, delivered }: Figures): MathExpression {
  return new MathExpression({
    label: 'share of tries that failed, %',
    expression: 'IF(FILL(failed, 0) >= 5, 100 * failed / (failed + FILL(delivered, 0)), 0)',
    usingMetrics: { failed, delivered },
    period: Duration.minutes(5),
  });
}

function allDropped({ schedulesDropped }: Figures): MathExpression {
  const named = schedulesDropped.map((metric, at) => [`group${at}`, metric] as const);
  return new MathExpression({
    label: 'schedules dropped',
    expression: named.map(([name]) => `FILL(${name}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(named),
    period: Duration.minutes(5),
  });
}
