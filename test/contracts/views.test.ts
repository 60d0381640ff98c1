import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoSavedViews } from '../../shared/adapters/dynamo/view-store.ts';
import { MemorySavedViews } from '../../shared/adapters/memory/views.ts';
import type { SavedView } from '../../shared/domain/saved-view.ts';
import type { SavedViews } from '../../shared/ports.ts';
import { NOW } from '../builders.ts';
import { type RealTable, startRealTable } from './real-table.ts';

const aView = (id: string, over: Partial<SavedView> = {}): SavedView => ({
  id,
  name: 'Срочные',
  filter: { status: 'escalated', unread: true, q: 'урок' },
  saved_at: NOW,
  saved_by: 'anna',
  ...over,
});

let made = 0;
const somebody = () => ({ operator: `somebody_${made++}` });

/** What every store of views must do. */
function describeViews(make: () => SavedViews): void {
  it('has none at first, and then those that were put, in their order', async () => {
    const [store, owner] = [make(), somebody()];
    expect(await store.views(owner)).toEqual({ views: [], revision: 0 });
    expect(await store.replaceViews(owner, 0, [aView('a'), aView('b')])).toBe('written');
    expect(await store.views(owner)).toEqual({ views: [aView('a'), aView('b')], revision: 1 });
    expect(await store.replaceViews(owner, 1, [])).toBe('written');
    expect(await store.views(owner)).toEqual({ views: [], revision: 2 });
  });

  it('lets one of two through that saw the same', async () => {
    const [store, owner] = [make(), somebody()];
    for (const seen of [0, 1]) {
      const both = await Promise.all(['a', 'b'].map((id) => store.replaceViews(owner, seen, [aView(id)])));
      expect(both.toSorted()).toEqual(['conflict', 'written']);
    }
    expect((await store.views(owner)).revision).toBe(2);
    expect(await store.replaceViews(somebody(), 3, [aView('a')])).toBe('conflict');
  });

  it('keeps everybody’s apart from anybody’s', async () => {
    const [store, owner] = [make(), { operator: 'everybody' }];
    await store.replaceViews(owner, 0, [aView('mine')]);
    await store.replaceViews('everybody', 0, [aView('ours')]);
    expect((await store.views(owner)).views.map(({ id }) => id)).toEqual(['mine']);
    expect((await store.views('everybody')).views.map(({ id }) => id)).toEqual(['ours']);
  });
}

describe('views in memory', () => describeViews(() => new MemorySavedViews()));

describe('views in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());
  describeViews(() => new DynamoSavedViews(real.table));
});
