import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoDeadDeliveries } from '../../shared/adapters/dynamo/dead-store.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamo/outbox-store.ts';
import { MemoryConversations } from '../../shared/adapters/memory/conversations.ts';
import { MemoryDeadDeliveries } from '../../shared/adapters/memory/dead-deliveries.ts';
import type { DeadDelivery } from '../../shared/domain/delivery-record.ts';
import type { DeadDeliveries } from '../../shared/ports.ts';
import { anEntry, DAY, NOW, SECOND } from '../builders.ts';
import { giveUp } from '../usecases/deaths.ts';
import { bothStores } from './both-stores.ts';
import type { Stores } from './conversations.ts';
import { type RealTable, startRealTable } from './real-table.ts';

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Days that no other test knows. */
let made = 0;
function aDay(): { day: string; noon: number } {
  made += 1;
  const noon = NOW + made * 10 * DAY;
  return { day: dayOf(noon), noon };
}

/** What every store of deaths must do, whatever it is made of. */
function describeDead(make: () => { dead: DeadDeliveries; stores: Stores }): void {
  async function someDeaths() {
    const { dead, stores } = make();
    const { day, noon } = aDay();
    const deaths: DeadDelivery[] = [];
    for (const offset of [0, 0, 1, 5 * SECOND, 6 * 60 * 60 * SECOND]) {
      const n = made * 100 + deaths.length;
      deaths.push(await giveUp(stores, { n, at: noon + offset, endpoint_id: 'end_1' }));
    }
    const oldest = deaths.toSorted((a, b) => a.died_at - b.died_at || (a.text_id < b.text_id ? -1 : 1));
    return { dead, stores, day, noon, oldest };
  }

  it('tells those of a day, the oldest or the newest first, with all that is known of them', async () => {
    const { dead, day, oldest } = await someDeaths();
    expect(await dead.on(day, { order: 'oldest', limit: 10 })).toEqual(oldest);
    expect(await dead.on(day, { order: 'newest', limit: 10 })).toEqual(oldest.toReversed());
  });

  it('knows nothing of another day', async () => {
    const { dead, noon } = await someDeaths();
    for (const other of [noon - DAY, noon + DAY])
      expect(await dead.on(dayOf(other), { order: 'oldest', limit: 10 })).toEqual([]);
  });

  it.each(['oldest', 'newest'] as const)('goes on behind any of them, the %s first', async (order) => {
    const { dead, day, oldest } = await someDeaths();
    const all = order === 'oldest' ? oldest : oldest.toReversed();
    for (const limit of [1, 2, 4]) {
      const seen: DeadDelivery[] = [];
      for (let page = await dead.on(day, { order, limit }); page.length > 0; ) {
        expect(page.length).toBeLessThanOrEqual(limit);
        seen.push(...page);
        page = await dead.on(day, { order, limit, beyond: page.at(-1) });
      }
      expect(seen).toEqual(all);
    }
  });

  it('goes on behind places at which nothing died', async () => {
    const { dead, day, noon, oldest } = await someDeaths();
    const between = { died_at: noon + SECOND, text_id: '' };
    expect(await dead.on(day, { order: 'oldest', limit: 9, beyond: between })).toEqual(oldest.slice(3));
    expect(await dead.on(day, { order: 'newest', limit: 9, beyond: between })).toEqual(
      oldest.slice(0, 3).toReversed(),
    );
    const last = { died_at: noon, text_id: '~' };
    expect(await dead.on(day, { order: 'newest', limit: 9, beyond: last })).toEqual(
      oldest.slice(0, 2).toReversed(),
    );
  });

  it('tells of signals that got stuck since then, the newest first, and no more than are asked for', async () => {
    const { dead, stores } = make();
    // Behind those of every other test.
    const start = aDay().noon + 3000 * DAY;
    const stuck = [0, SECOND, DAY].map((after, n) => ({ letter: `letter-${n}`, at: start + after }));
    for (const one of stuck) await stores.putStuck(one);
    expect(await dead.stuckSince(start, 9)).toEqual(stuck.toReversed());
    expect(await dead.stuckSince(start + 1, 9)).toEqual(stuck.slice(1).toReversed());
    expect(await dead.stuckSince(start, 1)).toEqual(stuck.slice(-1));
    expect(await dead.stuckSince(start + 2 * DAY, 9)).toEqual([]);
  });

  it('does not tell of one that was revived', async () => {
    const { dead, stores, day, oldest } = await someDeaths();
    const [first, ...rest] = oldest;
    expect(first && (await stores.revive(first, anEntry()))).toBe('written');
    expect(await dead.on(day, { order: 'oldest', limit: 9 })).toEqual(rest);
  });
}

describe('deaths in memory', () => {
  describeDead(() => {
    const stores = new MemoryConversations();
    return { stores, dead: new MemoryDeadDeliveries(stores) };
  });
});

describe('deaths in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  describeDead(() => ({
    stores: bothStores(new DynamoConversations(real.table), new DynamoOutbox(real.table)),
    dead: new DynamoDeadDeliveries(real.table),
  }));
});
