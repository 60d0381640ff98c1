import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startGateway } from '../../local/gateway.ts';
import { type Backend, laneQueue, rowsTable, startBackend } from './backend.ts';

const TableName = rowsTable.name;
const text = (S: string) => ({ S });
const key = (pk: string, sk = 'row') => ({ pk: text(pk), sk: text(sk) });
const large = { body: text('x'.repeat(2_900)) };
const small = { body: text('x') };

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend();
});

afterAll(async () => {
  await backend.close();
});

beforeEach(() => backend.counts.reset());

const put = (item: PutItemCommand['input']['Item'], over: Partial<PutItemCommand['input']> = {}) =>
  backend.dynamo.send(new PutItemCommand({ TableName, Item: item, ...over }));
const update = (pk: string, expression: string, values?: Record<string, { S: string }>) =>
  backend.dynamo.send(
    new UpdateItemCommand({
      TableName,
      Key: key(pk),
      UpdateExpression: expression,
      ...(values && { ExpressionAttributeValues: values }),
    }),
  );
const query = (over: Partial<QueryCommand['input']> = {}) =>
  backend.dynamo.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': text('many') },
      ...over,
    }),
  );
const counted = () => backend.counts.snapshot();

describe('write units', () => {
  const notThere = { ConditionExpression: 'attribute_not_exists(pk)' };
  const indexed = { gsi1pk: text('one'), gsi2pk: text('two') };

  it.each<[string, number, (pk: string) => Promise<unknown>, ((pk: string) => Promise<unknown>)?]>([
    ['a small put', 1, (pk) => put({ ...key(pk), ...small })],
    ['a put of 3 KB', 3, (pk) => put({ ...key(pk), ...large })],
    ['a small put over 3 KB', 3, (pk) => put(key(pk)), (pk) => put({ ...key(pk), ...large })],
    ['a put in two indexes', 3, (pk) => put({ ...key(pk), ...indexed })],
    [
      'a put of 3 KB in an index of all and one of keys',
      7,
      (pk) => put({ ...key(pk), ...large, ...indexed }),
    ],
    [
      'the same put again',
      1,
      (pk) => put({ ...key(pk), ...indexed }),
      (pk) => put({ ...key(pk), ...indexed }),
    ],
    [
      'an update that only the index of all shows',
      2,
      (pk) => update(pk, 'SET note = :x', { ':x': text('x') }),
      (pk) => put({ ...key(pk), ...indexed }),
    ],
    [
      'an update that moves a row in an index',
      3,
      (pk) => update(pk, 'SET gsi1pk = :x', { ':x': text('other') }),
      (pk) => put({ ...key(pk), ...indexed }),
    ],
    [
      'an update that leaves an index',
      2,
      (pk) => update(pk, 'REMOVE gsi2pk'),
      (pk) => put({ ...key(pk), gsi2pk: text('t') }),
    ],
    [
      'a delete of 3 KB',
      3,
      (pk) => backend.dynamo.send(new DeleteItemCommand({ TableName, Key: key(pk) })),
      (pk) => put({ ...key(pk), ...large }),
    ],
    [
      'a delete of nothing',
      1,
      (pk) => backend.dynamo.send(new DeleteItemCommand({ TableName, Key: key(pk) })),
    ],
    [
      'a batch: one put with an index, one delete of 3 KB',
      5,
      (pk) =>
        backend.dynamo.send(
          new BatchWriteItemCommand({
            RequestItems: {
              [TableName]: [
                { PutRequest: { Item: { ...key(pk, 'other'), gsi1pk: text('one') } } },
                { DeleteRequest: { Key: key(pk) } },
              ],
            },
          }),
        ),
      (pk) => put({ ...key(pk), ...large }),
    ],
    [
      'a transaction: twice a put, twice 3 KB, twice a check',
      2 + 6 + 2,
      (pk) =>
        backend.dynamo.send(
          new TransactWriteItemsCommand({
            TransactItems: [
              { Put: { TableName, Item: key(pk, 'a') } },
              { Put: { TableName, Item: { ...key(pk, 'b'), ...large } } },
              { ConditionCheck: { TableName, Key: key(pk, 'c'), ...notThere } },
            ],
          }),
        ),
    ],
    [
      'a transaction in an index, which is written once',
      2 + 1,
      (pk) =>
        backend.dynamo.send(
          new TransactWriteItemsCommand({
            TransactItems: [{ Put: { TableName, Item: { ...key(pk), gsi1pk: text('one') } } }],
          }),
        ),
    ],
    [
      'a refused put on a row of 3 KB',
      3,
      (pk) => put(key(pk), notThere).catch(() => undefined),
      (pk) => put({ ...key(pk), ...large }),
    ],
    [
      'a refused put of 3 KB on nothing',
      3,
      (pk) =>
        put({ ...key(pk), ...large }, { ConditionExpression: 'attribute_exists(pk)' }).catch(() => undefined),
    ],
    [
      'a refused transaction of a row of 3 KB and a small one',
      6 + 2,
      (pk) =>
        backend.dynamo
          .send(
            new TransactWriteItemsCommand({
              TransactItems: [
                { Put: { TableName, Item: key(pk), ...notThere } },
                { Put: { TableName, Item: key(pk, 'other') } },
              ],
            }),
          )
          .catch(() => undefined),
      (pk) => put({ ...key(pk), ...large }),
    ],
  ])('%s: %i', async (name, units, write, before) => {
    await before?.(name);
    backend.counts.reset();
    await write(name);
    expect(counted()).toMatchObject({ write_units: units, read_units: 0 });
  });
});

