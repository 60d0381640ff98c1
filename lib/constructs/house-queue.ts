import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { type Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { HouseFunction } from './house-function.ts';

const BATCH_SIZE = 10;

/** How every queue of this house is kept: encrypted at rest, and spoken to by TLS alone. */
export const encrypted = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

/** Six time-outs: room for Lambda's own retries of a throttled batch before the signal is seen a second time. */
export function visibility(timeout: Duration): Duration {
  return Duration.seconds(6 * timeout.toSeconds());
}

/** Lets a function work on a queue, and gives it the rights that this takes. */
export function connect(queue: Queue, consumer: HouseFunction, maxConcurrency: number): void {
  consumer.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queue.queueArn);
  new EventSourceMapping(queue, 'Consumer', {
    target: consumer.function,
    eventSourceArn: queue.queueArn,
    batchSize: BATCH_SIZE,
    maxBatchingWindow: Duration.seconds(0),
    reportBatchItemFailures: true,
    // Here and not as reserved concurrency: a young account has ten executions in all to reserve from.
    maxConcurrency,
  });
}
