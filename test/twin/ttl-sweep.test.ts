import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTwinStore } from '../../local/persistence.ts';
import { startStreamReader } from '../../local/stream-reader.ts';
import { startTtlSweep, type TtlSweep } from '../../local/ttl-sweep.ts';
import { type Backend, NOON, rowsTable, startBackend, still, streamOf } from './backend.ts';

const noonS = NOON / 1_000;
const minute = 60;

let backend: Backend;
let sweep: TtlSweep;
let deletions: number;

beforeEach(async () => {
  backend = await startBackend();
  deletions = 0;
  sweep = startTtlSweep({
    table: rowsTable,
    tableUrl: backend.table.url,
    clock: backend.clock,
    onDeleted: () => {
      deletions += 1;
    },
  });
});

afterEach(async () => {
  await sweep.close();
  await backend.close();
});

async function put(sk: string, expires: { N: string } | { S: string }, clock?: string): Promise<void> {
  const Item = {
    pk: { S: 'p' },
    sk: { S: sk },
    expires,
    ...(clock !== undefined && { clock: { S: clock } }),
  };
  await backend.dynamo.send(new PutItemCommand({ TableName: rowsTable.name, Item }));
  sweep.noteWrite();
}

async function rows(): Promise<string[]> {
  const { Items } = await backend.dynamo.send(new ScanCommand({ TableName: rowsTable.name }));
  return (Items ?? []).map((item) => item['sk']?.S ?? '').sort();
}

const at = (seconds: number) => ({ N: String(noonS + seconds) });

it('deletes a row when its time has come on business time, and no other', async () => {
  await put('soon', at(10 * minute));
  await put('late', at(20 * minute));
  await put('for ever', { S: 'not a time' });
  await backend.clock.advance(9 * minute, still);
  expect(await rows()).toEqual(['for ever', 'late', 'soon']);
  await backend.clock.advance(2 * minute, still);
  expect(await rows()).toEqual(['for ever', 'late']);
});

it('deletes by wall time what lives by it', async () => {
  await put('lease', { N: String(Math.floor(Date.now() / 1_000) + 3_600) }, 'wall');
  await put('spent lease', { N: String(Math.floor(Date.now() / 1_000) - 1) }, 'wall');
  await put('by business time', at(-1), 'business');
  expect(await sweep.sweep()).toBe(2);
  expect(await rows()).toEqual(['lease']);
});

it('is at a row within a minute or so, over a month', async () => {
  const days = [1, 7, 30].map((day) => day * 86_400);
  for (const seconds of days) await put(`day ${seconds}`, at(seconds));
  for (const [index, seconds] of days.entries()) {
    await backend.clock.advance(seconds + 5 * minute - (backend.clock.now() - NOON) / 1_000, still);
    expect(await rows()).toHaveLength(days.length - index - 1);
  }
});

it('learns of a row that is to expire before those it knows', async () => {
  await put('next week', at(7 * 86_400));
  await backend.clock.advance(10 * minute, still);
  await put('at once', at(11 * minute));
  await backend.clock.advance(5 * minute, still);
  expect(await rows()).toEqual(['next week']);
});

it('costs nothing while nothing is written and nothing expires', async () => {
  await put('next year', at(365 * 86_400));
  await backend.clock.advance(10 * minute, still);
  let stops = 0;
  await backend.clock.advance(30 * 86_400, {
    ...still,
    quiet: async () => {
      stops += 1;
    },
  });
  expect(stops).toBe(2);
});

it('leaves a row that was given another life', async () => {
  await put('renewed', at(-1));
  const sweeping = sweep.sweep();
  await put('renewed', at(3_600));
  await sweeping;
  await sweep.sweep();
  expect(await rows()).toEqual(['renewed']);
});

it('shows its deletions in the stream, and tells of them', async () => {
  const store = openTwinStore();
  const removed: unknown[] = [];
  const reader = await startStreamReader({
    source: streamOf(rowsTable, { filters: [{ eventName: ['REMOVE'] }] }),
    tableUrl: backend.table.url,
    invoke: async ({ Records }) =>
      void removed.push(...Records.map(({ dynamodb }) => dynamodb?.OldImage?.['sk']?.S)),
    clock: backend.clock,
    store,
  });
  await put('gone', at(-1));
  await sweep.sweep();
  expect(deletions).toBe(1);
  while ((await reader.openWork()) > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(removed).toEqual(['gone']);
  await reader.close();
  store.close();
});

it('is not counted among the functions’ calls', async () => {
  await put('gone', at(-1));
  backend.counts.reset();
  await sweep.sweep();
  expect(backend.counts.snapshot()).toEqual({ services: {}, write_units: 0, read_units: 0 });
});

it('goes through a table of more than one page', async () => {
  const body = { S: 'x'.repeat(300_000) };
  for (let index = 0; index < 8; index += 1) {
    const Item = { pk: { S: 'p' }, sk: { S: `${index}` }, expires: at(-1), body };
    await backend.dynamo.send(new PutItemCommand({ TableName: rowsTable.name, Item }));
  }
  expect(await sweep.sweep()).toBe(8);
  expect(await rows()).toEqual([]);
});
