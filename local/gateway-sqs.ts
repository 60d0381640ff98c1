import { randomUUID } from 'node:crypto';
import type { TwinClock } from './clock.ts';
import type { QueuedMessage } from './fauxqs-engine.ts';
import { isObject, type Json } from './json-shape.ts';
import type { TwinStore } from './persistence.ts';
import type { QueueAnswer, RunningQueues } from './queues.ts';
import { parseObject } from './upstream.ts';

/** One AWS service behind the gateway. */
export interface SqsGateway {
  answer(operation: string, body: string): Promise<QueueAnswer>;
  close(): void;
}

interface HeldMessage {
  queueArn: string;
  message: QueuedMessage;
  dueMs: number;
  clock: 'business' | 'wall';
}

/** As SQS has it. */
const longestDelayS = 900;
const longestTimerMs = 2 ** 31 - 1;

/**
 * The SQS that the functions see: the emulator's, but a delay is business time, held on the twin's clock and written
 * down before the send is answered. A message whose JSON body says `"clock":"wall"` is delayed by wall time.
 */
export function createSqsGateway(o: {
  queues: RunningQueues;
  clock: TwinClock;
  store: TwinStore;
}): SqsGateway {
  const held = holdMessages(o);
  return {
    async answer(operation, body) {
      if (operation === 'SendMessage') return sendMessage(o.queues, body);
      if (operation === 'SendMessageBatch') return sendMessageBatch(o.queues, body);
      return o.queues.call(operation, body);
    },
    close: held.close,
  };
}

function holdMessages(o: { queues: RunningQueues; clock: TwinClock; store: TwinStore }): { close(): void } {
  const { queues, clock, store } = o;
  const cancellations = new Map<string, () => void>();

  function appear(id: string, { queueArn, message }: HeldMessage): void {
    cancellations.delete(id);
    // In this order a twin killed in between sends it twice, and never not at all.
    queues.deliver(queueArn, message);
    store.remove('held-message', id);
  }

  function wait(id: string, held: HeldMessage): void {
    const run = () => appear(id, held);
    cancellations.set(id, held.clock === 'wall' ? atWallTime(held.dueMs, run) : clock.at(held.dueMs, run));
  }

  queues.delayBy((queueArn, message, delayMs) => {
    const wall = saysWallClock(message.body);
    const dueMs = (wall ? Date.now() : clock.now()) + delayMs;
    const held: HeldMessage = { queueArn, message, dueMs, clock: wall ? 'wall' : 'business' };
    store.put('held-message', message.messageId, held);
    wait(message.messageId, held);
  }, clock.now);
  for (const { id, value } of store.list('held-message')) {
    const held = value as HeldMessage;
    queues.conceal(held.queueArn, held.message);
    wait(id, held);
  }
  return {
    close() {
      for (const cancel of cancellations.values()) cancel();
    },
  };
}

function atWallTime(dueMs: number, run: () => void): () => void {
  const timer = setTimeout(run, Math.min(Math.max(0, dueMs - Date.now()), longestTimerMs));
  return () => clearTimeout(timer);
}

function saysWallClock(body: string): boolean {
  if (!body.includes('"wall"')) return false;
  try {
    return parseObject(body)['clock'] === 'wall';
  } catch {
    return false;
  }
}

async function sendMessage(queues: RunningQueues, body: string): Promise<QueueAnswer> {
  const fault = delayFault(parseObject(body));
  return fault === undefined ? queues.call('SendMessage', body) : refusal(fault);
}

/** As on AWS, an entry with an impossible delay fails by itself, and the others are sent. */
async function sendMessageBatch(queues: RunningQueues, body: string): Promise<QueueAnswer> {
  const request = parseObject(body);
  const entries = Array.isArray(request['Entries']) ? request['Entries'].filter(isObject) : [];
  const faults = entries.flatMap((entry) => {
    const fault = delayFault(entry);
    return fault === undefined ? [] : [{ entry, fault }];
  });
  if (faults.length === 0 || entries.length > 10) return queues.call('SendMessageBatch', body);
  const failed = faults.map(({ entry, fault }) => ({
    Id: entry['Id'],
    SenderFault: true,
    Code: 'InvalidParameterValue',
    Message: fault,
  }));
  const refused = new Set(faults.map(({ entry }) => entry));
  const rest = entries.filter((entry) => !refused.has(entry));
  if (rest.length === 0) return jsonAnswer(200, { Successful: [], Failed: failed });
  const answer = await queues.call('SendMessageBatch', JSON.stringify({ ...request, Entries: rest }));
  if (answer.status !== 200) return answer;
  const sent = parseObject(answer.body);
  const alsoFailed = Array.isArray(sent['Failed']) ? sent['Failed'] : [];
  return jsonAnswer(200, { ...sent, Failed: [...alsoFailed, ...failed] });
}

function delayFault(message: Json): string | undefined {
  const delay = message['DelaySeconds'];
  if (delay === undefined || delay === null) return undefined;
  if (Number.isInteger(delay) && Number(delay) >= 0 && Number(delay) <= longestDelayS) return undefined;
  return `Value ${String(delay)} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= ${longestDelayS}.`;
}

function refusal(message: string): QueueAnswer {
  const { headers, ...answer } = jsonAnswer(400, {
    __type: 'com.amazonaws.sqs#InvalidParameterValue',
    message,
  });
  return { ...answer, headers: { ...headers, 'x-amzn-query-error': 'InvalidParameterValue;Sender' } };
}

function jsonAnswer(status: number, body: unknown): QueueAnswer {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() };
  return { status, headers, body: JSON.stringify(body) };
}
