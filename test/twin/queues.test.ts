import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startQueues } from '../../local/queues.ts';
import {
  type Backend,
  deadQueue,
  laneQueue,
  queueNamed,
  startBackend,
  still,
  withTempDir,
} from './backend.ts';

let backend: Backend;

beforeEach(async () => {
  backend = await startBackend();
});

afterEach(async () => {
  await backend.close();
});

function send(body: string, over: Partial<ConstructorParameters<typeof SendMessageCommand>[0]> = {}) {
  return backend.sqs.send(
    new SendMessageCommand({ QueueUrl: backend.urlOf(laneQueue), MessageBody: body, ...over }),
  );
}

async function bodies(waitS = 0): Promise<string[]> {
  return (await backend.queues.receive(laneQueue.arn, 10, waitS)).map(({ body }) => body);
}

describe('a queue', () => {
  it('hands a message to the consumer as an event source would', async () => {
    const { MessageId } = await send('{"conversation":"c1"}', {
      MessageAttributes: { hop: { DataType: 'Number', StringValue: '3' } },
    });
    const [record] = await backend.queues.receive(laneQueue.arn, 10, 0);
    expect(record).toMatchObject({
      messageId: MessageId,
      body: '{"conversation":"c1"}',
      eventSource: 'aws:sqs',
      eventSourceARN: laneQueue.arn,
      awsRegion: 'eu-central-1',
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: { hop: { dataType: 'Number', stringValue: '3' } },
    });
  });

  it('is found by its name', async () => {
    const { QueueUrl } = await backend.sqs.send(new GetQueueUrlCommand({ QueueName: laneQueue.name }));
    expect(QueueUrl).toContain(`/${laneQueue.name}`);
  });

  it('wakes a waiting consumer when a message comes', async () => {
    const waiting = backend.queues.receive(laneQueue.arn, 10, 20);
    const sentAt = performance.now();
    await send('now');
    expect((await waiting).map(({ body }) => body)).toEqual(['now']);
    expect(performance.now() - sentAt).toBeLessThan(1_000);
  });

  it('lets consumers wait on who were woken too late', async () => {
    const waits = [1, 2, 3].map(() => backend.queues.receive(laneQueue.arn, 1, 20));
    for (const body of ['1', '2', '3']) await send(body);
    const received = (await Promise.all(waits)).flat().map(({ body }) => body);
    expect(received.sort()).toEqual(['1', '2', '3']);
  });

  it('answers waiting consumers when it closes', async () => {
    const queues = await startQueues([laneQueue, deadQueue]);
    const waiting = queues.receive(laneQueue.arn, 10, 20);
    await queues.close();
    expect(await waiting).toEqual([]);
  });

  it('moves a message to the dead-letter queue after as many receipts as the wiring allows', async () => {
    const queues = await startQueues([{ ...laneQueue, visibilityTimeoutS: 0 }, deadQueue]);
    queues.send(laneQueue.arn, 'poison');
    for (let receipt = 1; receipt <= 2; receipt += 1) {
      expect(await queues.receive(laneQueue.arn, 10, 1)).toHaveLength(1);
    }
    expect(await queues.receive(laneQueue.arn, 10, 0)).toEqual([]);
    expect((await queues.receive(deadQueue.arn, 10, 0)).map(({ body }) => body)).toEqual(['poison']);
    await queues.close();
  });

  it('knows what is open: visible and in flight where somebody consumes, nothing elsewhere', async () => {
    expect(await bodies()).toEqual([]);
    backend.queues.send(deadQueue.arn, 'nobody reads this');
    expect(await backend.queues.openWork()).toBe(0);
    await send('one');
    await send('two');
    const [first] = await backend.queues.receive(laneQueue.arn, 1, 0);
    expect(backend.queues.depth(laneQueue.arn)).toEqual({ visible: 1, inFlight: 1, delayed: 0 });
    expect(await backend.queues.openWork()).toBe(2);
    await backend.queues.remove(laneQueue.arn, [first!.receiptHandle]);
    expect(await backend.queues.openWork()).toBe(1);
  });

  it('hands on nothing while it is switched off, which is nobody’s open work, and grows old by business time', async () => {
    backend.queues.setEnabled(laneQueue.arn, false);
    const waiting = backend.queues.receive(laneQueue.arn, 10, 20);
    expect(backend.queues.oldestSent(laneQueue.arn)).toBeUndefined();
    await send('one');
    await backend.clock.advance(120, still);
    await send('two');
    expect(await backend.queues.openWork()).toBe(0);
    const age = backend.clock.now() - (backend.queues.oldestSent(laneQueue.arn) ?? 0);
    expect([age >= 120_000, age < 130_000]).toEqual([true, true]);

    backend.queues.setEnabled(laneQueue.arn, true);
    const received = await waiting;
    expect(received.map(({ body }) => body)).toEqual(['one', 'two']);
    expect(await backend.queues.openWork()).toBe(2);
  });

  it('is received from and emptied by a client too', async () => {
    await send('parked');
    const QueueUrl = backend.urlOf(laneQueue);
    const { Messages } = await backend.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    await backend.sqs.send(
      new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages![0]!.ReceiptHandle! }),
    );
    expect(backend.queues.depth(laneQueue.arn)).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });
});

