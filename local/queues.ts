import type { SQSRecord } from 'aws-lambda';
import {
  buildQueueEngine,
  type QueuedMessage,
  type QueueEngine,
  type SqsQueue,
  type SqsStore,
} from './fauxqs-engine.ts';
import { regionOf, takeRecords } from './queue-records.ts';
import type { QueueWiring } from './wiring.ts';

/** A message as a function's event source hands it on. */
export type ReceivedMessage = SQSRecord;

export interface QueueDepth {
  visible: number;
  inFlight: number;
  /** Waiting for their delay to pass. */
  delayed: number;
}

export interface QueueAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Takes over a message that is to appear only after `delayMs`. */
export type HoldMessage = (queueArn: string, message: QueuedMessage, delayMs: number) => void;

export interface RunningQueues {
  url: string;
  /** Up to `max` (10) messages; waits up to `waitS` for the first one, and not a moment longer than needed. */
  receive(queueArn: string, max: number, waitS: number): Promise<ReceivedMessage[]>;
  remove(queueArn: string, receiptHandles: string[]): Promise<void>;
  depth(queueArn: string): QueueDepth;
  /** Messages that are visible or in flight in queues that have a consumer (something called `receive`) and are enabled. */
  openWork(): Promise<number>;
  /** Answers one call of the SQS API (JSON protocol). */
  call(operation: string, body: string): Promise<QueueAnswer>;
  /** From here on delayed messages are given to `hold` instead of being delayed by wall time, and messages are as old as `now` tells. */
  delayBy(hold: HoldMessage, now: () => number): void;
  /** When the oldest message was sent, business time; undefined: there is none. */
  oldestSent(queueArn: string): number | undefined;
  /** Whoever receives from it gets nothing from now on, or gets again what there is. */
  setEnabled(queueArn: string, enabled: boolean): void;
  /** Shows a message that is held, and that an earlier twin took over, as delayed. */
  conceal(queueArn: string, message: QueuedMessage): void;
  /** Makes a held message appear. */
  deliver(queueArn: string, message: QueuedMessage): void;
  /** Appears at once; for the twin's own senders, such as the scheduler. */
  send(queueArn: string, body: string): void;
  close(): Promise<void>;
}

/**
 * Starts SQS on 127.0.0.1 with these queues. With `dataDir` messages survive the twin; those in flight when it ended
 * are visible again at once, since no consumer survives it.
 */
export async function startQueues(
  queues: QueueWiring[],
  options: { dataDir?: string } = {},
): Promise<RunningQueues> {
  const engine = await buildQueueEngine(options.dataDir);
  Object.assign(engine.store, { region: queues[0] === undefined ? undefined : regionOf(queues[0].arn) });
  for (const wiring of queues) createQueue(engine.store, wiring);
  for (const queue of engine.store.allQueues()) returnInFlight(queue);
  const url = await engine.app.listen({ host: '127.0.0.1', port: 0 });
  return { url, ...queueOperations(engine) };
}