describe('read units', () => {
  beforeAll(async () => {
    for (const sk of ['1', '2', '3', '4', '5'])
      await put({ ...key('many', sk), ...large, gsi1pk: text('many') });
  });

  it.each<[string, number, () => Promise<unknown>]>([
    [
      'an eventual get',
      0.5,
      () => backend.dynamo.send(new GetItemCommand({ TableName, Key: key('many', '1') })),
    ],
    [
      'a consistent get',
      1,
      () =>
        backend.dynamo.send(new GetItemCommand({ TableName, Key: key('many', '1'), ConsistentRead: true })),
    ],
    ['a get of nothing', 0.5, () => backend.dynamo.send(new GetItemCommand({ TableName, Key: key('none') }))],
    ['an eventual query of 15 KB', 2, () => query()],
    ['a consistent query of 15 KB', 4, () => query({ ConsistentRead: true })],
    [
      'a projection, which saves nothing',
      4,
      () => query({ ConsistentRead: true, ProjectionExpression: 'sk' }),
    ],
    [
      'a filter, which saves nothing',
      4,
      () => query({ ConsistentRead: true, FilterExpression: 'attribute_not_exists(body)' }),
    ],
    ['a query of one row', 0.5, () => query({ Limit: 1 })],
    ['a query of an index', 2, () => query({ IndexName: 'gsi1', KeyConditionExpression: 'gsi1pk = :pk' })],
    [
      'a consistent batch of two rows and nothing',
      3,
      () =>
        backend.dynamo.send(
          new BatchGetItemCommand({
            RequestItems: {
              [TableName]: { ConsistentRead: true, Keys: [key('many', '1'), key('many', '2'), key('none')] },
            },
          }),
        ),
    ],
    [
      'a transaction of one row and nothing',
      4,
      () =>
        backend.dynamo.send(
          new TransactGetItemsCommand({
            TransactItems: [
              { Get: { TableName, Key: key('many', '1') } },
              { Get: { TableName, Key: key('none') } },
            ],
          }),
        ),
    ],
  ])('%s: %d', async (_name, units, read) => {
    await read();
    expect(counted()).toMatchObject({ read_units: units, write_units: 0 });
  });
});

