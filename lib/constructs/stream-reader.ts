import { Duration, Validations } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmOn, encrypted } from './dead-letters.ts';
import type { HouseFunction } from './house-function.ts';

export interface StreamReaderProps {
  table: TableV2;
  consumer: HouseFunction;
  /** How long records may be gathered before the function is called. */
  window: Duration;
  /** What a record must look like, as an EventBridge pattern. */
  pattern: object;
}

const BATCH_SIZE = 100;
const RETRIES = 3;

/** Feeds a table's stream to a function. A record that fails again and again is left behind, with an alarm, and does not hold up the rest. */
export class StreamReader extends Construct {
  constructor(scope: Construct, id: string, { table, consumer, window, pattern }: StreamReaderProps) {
    super(scope, id);
    const streamArn = table.tableStreamArn ?? '';
    const failures = new Queue(this, 'Failures', { ...encrypted, retentionPeriod: Duration.days(14) });
    alarmOn(failures);
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
      filters: [{ pattern: JSON.stringify(pattern) }],
    });
  }
}

const READ_STREAM = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];
