import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { HouseFunction } from './house-function.ts';
import { connect, encrypted, visibility } from './house-queue.ts';

/** Where the lanes' signals end that were given up, with an alarm: one queue for all of them, since each that is looked at costs by the month, and a letter tells by itself what it is about. */
export class DeadLetters extends Construct {
  readonly queue: Queue;

  /** @param consumerTimeout time-out of the function that attends to them */
  constructor(scope: Construct, id: string, consumerTimeout: Duration) {
    super(scope, id);
    // A dead letter keeps the age it had: these 14 days begin when the signal was first sent.
    this.queue = new Queue(this, 'Queue', {
      ...encrypted,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: visibility(consumerTimeout),
    });
    alarmOn(this.queue, 'collected');
  }

  /** Lets a function attend to them. */
  feed(consumer: HouseFunction, maxConcurrency: number): void {
    connect(this.queue, consumer, maxConcurrency);
  }
}

const LOOK = { statistic: Stats.SUM, period: Duration.minutes(1) };

/**
 * Rings for letters. Of a queue that a function collects them from, those collected count as well as those that wait: its
 * depth alone misses the former. Every metric that an alarm looks at costs by the month.
 */
export function alarmOn(letters: Queue, kept: 'collected' | 'lying'): void {
  const waiting = letters.metricApproximateNumberOfMessagesVisible({ ...LOOK, statistic: Stats.MAXIMUM });
  new Alarm(letters, 'Alarm', {
    metric: kept === 'lying' ? waiting : withCollected(letters, waiting),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}

function withCollected(letters: Queue, waiting: IMetric): MathExpression {
  return new MathExpression({
    label: 'dead letters',
    expression: 'FILL(collected, 0) + FILL(waiting, 0)',
    period: LOOK.period,
    usingMetrics: { collected: letters.metricNumberOfMessagesReceived(LOOK), waiting },
  });
}
