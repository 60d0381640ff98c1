import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventPattern } from '../../local/event-pattern.ts';
import { openTwinStore, type TwinStore } from '../../local/persistence.ts';
import type { FailedBatch } from '../../local/stream-failure.ts';
import { type StreamReader, startStreamReader } from '../../local/stream-reader.ts';
import type { StreamSourceWiring } from '../../local/wiring.ts';
import { type Backend, rowsTable, startBackend, still, streamOf } from './backend.ts';

type Invoke = (event: DynamoDBStreamEvent) => unknown;

const TableName = rowsTable.name;
const source = streamOf(rowsTable);

let backend: Backend;
let store: TwinStore;
let reader: StreamReader | undefined;
let failed: FailedBatch[];
let off: boolean;

beforeEach(async () => {
  backend = await startBackend();
  store = openTwinStore();
  failed = [];
  off = false;
});

afterEach(async () => {
  await reader?.close();
  store.close();
  await backend.close();
});

const put = (sk: string, over: PutItemCommand['input']['Item'] = {}) =>
  backend.dynamo.send(new PutItemCommand({ TableName, Item: { pk: { S: 'c1' }, sk: { S: sk }, ...over } }));
const sortKeys = (event: DynamoDBStreamEvent) =>
  event.Records.map(({ dynamodb }) => dynamodb?.Keys?.['sk']?.S);

async function read(invoke: Invoke, over: Partial<StreamSourceWiring> = {}): Promise<void> {
  await reader?.close();
  reader = await startStreamReader({
    source: { ...source, ...over },
    tableUrl: backend.table.url,
    invoke: async (event) => invoke(event),
    onFailure: (batch) => void failed.push(batch),
    clock: backend.clock,
    store,
    isOff: () => off,
  });
}

/** As `advance` does: looks until nothing is open. */
async function settled(): Promise<void> {
  while ((await reader!.openWork()) > 0) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe('a stream', () => {
  it('gathers records for its batching window, in business time, and holds up nobody meanwhile', async () => {
    const batches: unknown[] = [];
    await read((event) => void batches.push(sortKeys(event)), { windowS: 10 });
    await put('1');
    await settled();
    await put('2');
    await settled();
    await backend.clock.advance(9, still);
    await settled();
    expect(batches).toEqual([]);

    await backend.clock.advance(1, still);
    await settled();

    expect(batches).toEqual([['1', '2']]);
  });

  it('lies unread while it is switched off, which is nobody’s open work', async () => {
    const batches: unknown[] = [];
    off = true;
    await read((event) => void batches.push(sortKeys(event)));
    await put('1');
    await settled();
    expect(batches).toEqual([]);
    off = false;
    await settled();
    expect(batches).toEqual([['1']]);
  });

  it('reaches the function as Lambda would hand it on', async () => {
    await put('1', { note: { S: 'first' }, raw: { B: new Uint8Array([1, 2]) } });
    await backend.dynamo.send(new DeleteItemCommand({ TableName, Key: { pk: { S: 'c1' }, sk: { S: '1' } } }));
    const events: DynamoDBStreamEvent[] = [];
    await read((event) => void events.push(event));
    await settled();
    expect(events).toHaveLength(1);
    const [inserted, removed] = events[0]!.Records;
    expect(inserted).toMatchObject({
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-central-1',
      dynamodb: {
        Keys: { pk: { S: 'c1' }, sk: { S: '1' } },
        NewImage: { note: { S: 'first' }, raw: { B: 'AQI=' } },
        ApproximateCreationDateTime: expect.any(Number),
      },
    });
    expect(inserted?.eventSourceARN).toMatch(new RegExp(`^${rowsTable.arn}/stream/`));
    expect(removed).toMatchObject({ eventName: 'REMOVE', dynamodb: { OldImage: { note: { S: 'first' } } } });
  });

  it('is read without being told, and sooner if it is', async () => {
    const seen = Promise.withResolvers<unknown>();
    await read((event) => seen.resolve(sortKeys(event)));
    await put('1');
    reader!.wake();
    expect(await seen.promise).toEqual(['1']);
  });

  it('comes in batches of at most the size, in order', async () => {
    for (const sk of ['1', '2', '3', '4', '5']) await put(sk);
    const batches: unknown[] = [];
    await read((event) => void batches.push(sortKeys(event)), { batchSize: 2 });
    await settled();
    expect(batches).toEqual([['1', '2'], ['3', '4'], ['5']]);
  });

  it('is open work until the function is done with it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    await read(() => promise);
    await put('1');
    expect(await reader!.openWork()).toBe(1);
    expect(await reader!.openWork()).toBe(1);
    resolve();
    await settled();
    expect(await reader!.openWork()).toBe(0);
  });

  it('passes only what a filter matches, and does not call for nothing', async () => {
    const batches: unknown[] = [];
    await read((event) => void batches.push(sortKeys(event)), {
      filters: [
        { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'MSG#' }] } } } },
        { eventName: ['REMOVE'] },
      ],
    });
    await put('HEAD');
    await settled();
    await put('MSG#1');
    await put('MSG#1', { note: { S: 'changed' } });
    await put('MSG#2');
    await settled();
    expect(batches.flat()).toEqual(['MSG#1', 'MSG#2']);
  });
});

