import { Duration, Validations } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmOn } from './dead-letters.ts';
import type { HouseFunction } from './house-function.ts';
import { connect, encrypted, visibility } from './house-queue.ts';

export interface StreamReaderProps {
  table: TableV2;
  consumer: HouseFunction;
  /** How long records may be gathered before the function is called. */
  window: Duration;
  /** Time-out of the function that is told of failures, if one is. */
  failureTimeout?: Duration;
  /** What a record must look like, as EventBridge patterns: any of them. */
  patterns: readonly object[];
}

const BATCH_SIZE = 100;
const RETRIES = 3;
/** SQS lets no queue have fewer. */
const LISTENERS = 2;

/** Feeds a table's stream to a function. A record that fails again and again is left behind, with an alarm, and does not hold up the rest. */
export class StreamReader extends Construct {
  readonly #failures: Queue;

  constructor(
    scope: Construct,
    id: string,
    { table, consumer, window, patterns, failureTimeout }: StreamReaderProps,
  ) {
    super(scope, id);
    const streamArn = table.tableStreamArn ?? '';
    const failures = new Queue(this, 'Failures', {
      ...encrypted,
      retentionPeriod: Duration.days(14),
      ...(failureTimeout && { visibilityTimeout: visibility(failureTimeout) }),
    });
    this.#failures = failures;
    alarmOn(failures, failureTimeout ? 'collected' : 'lying');
    Validations.of(failures).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason:
        'This queue is itself where failures end: it says which records were left behind, and has an alarm.',
    });
    consumer.allow(READ_STREAM, streamArn);
    consumer.allow(['sqs:SendMessage'], failures.queueArn);
    new EventSourceMapping(this, 'Consumer', {
      target: consumer.function,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: BATCH_SIZE,
      maxBatchingWindow: window,
      bisectBatchOnError: true,
      retryAttempts: RETRIES,
      reportBatchItemFailures: true,
      onFailure: { bind: () => ({ destination: failures.queueArn }) },
      filters: patterns.map((pattern) => ({ pattern: JSON.stringify(pattern) })),
    });
  }

  /** Lets a function hear of the records that were left behind; the alarm rings all the same. */
  tellOfFailures(listener: HouseFunction): void {
    connect(this.#failures, listener, LISTENERS);
  }
}

const READ_STREAM = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];
