import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { QueuedMessage } from '../../local/fauxqs-engine.ts';
import { type RunningQueues, startQueues } from '../../local/queues.ts';
import { SqsBatches } from '../../shared/adapters/aws/sqs-batches.ts';
import { SqsLane } from '../../shared/adapters/aws/sqs-lane.ts';
import { LaneSignal } from '../../shared/contracts/lane-signal.ts';
import type { Lane, Signal } from '../../shared/ports.ts';
import { CONVERSATION } from '../builders.ts';
import { RecordingLane } from '../usecases/desk.ts';

interface Arrived {
  signal: unknown;
  delayS: number;
}

/** What every lane must do, whatever it is made of. */
function describeLane(make: () => Lane, arrived: (lane: Lane) => Promise<Arrived[]>): void {
  it.each<Signal>([
    { conversation_id: CONVERSATION },
    { conversation_id: CONVERSATION, hops: 3, clock: 'wall' },
    { conversation_id: CONVERSATION, text_id: `msg_${'0'.repeat(40)}`, redriven: true },
  ])('carries %j as it is, and nothing else', async (signal) => {
    const lane = make();
    await lane.send(signal);
    expect(await arrived(lane)).toEqual([{ signal, delayS: 0 }]);
  });

  it.each([0, 1, 2, 900])('holds a signal back for %i s', async (delayS) => {
    const lane = make();
    await lane.send({ conversation_id: CONVERSATION }, delayS);
    expect(await arrived(lane)).toEqual([{ signal: { conversation_id: CONVERSATION }, delayS }]);
  });

  it('takes the same signal any number of times', async () => {
    const lane = make();
    for (let n = 0; n < 3; n++) await lane.send({ conversation_id: CONVERSATION });
    expect(await arrived(lane)).toHaveLength(3);
  });
}

describe('a lane that records', () => {
  describeLane(
    () => new RecordingLane(),
    async (lane) => (lane as RecordingLane).take(),
  );
});

describe('a lane that is a queue', () => {
  const arn = 'arn:aws:sqs:eu-central-1:000000000000:Lane';
  let queues: RunningQueues;
  let sqs: SQSClient;
  let held: { message: QueuedMessage; delayS: number }[] = [];

  beforeAll(async () => {
    queues = await startQueues([
      { name: 'Lane', arn, url: 'unused', visibilityTimeoutS: 30, retentionS: 3600, delayS: 0 },
    ]);
    queues.delayBy((_, message, delayMs) => held.push({ message, delayS: delayMs / 1000 }), Date.now);
    sqs = new SQSClient({
      endpoint: queues.url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
  });
  afterEach(() => {
    held = [];
  });
  afterAll(async () => {
    sqs.destroy();
    await queues.close();
  });

  const url = () => `${queues.url}/000000000000/Lane`;
  const make = () => new SqsLane(sqs, url());

  async function arrived(): Promise<Arrived[]> {
    const messages = await queues.receive(arn, 10, 0);
    await queues.remove(
      arn,
      messages.map(({ receiptHandle }) => receiptHandle),
    );
    return [
      ...messages.map(({ body }) => ({ signal: JSON.parse(body), delayS: 0 })),
      ...held.map(({ message, delayS }) => ({ signal: JSON.parse(message.body), delayS })),
    ];
  }

  describeLane(make, arrived);
  describe('of signals that travel together', () =>
    describeLane(() => new SqsBatches(sqs).lane(url()), arrived));

  it('takes signals of several together, each with its own delay', async () => {
    const company = new SqsBatches(sqs);
    const lane = company.lane(url());
    const signal = (hops: number) => ({ conversation_id: CONVERSATION, hops });
    await Promise.all(
      [0, 0, 7].map((delayS, hops) => company.attend(() => lane.send(signal(hops), delayS, 'a'))),
    );
    const came = await arrived();
    expect(came).toHaveLength(3);
    for (const [hops, delayS] of [0, 0, 7].entries())
      expect(came).toContainEqual({ signal: signal(hops), delayS });
  });

  it('carries what the consumer’s schema reads', async () => {
    const signal: Signal = { conversation_id: CONVERSATION, hops: 1, clock: 'wall', redriven: true };
    await make().send(signal);
    const [message] = await queues.receive(arn, 1, 0);
    await queues.remove(arn, [message?.receiptHandle ?? '']);
    expect(LaneSignal.parse(JSON.parse(message?.body ?? ''))).toEqual(signal);
  });

  it('rejects if its queue is not there, so that nothing is taken for signalled', async () => {
    const lane = new SqsLane(sqs, `${queues.url}/000000000000/Missing`);
    await expect(lane.send({ conversation_id: CONVERSATION })).rejects.toThrow();
    const together = new SqsBatches(sqs).lane(`${queues.url}/000000000000/Missing`);
    await expect(together.send({ conversation_id: CONVERSATION })).rejects.toThrow();
  });
});
