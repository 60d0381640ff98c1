import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BatchWriteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, it, vi } from 'vitest';
import { tuneStream } from '../../local/dynoxide.ts';
import { openTwinStore } from '../../local/persistence.ts';
import { startStreamReader } from '../../local/stream-reader.ts';
import { startTable } from '../../local/table.ts';
import { rowsTable, streamOf, withTempDir } from './backend.ts';

function clientOf(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

const Item = { pk: { S: 'a' }, sk: { S: '1' } };
const TableName = rowsTable.name;

it('creates the table with its key, indexes and stream', async () => {
  const table = await startTable([rowsTable]);
  const client = clientOf(table.url);
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    GlobalSecondaryIndexes: expect.arrayContaining([
      expect.objectContaining({ IndexName: 'gsi1', Projection: { ProjectionType: 'ALL' } }),
      expect.objectContaining({ IndexName: 'gsi2', Projection: { ProjectionType: 'KEYS_ONLY' } }),
    ]),
  });
  client.destroy();
  await table.close();
});

it('is gone with its rows once closed', async () => {
  const table = await startTable([rowsTable]);
  await table.close();
  const client = clientOf(table.url);
  await expect(client.send(new GetItemCommand({ TableName, Key: Item }))).rejects.toThrow();
  client.destroy();
});

it('keeps its rows in a data folder', async () => {
  await withTempDir(async (dataDir) => {
    const first = await startTable([rowsTable], { dataDir });
    const writer = clientOf(first.url);
    await writer.send(new PutItemCommand({ TableName, Item }));
    writer.destroy();
    await first.close();

    const next = await startTable([rowsTable], { dataDir });
    const reader = clientOf(next.url);
    expect((await reader.send(new GetItemCommand({ TableName, Key: Item }))).Item).toEqual(Item);
    reader.destroy();
    await next.close();
  });
});

it('uses the DynamoDB it is given, and leaves it running', async () => {
  const given = await startTable([]);
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', given.url);
  const table = await startTable([rowsTable]);
  expect(table.url).toBe(given.url);
  await table.close();
  const client = clientOf(given.url);
  await client.send(new PutItemCommand({ TableName, Item }));
  client.destroy();
  await given.close();
});

it('says in one sentence what to do where there is no DynamoDB for the platform', async () => {
  vi.spyOn(process, 'arch', 'get').mockReturnValue('riscv64');
  await expect(startTable([rowsTable])).rejects.toThrow(
    /^There is no local DynamoDB for \w+-riscv64: install @dynoxide\/\w+-riscv64, or .*AWS_ENDPOINT_URL_DYNAMODB/,
  );
});

it('reports a database that ends by itself', async () => {
  const table = await startTable([rowsTable]);
  const failure = table.failed.catch((error: Error) => error.message);
  process.kill(table.pid!, 'SIGKILL');
  expect(await failure).toBe('The local DynamoDB ended (SIGKILL).');
  await table.close();
});

it('writes as fast after many writes as at the start', async () => {
  const table = await startTable([rowsTable]);
  const client = clientOf(table.url);
  const body = { S: 'x'.repeat(500) };
  const transact = (round: number) =>
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: [0, 1, 2, 3].map((part) => ({
          Put: { TableName, Item: { pk: { S: `${round % 50}` }, sk: { S: `${part}` }, body } },
        })),
      }),
    );
  const fastest = async (rounds: number) => {
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < rounds; round += 1) {
      const startedAt = performance.now();
      await transact(round);
      best = Math.min(best, performance.now() - startedAt);
    }
    return best;
  };
  const atFirst = await fastest(50);
  for (let round = 0; round < 150; round += 1) {
    await Promise.all(Array.from({ length: 10 }, (_, part) => transact(round * 10 + part)));
  }
  expect(await fastest(50)).toBeLessThan(atFirst * 3);
  client.destroy();
  await table.close();
});

it.runIf(process.platform === 'linux')(
  'ends with a process that is killed, and leaves nothing behind',
  async () => {
    const script = `
    import { startTable } from ${JSON.stringify(join(import.meta.dirname, '../../local/table.ts'))};
    const table = await startTable([]);
    console.log(JSON.stringify({ pid: table.pid, url: table.url }));
    setInterval(() => {}, 1_000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const { pid, url } = JSON.parse(line.toString()) as { pid: number; url: string };
    const folder = /--db-path\0(?<folder>.*)\/table\.db/.exec(await readFile(`/proc/${pid}/cmdline`, 'utf8'))
      ?.groups?.['folder'];
    expect(existsSync(folder ?? '')).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(existsSync(folder ?? '')).toBe(false), { timeout: 5_000 });
    await expect(fetch(url)).rejects.toThrow();
  },
);

it('keeps the newest rows of the stream, and no sequence number comes twice', async () => {
  await withTempDir(async (dataDir) => {
    const table = await startTable([rowsTable], { dataDir });
    tuneStream(join(dataDir, 'table.db'), 100);
    const client = clientOf(table.url);
    for (let batch = 0; batch < 42; batch += 1) {
      const rows = Array.from({ length: 25 }, (_, row) => ({ pk: { S: `${batch}` }, sk: { S: `${row}` } }));
      const RequestItems = { [TableName]: rows.map((Item) => ({ PutRequest: { Item } })) };
      await client.send(new BatchWriteItemCommand({ RequestItems }));
    }
    const store = openTwinStore();
    const numbers: number[] = [];
    const reader = await startStreamReader({
      source: streamOf(rowsTable),
      tableUrl: table.url,
      clock: { now: () => 0, at: () => () => {} },
      invoke: async ({ Records }) =>
        void numbers.push(...Records.map(({ dynamodb }) => Number(dynamodb?.SequenceNumber))),
      store,
    });
    await vi.waitUntil(async () => (await reader.openWork()) === 0, { interval: 1 });
    expect(numbers).toEqual(Array.from({ length: 150 }, (_, index) => 901 + index));
    await reader.close();
    client.destroy();
    await table.close();
    store.close();
  });
});
