import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type BrokenServices, createBrokenServices, sentByScheduler } from '../../local/broken-services.ts';
import { type CallCounts, createCallCounts } from '../../local/call-counts.ts';
import { createTwinClock, type Pause, type TwinClock } from '../../local/clock.ts';
import { type Gateway, startGateway } from '../../local/gateway.ts';
import { openTwinStore, type TwinStore } from '../../local/persistence.ts';
import { type RunningQueues, startQueues } from '../../local/queues.ts';
import { createScheduler, type Scheduler } from '../../local/scheduler.ts';
import { type RunningTable, startTable } from '../../local/table.ts';
import type { QueueWiring, StreamSourceWiring, TableWiring } from '../../local/wiring.ts';

/** Noon, UTC. */
export const NOON = Date.UTC(2031, 4, 1, 12);

export const still: Pause = { quiet: async () => {}, hold: async () => {}, release: () => {} };

export const rowsTable: TableWiring & { ttlAttribute: string } = {
  name: 'Rows',
  arn: 'arn:aws:dynamodb:eu-central-1:000000000000:table/Rows',
  attributes: ['pk', 'sk', 'gsi1pk', 'gsi2pk'].map((name) => ({ name, type: 'S' })),
  key: { partition: 'pk', sort: 'sk' },
  indexes: [
    { name: 'gsi1', key: { partition: 'gsi1pk', sort: 'sk' }, projection: 'ALL', include: [] },
    { name: 'gsi2', key: { partition: 'gsi2pk' }, projection: 'KEYS_ONLY', include: [] },
  ],
  ttlAttribute: 'expires',
  streamView: 'NEW_AND_OLD_IMAGES',
};

export function queueNamed(name: string, over: Partial<QueueWiring> = {}): QueueWiring {
  return {
    name,
    arn: `arn:aws:sqs:eu-central-1:000000000000:${name}`,
    url: `http://gateway/000000000000/${name}`,
    visibilityTimeoutS: 30,
    retentionS: 345_600,
    delayS: 0,
    ...over,
  };
}

export function streamOf(table: TableWiring, over: Partial<StreamSourceWiring> = {}): StreamSourceWiring {
  return {
    kind: 'stream',
    functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:project',
    tableArn: table.arn,
    batchSize: 100,
    windowS: 0,
    reportsItemFailures: true,
    startAt: 'TRIM_HORIZON',
    bisectOnError: true,
    maxRetries: 2,
    filters: [],
    ...over,
  };
}

export const deadQueue = queueNamed('Dead');
export const laneQueue = queueNamed('Lane', { deadLetter: { arn: deadQueue.arn, maxReceiveCount: 2 } });

export interface Backend {
  clock: TwinClock;
  counts: CallCounts;
  store: TwinStore;
  broken: BrokenServices;
  queues: RunningQueues;
  scheduler: Scheduler;
  table: RunningTable;
  gateway: Gateway;
  dynamo: DynamoDBClient;
  sqs: SQSClient;
  schedules: SchedulerClient;
  urlOf(queue: QueueWiring): string;
  close(): Promise<void>;
}

/** Everything behind the functions' AWS clients, with the clients, as the twin puts it together. */
export async function startBackend(
  options: { dataDir?: string; start?: number; speed?: number } = {},
): Promise<Backend> {
  const { dataDir } = options;
  const storage = dataDir === undefined ? {} : { dataDir };
  const store = openTwinStore(dataDir);
  const clock = createTwinClock({ start: options.start ?? NOON, speed: options.speed ?? 1, store });
  const counts = createCallCounts();
  const [table, queues] = await Promise.all([
    startTable([rowsTable], storage),
    startQueues([laneQueue, deadQueue, queueNamed('Slow', { delayS: 60 })], storage),
  ]);
  const broken = createBrokenServices();
  const send = sentByScheduler(broken, queues.send);
  const scheduler = createScheduler({ clock, store, groups: ['desk'], send });
  const gateway = await startGateway({
    tableUrl: table.url,
    queues,
    scheduler,
    clock,
    counts,
    store,
    broken,
  });
  const client = {
    endpoint: gateway.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  const dynamo = new DynamoDBClient(client);
  const sqs = new SQSClient(client);
  const schedules = new SchedulerClient(client);
  return {
    clock,
    counts,
    store,
    broken,
    queues,
    scheduler,
    table,
    gateway,
    dynamo,
    sqs,
    schedules,
    urlOf: ({ name }) => `${gateway.url}/000000000000/${name}`,
    async close() {
      for (const one of [dynamo, sqs, schedules]) one.destroy();
      clock.stop();
      scheduler.close();
      await gateway.close();
      await queues.close();
      await table.close();
      store.close();
    },
  };
}

export async function withTempDir(use: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'firstline-twin-'));
  try {
    await use(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