function queueOperations({ app, store, newMessage }: QueueEngine): Omit<RunningQueues, 'url'> {
  const consumed = new Set<SqsQueue>();
  const disabled = new Map<SqsQueue, PromiseWithResolvers<void>>();
  let closed = false;
  const named = (queueArn: string): SqsQueue => {
    const queue = store.getQueueByArn(queueArn);
    if (queue === undefined) throw new Error(`There is no queue ${queueArn}.`);
    return queue;
  };
  return {
    async receive(queueArn, max, waitS) {
      const queue = named(queueArn);
      consumed.add(queue);
      const giveUpAt = Date.now() + waitS * 1_000;
      for (;;) {
        await disabled.get(queue)?.promise;
        const received = closed ? [] : takeRecords(store, queue, max);
        const restMs = giveUpAt - Date.now();
        if (received.length > 0 || restMs <= 0 || closed) return received;
        // All who wait are woken by one message: whoever comes too late waits on.
        await queue.waitForMessages(restMs / 1_000);
      }
    },
    async remove(queueArn, receiptHandles) {
      for (const handle of receiptHandles) named(queueArn).deleteMessage(handle);
    },
    depth: (queueArn) => depthOf(named(queueArn)),
    async openWork() {
      return [...consumed.difference(disabled)]
        .map(depthOf)
        .reduce((open, { visible, inFlight }) => open + visible + inFlight, 0);
    },
    async call(operation, body) {
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${operation}`,
      };
      const answer = await app.inject({ method: 'POST', url: '/', headers, payload: body });
      return { status: answer.statusCode, headers: textHeaders(answer.headers), body: answer.payload };
    },
    delayBy(hold, now) {
      for (const queue of store.allQueues()) if (!queue.isFifo()) holdDelayed(queue, hold, now);
    },
    oldestSent: (queueArn) => oldestSent(named(queueArn)),
    setEnabled(queueArn, enabled) {
      const queue = named(queueArn);
      if (!enabled && !disabled.has(queue)) disabled.set(queue, Promise.withResolvers());
      if (!enabled) return;
      disabled.get(queue)?.resolve();
      disabled.delete(queue);
    },
    deliver(queueArn, message) {
      const queue = named(queueArn);
      queue.delayedMessages = queue.delayedMessages.filter(
        ({ messageId }) => messageId !== message.messageId,
      );
      queue.enqueue(message);
    },
    conceal(queueArn, message) {
      conceal(named(queueArn), message);
    },
    send(queueArn, body) {
      named(queueArn).enqueue(newMessage(body));
    },
    async close() {
      closed = true;
      for (const { resolve } of disabled.values()) resolve();
      store.shutdown();
      await app.close();
    },
  };
}

function createQueue(store: SqsStore, wiring: QueueWiring): void {
  const attributes = {
    VisibilityTimeout: String(wiring.visibilityTimeoutS),
    MessageRetentionPeriod: String(wiring.retentionS),
    DelaySeconds: String(wiring.delayS),
    RedrivePolicy: redrivePolicy(wiring),
  };
  const kept = store.getQueueByArn(wiring.arn);
  if (kept === undefined) store.createQueue(wiring.name, wiring.url, wiring.arn).setAttributes(attributes);
  // The twin may listen on another port than last time.
  else Object.assign(kept, { url: wiring.url }).setAttributes(attributes);
}

/** The emulator takes an empty policy for none. */
function redrivePolicy({ deadLetter }: QueueWiring): string {
  if (deadLetter === undefined) return '';
  return JSON.stringify({ deadLetterTargetArn: deadLetter.arn, maxReceiveCount: deadLetter.maxReceiveCount });
}

function returnInFlight(queue: SqsQueue): void {
  for (const handle of [...queue.inflightMessages.keys()]) queue.changeVisibility(handle, 0);
}

function depthOf(queue: SqsQueue): QueueDepth {
  const of = (name: Parameters<SqsQueue['getAttribute']>[0]) => Number(queue.getAttribute(name));
  return {
    visible: of('ApproximateNumberOfMessages'),
    inFlight: of('ApproximateNumberOfMessagesNotVisible'),
    delayed: of('ApproximateNumberOfMessagesDelayed'),
  };
}

/** When it was sent, business time; the emulator keeps what a message holds besides. */
type Dated = QueuedMessage & { businessSentMs?: number };

function holdDelayed(queue: SqsQueue, hold: HoldMessage, now: () => number): void {
  const appear = queue.enqueue.bind(queue);
  queue.enqueue = (message: Dated) => {
    const { delayUntil, ...rest } = message;
    const visible = { ...rest, businessSentMs: rest.businessSentMs ?? now() };
    if (delayUntil === undefined) return appear(visible);
    hold(queue.arn, visible, delayUntil - message.sentTimestamp);
    conceal(queue, visible);
  };
}

function oldestSent(queue: SqsQueue): number | undefined {
  const { ready, delayed, inflight } = queue.inspectMessages();
  const all: Dated[] = [...ready, ...delayed, ...inflight.map(({ message }) => message)];
  const sent = all.map(({ businessSentMs, sentTimestamp }) => businessSentMs ?? sentTimestamp);
  return sent.length === 0 ? undefined : Math.min(...sent);
}

/** In sight of the queue's counters, and out of reach of its own timer. */
function conceal(queue: SqsQueue, message: QueuedMessage): void {
  queue.delayedMessages.push({ ...message, delayUntil: Number.POSITIVE_INFINITY });
}

function textHeaders(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name === 'content-type' || name.startsWith('x-amzn'))
      // SQS marks only its own errors with its name, the emulator all.
      .map(([name, value]) => [
        name,
        String(value).replace(/^AWS\.SimpleQueueService\.(?=(Invalid|Missing)Parameter)/, ''),
      ]),
  );
}