describe('what the caller sees', () => {
  it('has no figures it did not ask for', async () => {
    expect(await put(key('plain'))).not.toHaveProperty('ConsumedCapacity');
    expect(await query()).not.toHaveProperty('ConsumedCapacity');
  });

  it('has the figures it asked for, as it asked', async () => {
    const { ConsumedCapacity } = await put(
      { ...key('asked'), gsi1pk: text('one') },
      { ReturnConsumedCapacity: 'INDEXES' },
    );
    expect(ConsumedCapacity).toMatchObject({
      CapacityUnits: 2,
      GlobalSecondaryIndexes: { gsi1: { CapacityUnits: 1 } },
    });
  });

  it.each([
    { asks: undefined, shows: undefined },
    { asks: 'NONE' as const, shows: undefined },
    { asks: 'ALL_OLD' as const, shows: key('refused') },
  ])('shows the refused row only on demand ($asks)', async ({ asks, shows }) => {
    await put(key('refused'));
    const refused = put(key('refused'), {
      ConditionExpression: 'attribute_not_exists(pk)',
      ...(asks && { ReturnValuesOnConditionCheckFailure: asks }),
    });
    const error = await refused.catch((reason) => reason);
    expect(error.name).toBe('ConditionalCheckFailedException');
    expect(error.Item).toEqual(shows);
  });

  it('shows the refused row of a transaction only on demand', async () => {
    await put(key('both', 'a'));
    await put(key('both', 'b'));
    const condition = { TableName, ConditionExpression: 'attribute_not_exists(pk)' };
    const error = await backend.dynamo
      .send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { ...condition, Item: key('both', 'a') } },
            { Put: { ...condition, Item: key('both', 'b'), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
          ],
        }),
      )
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TransactionCanceledException);
    const reasons = (error as TransactionCanceledException).CancellationReasons;
    expect(reasons?.map(({ Code }) => Code)).toEqual(['ConditionalCheckFailed', 'ConditionalCheckFailed']);
    expect(reasons?.map(({ Item }) => Item)).toEqual([undefined, key('both', 'b')]);
  });

  it('keeps every kind of value as it is', async () => {
    const item = {
      ...key('kinds'),
      number: { N: '12345678901234567890.5' },
      binary: { B: new Uint8Array([0, 255, 10]) },
      list: { L: [{ S: 'Привет 👋' }, { NULL: true }, { M: { __proto: { BOOL: false } } }] },
      strings: { SS: ['a', 'b'] },
    };
    await put(item);
    const { Item } = await backend.dynamo.send(new GetItemCommand({ TableName, Key: key('kinds') }));
    expect(Item).toEqual(item);
  });

  it('takes nothing in an item for its own figures', async () => {
    const figures = { M: { TableName: { S: 'x' }, CapacityUnits: { N: '9' } } };
    const item = {
      ...key('figures'),
      ConsumedCapacity: figures,
      text: { S: '"ConsumedCapacity":{"TableName":"x","CapacityUnits":9},"ReturnConsumedCapacity":"TOTAL"' },
    };
    await put(item);
    const { Item } = await backend.dynamo.send(new GetItemCommand({ TableName, Key: key('figures') }));
    expect(Item).toEqual(item);
    expect(counted()).toMatchObject({ read_units: 0.5, write_units: 1 });
  });

  it('passes the emulator’s refusals on', async () => {
    const wrong = backend.dynamo.send(new GetItemCommand({ TableName: 'Nothing', Key: key('a') }));
    await expect(wrong).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the gateway', () => {
  it('counts every call by service and operation', async () => {
    await put(key('count'));
    await put(key('count'));
    await backend.dynamo.send(new ScanCommand({ TableName, Limit: 1 }));
    await backend.sqs.send(new SendMessageCommand({ QueueUrl: backend.urlOf(laneQueue), MessageBody: 'x' }));
    expect(counted().services).toEqual({ dynamodb: { PutItem: 2, Scan: 1 }, sqs: { SendMessage: 1 } });
  });

  it('listens on loopback only', () => {
    expect(new URL(backend.gateway.url).hostname).toBe('127.0.0.1');
    expect(new URL(backend.queues.url).hostname).toBe('127.0.0.1');
    expect(new URL(backend.table.url).hostname).toBe('127.0.0.1');
  });

  it('refuses what it does not know', async () => {
    const response = await fetch(`${backend.gateway.url}/2015-03-31/functions`);
    expect(response.status).toBe(404);
  });

  it('answers 503 while the database is away, and goes on when it is back', async () => {
    const gateway = await startGateway({ ...backend, tableUrl: 'http://127.0.0.1:9' });
    const lost = new DynamoDBClient({
      endpoint: gateway.url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
    const reading = lost.send(new GetItemCommand({ TableName, Key: key('a') }));
    await expect(reading).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    lost.destroy();
    await gateway.close();
  });

  it('tells of writes before it answers them, and of reads never', async () => {
    let writes = 0;
    const gateway = await startGateway({
      ...backend,
      tableUrl: backend.table.url,
      onTableWrite: () => {
        writes += 1;
      },
    });
    const client = new DynamoDBClient({
      endpoint: gateway.url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    await client.send(new PutItemCommand({ TableName, Item: key('told') }));
    expect(writes).toBe(1);
    await client.send(new GetItemCommand({ TableName, Key: key('told') }));
    expect(writes).toBe(1);
    client.destroy();
    await gateway.close();
  });
});

describe('a service that is broken on purpose', () => {
  it('refuses everybody, or one caller, until it is mended', async () => {
    backend.broken.set('dynamodb', { status: 500 });
    await expect(put({ ...key('broken') })).rejects.toMatchObject({ name: 'InternalServerError' });
    backend.broken.set('dynamodb', { status: 500, caller: 'recover' });
    await put({ ...key('broken') });
    const recover = new DynamoDBClient({
      endpoint: backend.gateway.url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      userAgentAppId: 'recover',
      maxAttempts: 1,
    });
    const write = () => recover.send(new PutItemCommand({ TableName, Item: key('broken') }));
    await expect(write()).rejects.toMatchObject({ name: 'InternalServerError' });
    backend.broken.set('dynamodb', { status: 200 });
    await write();
    recover.destroy();
  });

  it.each([403, 500])('says %d as AWS would', async (status) => {
    backend.broken.set('sqs', { status });
    const sent = backend.sqs.send(
      new SendMessageCommand({ QueueUrl: backend.urlOf(laneQueue), MessageBody: '{}' }),
    );
    await expect(sent).rejects.toMatchObject({ $metadata: { httpStatusCode: status } });
    backend.broken.set('sqs', { status: 200 });
  });
});