describe('a failure', () => {
  it('is tried again, in order, and only from the failed record on', async () => {
    for (const sk of ['1', '2', '3']) await put(sk);
    const batches: unknown[] = [];
    await read(
      (event) => {
        batches.push(sortKeys(event));
        const second = event.Records.find(({ dynamodb }) => dynamodb?.Keys?.['sk']?.S === '2');
        return batches.length === 1
          ? { batchItemFailures: [{ itemIdentifier: second?.dynamodb?.SequenceNumber }] }
          : {};
      },
      { bisectOnError: false },
    );
    await settled();
    expect(batches).toEqual([
      ['1', '2', '3'],
      ['2', '3'],
    ]);
    expect(failed).toEqual([]);
  });

  it('of one poison record costs only that record', async () => {
    for (const sk of ['1', '2', 'poison', '4', '5']) await put(sk);
    const done: unknown[] = [];
    let tries = 0;
    await read((event) => {
      const keys = sortKeys(event);
      if (keys.length === 1 && keys[0] === 'poison') tries += 1;
      if (keys.includes('poison')) throw new Error('cannot read this');
      done.push(...keys);
    });
    await settled();
    expect(done).toEqual(['1', '2', '4', '5']);
    expect(tries).toBe(1 + 2);
    const [{ requestContext, DDBStreamBatchInfo: info }] = failed as [FailedBatch];
    expect(requestContext).toMatchObject({
      functionArn: source.functionArn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: tries,
    });
    expect(info).toMatchObject({ batchSize: 1, startSequenceNumber: '3', endSequenceNumber: '3' });
    expect(info.streamArn).toMatch(new RegExp(`^${rowsTable.arn}/stream/`));
  });

  it('without halving gives the whole batch up', async () => {
    for (const sk of ['1', '2']) await put(sk);
    await read(() => Promise.reject(new Error('down')), { bisectOnError: false, maxRetries: 1 });
    await settled();
    expect(failed.map(({ DDBStreamBatchInfo: info }) => info.batchSize)).toEqual([2]);
  });

  it.each([
    ['no answer', undefined, 1],
    ['an empty list', { batchItemFailures: [] }, 1],
    ['an unknown sequence number', { batchItemFailures: [{ itemIdentifier: 'x' }] }, 3],
    ['an empty sequence number', { batchItemFailures: [{ itemIdentifier: '' }] }, 3],
  ])('is read from the answer as Lambda reads it: %s', async (_name, answer, calls) => {
    await put('1');
    let called = 0;
    await read(() => {
      called += 1;
      return answer;
    });
    await settled();
    expect(called).toBe(calls);
  });

  it('listed by a source that does not report them is none', async () => {
    await put('1');
    let called = 0;
    const invoke = (event: DynamoDBStreamEvent) => {
      called += 1;
      return { batchItemFailures: [{ itemIdentifier: event.Records[0]?.dynamodb?.SequenceNumber }] };
    };
    await read(invoke, { reportsItemFailures: false });
    await settled();
    expect(called).toBe(1);
  });
});

describe('after a restart', () => {
  it('goes on behind what was done', async () => {
    const seen: unknown[] = [];
    const note: Invoke = (event) => void seen.push(...sortKeys(event));
    await put('1');
    await read(note);
    await settled();
    await reader!.close();
    await put('2');
    await read(note);
    await settled();
    expect(seen).toEqual(['1', '2']);
  });

  it('reads again what was under way', async () => {
    await put('1');
    let calls = 0;
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    await read(async () => {
      calls += 1;
      started.resolve();
      await release.promise;
    });
    await started.promise;
    const closing = reader!.close();
    release.resolve();
    await closing;
    await read(() => {
      calls += 1;
    });
    await settled();
    expect(calls).toBe(2);
  });

  it('starts with what comes, where the source says latest, and misses none of it', async () => {
    await put('old');
    const seen: unknown[] = [];
    const note: Invoke = (event) => void seen.push(...sortKeys(event));
    await read(note, { startAt: 'LATEST' });
    await reader!.close();
    await put('new');
    await read(note, { startAt: 'LATEST' });
    await settled();
    expect(seen).toEqual(['new']);
  });
});

describe('a filter pattern', () => {
  const event = {
    eventName: 'MODIFY',
    dynamodb: { NewImage: { kind: { S: 'head' }, tags: { L: [] } } },
    size: 7,
    list: ['a', 'b'],
  };

  it.each<[unknown, boolean]>([
    [{ eventName: ['MODIFY'] }, true],
    [{ eventName: ['INSERT', 'MODIFY'] }, true],
    [{ eventName: ['INSERT'] }, false],
    [{ dynamodb: { NewImage: { kind: { S: ['head'] } } } }, true],
    [{ dynamodb: { OldImage: { kind: { S: ['head'] } } } }, false],
    [{ dynamodb: { NewImage: { kind: { S: [{ prefix: 'he' }] } } } }, true],
    [{ dynamodb: { NewImage: { kind: { S: [{ suffix: 'ed' }] } } } }, false],
    [{ dynamodb: { NewImage: { kind: { S: [{ 'anything-but': ['message', 'attempt'] }] } } } }, true],
    [{ dynamodb: { NewImage: { kind: { S: [{ 'anything-but': { prefix: 'he' } }] } } } }, false],
    [{ dynamodb: { NewImage: { missing: { S: [{ 'anything-but': 'x' }] } } } }, false],
    [{ dynamodb: { NewImage: { ttl: { N: [{ exists: false }] } } } }, true],
    [{ dynamodb: { NewImage: { kind: { S: [{ exists: true }] } } } }, true],
    [{ eventName: [{ 'equals-ignore-case': 'modify' }] }, true],
    [{ size: [{ numeric: ['>', 5, '<=', 7] }] }, true],
    [{ size: [{ numeric: ['>', 7] }] }, false],
    [{ list: ['b'] }, true],
    [{ $or: [{ eventName: ['INSERT'] }, { size: [7] }] }, true],
    [{}, true],
  ])('%j matches: %s', (pattern, matches) => {
    expect(eventPattern(pattern)(event)).toBe(matches);
  });

  it('with an operator that is not known is refused', () => {
    expect(() => eventPattern({ eventName: [{ wildcard: 'M*' }] })).toThrow('wildcard');
  });
});
