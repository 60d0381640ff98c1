import type { Duration } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DeadLetters } from './dead-letters.ts';
import type { HouseFunction } from './house-function.ts';
import { connect, encrypted, visibility } from './house-queue.ts';

export interface WorkLaneProps {
  /** Time-out of the function that reads the lane. */
  consumerTimeout: Duration;
  /** Where what the lane gives up ends. */
  deadLetters: DeadLetters;
}

const MAX_RECEIVES = 5;

/** A queue of signals. Standard: order is the table's business, and a FIFO hop costs half a second at p99. */
export class WorkLane extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { consumerTimeout, deadLetters }: WorkLaneProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      ...encrypted,
      visibilityTimeout: visibility(consumerTimeout),
      deadLetterQueue: { queue: deadLetters.queue, maxReceiveCount: MAX_RECEIVES },
    });
  }

  /** Lets a function work on the lane. */
  feed(consumer: HouseFunction, maxConcurrency: number): void {
    connect(this.queue, consumer, maxConcurrency);
  }
}
