import { setImmediate as turn } from 'node:timers/promises';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Activity, createActivity } from '../../local/activity.ts';
import { type StreamReader, startStreamReader } from '../../local/stream-reader.ts';
import { type Backend, NOON, rowsTable, startBackend, streamOf } from './backend.ts';

let backend: Backend;
let activity: Activity;
let readers: StreamReader[];
/** What was done, and how long after noon the clock stood then. */
let done: [string, number][];

beforeEach(async () => {
  backend = await startBackend({ speed: 0.001 });
  activity = createActivity();
  done = [];
  readers = [await startReader('project', 0), await startReader('recover', 10)];
});

afterEach(async () => {
  for (const reader of readers) await reader.close();
  await backend.close();
});

/** Turns of the event loop that a batch takes: others come between. */
const TURNS = 200;

/** As the twin feeds a function from the stream; each batch takes its time. */
async function startReader(name: string, windowS: number): Promise<StreamReader> {
  const reader = await startStreamReader({
    source: streamOf(rowsTable, { functionArn: name, windowS }),
    tableUrl: backend.table.url,
    clock: backend.clock,
    store: backend.store,
    invoke: ({ Records }) =>
      activity.invocation(async () => {
        for (let turns = 0; turns < TURNS; turns++) await turn();
        const at = Math.floor((backend.clock.now() - NOON) / 1_000);
        for (const { dynamodb } of Records) done.push([`${name} ${dynamodb?.Keys?.['sk']?.S}`, at]);
      }),
  });
  activity.probe(reader.openWork);
  return reader;
}

const put = (sk: string) =>
  backend.dynamo.send(
    new PutItemCommand({ TableName: rowsTable.name, Item: { pk: { S: 'c1' }, sk: { S: sk } } }),
  );

describe('two readers of one stream', () => {
  it('each get all of it, at their own pace, and `advance` waits for both', async () => {
    await put('1');
    await put('2');
    await backend.clock.advance(9, activity);
    expect(done).toEqual([
      ['project 1', 0],
      ['project 2', 0],
    ]);
    await put('3');
    await backend.clock.advance(1, activity);
    expect(done.slice(2)).toEqual([
      ['project 3', 9],
      ['recover 1', 10],
      ['recover 2', 10],
      ['recover 3', 10],
    ]);
  });

  it('go on by themselves when the other is stuck, each from where it was', async () => {
    const [project] = readers;
    await put('1');
    await backend.clock.advance(0, activity);
    await project!.close();
    await put('2');
    await backend.clock.advance(10, activity);
    expect(done.map(([what]) => what)).toEqual(['project 1', 'recover 1', 'recover 2']);
    readers.push(await startReader('project', 0));
    await backend.clock.advance(0, activity);
    expect(done.at(-1)).toEqual(['project 2', 10]);
    expect(done).toHaveLength(4);
  });
});
