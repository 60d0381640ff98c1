import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { type Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';

/** How every queue of this house is kept: encrypted at rest, and spoken to by TLS alone. */
export const encrypted = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

/** Rings for letters that were collected as for letters that nobody collects: looking at the queue's depth alone misses the former. */
export function alarmOn(deadLetters: Queue): void {
  const options = { statistic: Stats.SUM, period: Duration.minutes(1) };
  const metric = new MathExpression({
    label: 'dead letters',
    expression: 'FILL(collected, 0) + FILL(waiting, 0)',
    period: options.period,
    usingMetrics: {
      collected: deadLetters.metricNumberOfMessagesReceived(options),
      waiting: deadLetters.metricApproximateNumberOfMessagesVisible({ ...options, statistic: Stats.MAXIMUM }),
    },
  });
  new Alarm(deadLetters, 'Alarm', {
    metric,
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}
