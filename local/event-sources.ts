import { setTimeout as wait } from 'node:timers/promises';
import type { SQSRecord } from 'aws-lambda';
import type { Activity } from './activity.ts';
import { doneIds } from './batch-outcome.ts';
import type { QueueSourceWiring } from './wiring.ts';

/** SQS gives no more in one call. */
const RECEIVED_AT_ONCE = 10;
const LONG_POLL_S = 20;
/** Batches of one queue at a time where the template sets no maximum. */
const DEFAULT_CONCURRENCY = 10;
const AFTER_TROUBLE_MS = 250;

/** The part of the queues that a poller needs. */
export interface SourceQueues {
  receive(queueArn: string, max: number, waitS: number): Promise<SQSRecord[]>;
  remove(queueArn: string, receiptHandles: string[]): Promise<void>;
}

export interface QueueSourceOptions {
  source: QueueSourceWiring;
  queues: SourceQueues;
  activity: Activity;
  invoke(functionArn: string, event: unknown): Promise<unknown>;
  /** A queue that cannot be read or emptied; the poller goes on. */
  onTrouble(error: unknown): void;
}

export interface RunningSource {
  /** Begins no more batches; resolves when those under way have ended. A pending poll ends with the queues. */
  stop(): Promise<void>;
}

/**
 * Feeds a queue's messages to its function as Lambda's pollers do: in batches, some at a time. What the function does
 * not finish is left in flight, and comes back when its visibility time-out ends.
 */
export function startQueueSource(options: QueueSourceOptions): RunningSource {
  const { source, queues, activity } = options;
  const slots = createSlots(source.maxConcurrency ?? DEFAULT_CONCURRENCY);
  const batches = new Set<Promise<void>>();
  let stopped = false;

  async function poll(): Promise<void> {
    while (!stopped) {
      await slots.take();
      const first = await firstOfBatch();
      if (first.length > 0 && !stopped) begin(first);
      else slots.giveBack();
    }
  }

  async function firstOfBatch(): Promise<SQSRecord[]> {
    try {
      return await receive(LONG_POLL_S, source.batchSize);
    } catch (error) {
      if (stopped) return [];
      options.onTrouble(error);
      await wait(AFTER_TROUBLE_MS);
      return [];
    }
  }

  function begin(first: SQSRecord[]): void {
    const batch = activity
      .open(async () => handle(await fillUp(first)))
      .catch(options.onTrouble)
      .finally(() => {
        batches.delete(batch);
        slots.giveBack();
      });
    batches.add(batch);
  }

  function receive(waitS: number, room: number): Promise<SQSRecord[]> {
    return queues.receive(source.queueArn, Math.min(room, RECEIVED_AT_ONCE), waitS);
  }

  async function fillUp(batch: SQSRecord[]): Promise<SQSRecord[]> {
    const until = performance.now() + source.windowS * 1000;
    for (;;) {
      const room = source.batchSize - batch.length;
      const restMs = until - performance.now();
      if (room <= 0 || restMs <= 0 || stopped) return batch;
      batch.push(...(await receive(restMs / 1000, room)));
    }
  }

  async function handle(batch: SQSRecord[]): Promise<void> {
    const done = await runBatch(batch);
    if (done.length > 0) await queues.remove(source.queueArn, done);
  }

  /** Receipt handles of what the function finished. */
  async function runBatch(batch: SQSRecord[]): Promise<string[]> {
    try {
      const answer = await options.invoke(source.functionArn, { Records: batch });
      const ids = batch.map(({ messageId }) => messageId);
      const done = source.reportsItemFailures ? doneIds(answer, ids) : ids;
      return batch
        .filter(({ messageId }) => done.includes(messageId))
        .map(({ receiptHandle }) => receiptHandle);
    } catch {
      // The function host has told it already; the whole batch comes back.
      return [];
    }
  }

  void poll();
  return {
    async stop() {
      stopped = true;
      await Promise.all(batches);
    },
  };
}

interface Slots {
  take(): Promise<void>;
  giveBack(): void;
}

function createSlots(size: number): Slots {
  let free = size;
  const waiting: (() => void)[] = [];
  return {
    async take() {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
    },
    giveBack() {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    },
  };
}