describe('a delay', () => {
  it('is business time', async () => {
    await send('later', { DelaySeconds: 600 });
    await backend.clock.advance(599, still);
    expect(await bodies()).toEqual([]);
    await backend.clock.advance(1, still);
    expect(await bodies()).toEqual(['later']);
  });

  it('keeps the message id that was answered', async () => {
    const { MessageId } = await send('later', { DelaySeconds: 60 });
    await backend.clock.advance(60, still);
    expect((await backend.queues.receive(laneQueue.arn, 1, 0))[0]?.messageId).toBe(MessageId);
  });

  it('is wall time for a message that says so', async () => {
    await send('{"clock":"wall"}', { DelaySeconds: 1 });
    await backend.clock.advance(3_600, still);
    expect(await bodies()).toEqual([]);
    expect(await bodies(5)).toEqual(['{"clock":"wall"}']);
  });

  it.each(['"wall"', '{"text":"wall"}', '{"clock":"business"}', 'say "wall"'])(
    'is business time for the body %s',
    async (body) => {
      await send(body, { DelaySeconds: 1 });
      await backend.clock.advance(1, still);
      expect(await bodies()).toEqual([body]);
    },
  );

  it('shows in the attributes of the queue', async () => {
    await send('later', { DelaySeconds: 60 });
    const QueueUrl = backend.urlOf(laneQueue);
    const { Attributes } = await backend.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesDelayed: '1',
    });
    expect(await backend.queues.openWork()).toBe(0);
  });

  it('is the queue’s own where a message has none', async () => {
    const slow = queueNamed('Slow');
    await backend.sqs.send(new SendMessageCommand({ QueueUrl: backend.urlOf(slow), MessageBody: 'x' }));
    expect(await backend.queues.receive(slow.arn, 1, 0)).toEqual([]);
    await backend.clock.advance(60, still);
    expect(await backend.queues.receive(slow.arn, 1, 0)).toHaveLength(1);
  });

  it('differs from entry to entry of a batch', async () => {
    const Entries = [0, 30, 60].map((seconds) => ({
      Id: `e${seconds}`,
      MessageBody: `after ${seconds}`,
      DelaySeconds: seconds,
    }));
    await backend.sqs.send(new SendMessageBatchCommand({ QueueUrl: backend.urlOf(laneQueue), Entries }));
    expect(await bodies()).toEqual(['after 0']);
    await backend.clock.advance(30, still);
    expect(await bodies()).toEqual(['after 30']);
    await backend.clock.advance(30, still);
    expect(await bodies()).toEqual(['after 60']);
  });
});

describe('as SQS, it refuses', () => {
  it.each([-1, 901, 1.5])('a delay of %s s', async (DelaySeconds) => {
    await expect(send('x', { DelaySeconds })).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('one entry of a batch with an impossible delay, and sends the others', async () => {
    const Entries = [0, 901].map((DelaySeconds) => ({
      Id: `e${DelaySeconds}`,
      MessageBody: 'x',
      DelaySeconds,
    }));
    const { Successful, Failed } = await backend.sqs.send(
      new SendMessageBatchCommand({ QueueUrl: backend.urlOf(laneQueue), Entries }),
    );
    expect(Successful?.map(({ Id }) => Id)).toEqual(['e0']);
    expect(Failed).toMatchObject([{ Id: 'e901', SenderFault: true, Code: 'InvalidParameterValue' }]);
  });

  it('a message over 1 MiB', async () => {
    await expect(send('x'.repeat(1_048_577))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('more than ten entries', async () => {
    const Entries = Array.from({ length: 11 }, (_, index) => ({ Id: `e${index}`, MessageBody: 'x' }));
    const sending = backend.sqs.send(
      new SendMessageBatchCommand({ QueueUrl: backend.urlOf(laneQueue), Entries }),
    );
    await expect(sending).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
  });

  it('a queue that is not there', async () => {
    const unknown = send('x', { QueueUrl: backend.urlOf(queueNamed('Nowhere')), DelaySeconds: 5 });
    await expect(unknown).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });
});

describe('in a data folder', () => {
  it('keeps messages, delayed ones and those in flight over a kill', async () => {
    await withTempDir(async (dataDir) => {
      const killed = await startBackend({ dataDir });
      const QueueUrl = killed.urlOf(laneQueue);
      await killed.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'in flight' }));
      await killed.queues.receive(laneQueue.arn, 1, 0);
      await killed.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'visible' }));
      await killed.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'delayed', DelaySeconds: 600 }));
      await killed.close();

      const next = await startBackend({ dataDir });
      const received = await next.queues.receive(laneQueue.arn, 10, 0);
      expect(received.map(({ body }) => body).sort()).toEqual(['in flight', 'visible']);
      expect(next.queues.depth(laneQueue.arn).delayed).toBe(1);
      await next.clock.advance(600, still);
      expect((await next.queues.receive(laneQueue.arn, 10, 0)).map(({ body }) => body)).toEqual(['delayed']);
      await next.close();
    });
  });

  it('forgets what was removed', async () => {
    await withTempDir(async (dataDir) => {
      const first = await startQueues([laneQueue, deadQueue], { dataDir });
      first.send(laneQueue.arn, 'done');
      const [message] = await first.receive(laneQueue.arn, 1, 0);
      await first.remove(laneQueue.arn, [message!.receiptHandle]);
      await first.close();
      const next = await startQueues([laneQueue, deadQueue], { dataDir });
      await sleep(0);
      expect(await next.receive(laneQueue.arn, 1, 0)).toEqual([]);
      await next.close();
    });
  });
});
