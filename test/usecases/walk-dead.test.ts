import { describe, expect, it } from 'vitest';
import { MemoryDeadDeliveries } from '../../shared/adapters/memory/dead-deliveries.ts';
import type { DeadDelivery } from '../../shared/domain/delivery-record.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { type DeadWalk, walkDead } from '../../shared/usecases/walk-dead.ts';
import { anId, CONVERSATION, DAY, HOUR, NOW, PARTNER, SECOND } from '../builders.ts';

function aDeath(died_at: number, over: Partial<DeadDelivery> = {}): DeadDelivery {
  const text_id = anId(died_at);
  const whose = { conversation_id: CONVERSATION, partner: PARTNER, client_id: 'c' };
  return { ...whose, text_id, died_at, rule: 'http.410', attempts: 1, ...over };
}

/** Every 7 hours over two weeks, so that days differ and some edges are met. */
const DEATHS = Array.from({ length: 48 }, (_, at) =>
  aDeath(NOW - DAY / 2 - at * 7 * HOUR, {
    rule: at % 3 === 0 ? 'http.410' : 'http.5xx.exhausted',
    partner: at % 2 === 0 ? 'demo' : 'other',
    ...(at % 5 === 0 && { endpoint_id: 'end_5' }),
  }),
).toReversed();

const WALK: DeadWalk = { order: 'oldest', filter: {}, until: NOW, wanted: 10, deaths: 1000, days: 31 };

/** All that a walk finds, page by page. */
async function walked(deaths: DeadDelivery[], over: Partial<DeadWalk>) {
  const dead = new MemoryDeadDeliveries({ dead: deaths });
  const found: DeadDelivery[] = [];
  let [pages, scanned] = [0, 0];
  for (let beyond: DeadWalk['beyond']; ; ) {
    const page = await walkDead(dead, { ...WALK, ...over, beyond });
    found.push(...page.found);
    scanned += page.scanned;
    pages += 1;
    if (!page.next) return { found, pages, scanned };
    expect(page.next).not.toEqual(beyond);
    beyond = page.next;
  }
}

describe.each(['oldest', 'newest'] as const)('a walk from the %s', (order) => {
  const inOrder = (deaths: DeadDelivery[]) => (order === 'oldest' ? deaths : deaths.toReversed());

  it.each([1, 3, 10, 48, 100])('in pages of %i finds every death once', async (wanted) => {
    const { found, scanned } = await walked(DEATHS, { order, wanted });
    expect(found).toEqual(inOrder(DEATHS));
    expect(scanned).toBe(DEATHS.length);
  });

  it.each([
    [{ partner: 'demo' }],
    [{ rule: 'http.410' }],
    [{ endpoint: 'end_5' }],
    [{ partner: 'other', rule: 'http.410', endpoint: 'end_5' }],
    [{ partner: 'nobody' }],
  ])('finds those that %j means, and no others', async (filter) => {
    const meant = DEATHS.filter(
      (it) =>
        (!('partner' in filter) || it.partner === filter.partner) &&
        (!('rule' in filter) || it.rule === filter.rule) &&
        (!('endpoint' in filter) || it.endpoint_id === filter.endpoint),
    );
    const { found, scanned } = await walked(DEATHS, { order, filter, wanted: 2 });
    expect(found).toEqual(inOrder(meant));
    expect(scanned).toBe(DEATHS.length);
  });

  it('stays within its times, both ends included', async () => {
    const [first, last] = [DEATHS[7], DEATHS[31]];
    const filter = { from: first?.died_at, to: last?.died_at };
    expect((await walked(DEATHS, { order, filter })).found).toEqual(inOrder(DEATHS.slice(7, 32)));
    const inner = { from: (filter.from ?? 0) + 1, to: (filter.to ?? 0) - 1 };
    expect((await walked(DEATHS, { order, filter: inner })).found).toEqual(inOrder(DEATHS.slice(8, 31)));
  });

  it('does not look at what died after its end', async () => {
    const until = DEATHS[20]?.died_at ?? 0;
    expect((await walked(DEATHS, { order, until })).found).toEqual(inOrder(DEATHS.slice(0, 21)));
  });

  it('finds nothing between times that are the wrong way round', async () => {
    expect((await walked(DEATHS, { order, filter: { from: NOW, to: NOW - DAY } })).found).toEqual([]);
  });

  it('tells deaths of the same millisecond apart', async () => {
    const same = [1, 2, 3, 4].map((tail) => aDeath(NOW - DAY, { text_id: anId(NOW - DAY, tail) }));
    expect((await walked(same, { order, wanted: 1 })).found).toEqual(inOrder(same));
  });

  it('looks at no more deaths and days than it may, comes back short, and goes on', async () => {
    const dead = new MemoryDeadDeliveries({ dead: DEATHS });
    const rare = { partner: 'nobody', from: NOW - 20 * DAY };
    const few = await walkDead(dead, { ...WALK, order, filter: rare, deaths: 5 });
    expect(few).toMatchObject({ found: [], scanned: 5, next: expect.anything() });
    const short = await walkDead(dead, { ...WALK, order, days: 2, wanted: 100 });
    expect(short.next).toBeDefined();
    expect((await walked(DEATHS, { order, deaths: 5 })).found).toEqual(inOrder(DEATHS));
    expect((await walked(DEATHS, { order, days: 1 })).found).toEqual(inOrder(DEATHS));
  });

  it('asks for each day that is kept once at most, however early it was told to begin', async () => {
    const asked: string[] = [];
    const dead = {
      async on(day: string) {
        asked.push(day);
        return [];
      },
    };
    expect(await walkDead(dead, { ...WALK, order, filter: { from: 0 }, days: 1000 })).toEqual({
      found: [],
      scanned: 0,
      next: undefined,
    });
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.length).toBe(LIMITS.deathsKept / DAY + 2);
  });

  it('is not led astray by a place outside of its times', async () => {
    const filter = { from: NOW - 5 * DAY, to: NOW - 4 * DAY };
    const within = (await walked(DEATHS, { order, filter, wanted: 100 })).found;
    const dead = new MemoryDeadDeliveries({ dead: DEATHS });
    for (const died_at of [0, NOW + 400 * DAY]) {
      const beyond = { died_at, text_id: '' };
      const { found } = await walkDead(dead, { ...WALK, order, filter, wanted: 100, beyond });
      const before = order === 'oldest' ? died_at === 0 : died_at > NOW;
      expect(found).toEqual(before ? within : []);
    }
  });
});

it('a walk that has found enough begins the next one right behind the last', async () => {
  const dead = new MemoryDeadDeliveries({ dead: [aDeath(NOW - SECOND), aDeath(NOW - 2 * SECOND)] });
  const { next } = await walkDead(dead, { ...WALK, order: 'newest', wanted: 1 });
  expect(next).toEqual({ died_at: NOW - SECOND, text_id: anId(NOW - SECOND) });
});
