import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, it, vi } from 'vitest';
import { startTable } from '../../local/table.ts';
import { rowsTable, withTempDir } from './backend.ts';

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
