import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmOn, encrypted } from './dead-letters.ts';
import type { HouseFunction } from './house-function.ts';

export interface WorkLaneProps {
  /** Time-outs of the functions that read the lane and its dead letters. */
  consumerTimeout: Duration;
  redriveTimeout: Duration;
  /** The dead letters of another lane that this one shares. */
  deadLetters?: Queue;
}

const MAX_RECEIVES = 5;
const BATCH_SIZE = 10;

/** A queue of signals with its dead letters and their alarm. Standard: order is the table's business, and a FIFO hop costs half a second at p99. */
export class WorkLane extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: WorkLaneProps) {
    super(scope, id);
    this.deadLetters = props.deadLetters ?? this.#deadLetters(props.redriveTimeout);
    this.queue = new Queue(this, 'Queue', {
      ...encrypted,
      visibilityTimeout: visibility(props.consumerTimeout),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
  }

  #deadLetters(redriveTimeout: Duration): Queue {
    // A dead letter keeps the age it had: these 14 days begin when the signal was first sent.
    const deadLetters = new Queue(this, 'DeadLetters', {
      ...encrypted,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: visibility(redriveTimeout),
    });
    alarmOn(deadLetters);
    return deadLetters;
  }

  /** Lets a function work on the lane. */
  feed(consumer: HouseFunction, maxConcurrency: number): void {
    connect(this.queue, consumer, maxConcurrency);
  }

  /** Lets a function work on what the lane gave up. */
  feedDeadLetters(consumer: HouseFunction, maxConcurrency: number): void {
    connect(this.deadLetters, consumer, maxConcurrency);
  }
}

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
