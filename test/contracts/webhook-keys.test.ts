import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CachedWebhookKeys } from '../../shared/adapters/cached-webhook-keys.ts';
import { keys } from '../../shared/adapters/dynamo/access-patterns.ts';
import { DynamoWebhookKeys } from '../../shared/adapters/dynamo/webhook-key-store.ts';
import { MemoryWebhookKeys } from '../../shared/adapters/memory/webhook-keys.ts';
import type { WebhookKeys } from '../../shared/ports.ts';
import { aWebhookKey, HOUR, MINUTE, NOW } from '../builders.ts';
import { FixedClock } from '../usecases/desk.ts';
import { type RealTable, startRealTable } from './real-table.ts';

const [A, B, C] = ['A', 'B', 'C'].map((kid, at) =>
  aWebhookKey({ kid, created_at: NOW + at * HOUR, signs_from: NOW + (at + 2) * HOUR }),
) as [ReturnType<typeof aWebhookKey>, ReturnType<typeof aWebhookKey>, ReturnType<typeof aWebhookKey>];

/** What every store of the desk's keys must do; each test begins with an empty one. */
function describeKeys(make: () => WebhookKeys): void {
  let store: WebhookKeys;
  beforeEach(() => {
    store = make();
  });

  it('has none at first, and then those that were put, in their order', async () => {
    expect(await store.keys()).toEqual([]);
    expect(await store.replaceKeys([], [A])).toBe('written');
    expect(await store.keys()).toEqual([A]);
    expect(await store.replaceKeys([A], [B, A])).toBe('written');
    expect(await store.keys()).toEqual([B, A]);
    expect(await store.replaceKeys([B, A], [C])).toBe('written');
    expect(await store.keys()).toEqual([C]);
  });

  it('lets one of two through that saw none', async () => {
    const written = await Promise.all([store.replaceKeys([], [A]), store.replaceKeys([], [B])]);
    expect(written.toSorted()).toEqual(['conflict', 'written']);
    expect(await store.keys()).toEqual([written[0] === 'written' ? A : B]);
  });

  it('lets one of two through that saw the same newest key', async () => {
    await store.replaceKeys([], [A]);
    const written = await Promise.all([store.replaceKeys([A], [B, A]), store.replaceKeys([A], [C, A])]);
    expect(written.toSorted()).toEqual(['conflict', 'written']);
    expect(await store.keys()).toEqual([written[0] === 'written' ? B : C, A]);
  });

  it('puts nothing in place of keys that are not there', async () => {
    expect(await store.replaceKeys([A], [B, A])).toBe('conflict');
    expect(await store.keys()).toEqual([]);
  });
}

describe('keys in memory', () => {
  describeKeys(() => new MemoryWebhookKeys());
});

describe('keys in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  beforeEach(() => real.table.remove(keys.webhookKeys()));
  afterAll(() => real.close());

  describeKeys(() => new DynamoWebhookKeys(real.table));
});

describe('keys that are remembered', () => {
  const source = () => {
    const store = new MemoryWebhookKeys();
    const clock = new FixedClock();
    let reads = 0;
    const counted = {
      keys() {
        reads++;
        return store.keys();
      },
    };
    return { store, clock, reads: () => reads, cached: new CachedWebhookKeys(counted, clock) };
  };

  it('are read once a minute of business time, whatever wall time does', async () => {
    const { store, clock, reads, cached } = source();
    await store.replaceKeys([], [A]);
    expect(await cached.keys()).toEqual([A]);
    await store.replaceKeys([A], [B, A]);
    clock.advanceWall(10 * HOUR);
    clock.advanceBusiness(MINUTE - 1);
    expect([await cached.keys(), reads()]).toEqual([[A], 1]);
    clock.advanceBusiness(1);
    expect([await cached.keys(), reads()]).toEqual([[B, A], 2]);
  });

  it('are the same objects meanwhile, so that each is imported once', async () => {
    const { store, cached } = source();
    await store.replaceKeys([], [A]);
    expect((await cached.keys())[0]).toBe((await cached.keys())[0]);
  });

  it('are asked for again as long as there are none', async () => {
    const { store, cached } = source();
    expect(await cached.keys()).toEqual([]);
    await store.replaceKeys([], [A]);
    expect(await cached.keys()).toEqual([A]);
  });
});
