import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoParkedUpdates } from '../../shared/adapters/dynamo/parked-store.ts';
import { MemoryParkedUpdates } from '../../shared/adapters/memory/parked-updates.ts';
import type { ParkedUpdate, ParkedUpdates } from '../../shared/ports.ts';
import { NOW, SECOND } from '../builders.ts';
import { type RealTable, startRealTable } from './real-table.ts';

const anUpdate = (at: number): ParkedUpdate => ({
  bot: 'demo',
  update: at,
  at: NOW + at * SECOND,
  why: 'update.no_kind',
  body: `{"update_id":${at}}`,
});

/** What every store of parked updates must do; it is asked once, since it holds those of all bots. */
function describeParked(make: () => ParkedUpdates): void {
  it('lists them newest first, page by page, each once', async () => {
    const store = make();
    expect(await store.parked({ limit: 9 })).toEqual([]);
    for (const at of [1, 2, 3]) await store.park(anUpdate(at));
    await store.park(anUpdate(2));
    const page = await store.parked({ limit: 2 });
    expect(page).toEqual([anUpdate(3), anUpdate(2)]);
    expect(await store.parked({ limit: 2, before: anUpdate(2) })).toEqual([anUpdate(1)]);
    expect(await store.parked({ limit: 2, before: anUpdate(1) })).toEqual([]);
  });
}

describe('updates that are not understood, in memory', () => describeParked(() => new MemoryParkedUpdates()));

describe('updates that are not understood, in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());
  describeParked(() => new DynamoParkedUpdates(real.table));
});
