import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../shared/adapters/dynamo/access-patterns.ts';
import { DynamoEndpoints } from '../../shared/adapters/dynamo/endpoint-store.ts';
import { MemoryEndpoints } from '../../shared/adapters/memory/endpoints.ts';
import { type Endpoint, freshEndpoint, type HeldText } from '../../shared/domain/endpoint.ts';
import type { Endpoints } from '../../shared/ports.ts';
import { anId, CONVERSATION, DAY, NOW } from '../builders.ts';
import { FixedClock } from '../usecases/desk.ts';
import { type RealTable, startRealTable } from './real-table.ts';

let made = 0;
const aPartnerId = () => `partner-${made++}`;
const anEndpoint = (partner = aPartnerId(), path = 'hook') =>
  freshEndpoint(partner, `https://crm.example.com/${path}`);

function aHeldText(endpoint: Endpoint, at: number): HeldText {
  return {
    endpoint_id: endpoint.id,
    conversation_id: CONVERSATION,
    partner: endpoint.partner,
    client_id: 'pupil',
    text_id: anId(at),
    held_at: NOW,
    until: NOW + DAY,
  };
}

/** What every store of endpoints must do, whatever it is made of. */
function describeEndpoints(make: () => Endpoints): void {
  it('knows nothing of an endpoint that was never saved', async () => {
    expect(await make().endpoint(anEndpoint().id)).toBeUndefined();
  });

  it('keeps an endpoint whole, under the next revision', async () => {
    const store = make();
    const endpoint: Endpoint = {
      ...anEndpoint(),
      state: { name: 'open', probe_at: NOW, openings: 2 },
      failures: ['a#1', 'b#2'],
      failing_since: NOW,
      reachable: { yes: false, at: NOW },
      slots: { claim: NOW },
    };
    expect(await store.save(undefined, endpoint)).toBe('written');
    expect(await store.endpoint(endpoint.id)).toEqual({ ...endpoint, revision: 1 });
  });

  it('is written by one of twenty who saw the same, from the first on', async () => {
    const store = make();
    const endpoint = anEndpoint();
    for (const revision of [1, 2]) {
      const seen = await store.endpoint(endpoint.id);
      const writes = Array.from({ length: 20 }, () => store.save(seen, endpoint));
      const written = (await Promise.all(writes)).filter((it) => it === 'written');
      expect(written).toHaveLength(1);
      expect((await store.endpoint(endpoint.id))?.revision).toBe(revision);
    }
  });

  it('lists endpoints by partner, page by page, and those of others apart', async () => {
    const store = make();
    const partner = aPartnerId();
    const mine = ['a', 'b', 'c', 'd', 'e'].map((path) => anEndpoint(partner, path));
    for (const endpoint of [...mine, anEndpoint(`${partner}0`)]) await store.save(undefined, endpoint);
    const first = await store.list({ partner, limit: 3 });
    const rest = await store.list({ partner, limit: 3, after: first.at(-1) });
    expect([first.length, rest.length]).toEqual([3, 2]);
    expect([...first, ...rest].map(({ id }) => id)).toEqual(mine.map(({ id }) => id).toSorted());
    expect(await store.list({ partner, limit: 3, after: rest.at(-1) })).toEqual([]);
  });

  it('lists those of all partners', async () => {
    const store = make();
    const endpoints = [anEndpoint(), anEndpoint()];
    for (const endpoint of endpoints) await store.save(undefined, endpoint);
    const ids = (await store.list({ limit: 100 })).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(endpoints.map(({ id }) => id)));
  });

  it('shows held texts oldest first, page by page, each once, until they are released', async () => {
    const store = make();
    const endpoint = anEndpoint();
    const texts = [3, 1, 2, 2].map((n) => aHeldText(endpoint, NOW + n));
    for (const text of texts) await store.hold(text);
    const inOrder = [1, 2, 3].map((n) => aHeldText(endpoint, NOW + n));
    expect(await store.held(endpoint.id, { limit: 2 })).toEqual(inOrder.slice(0, 2));
    const page = { limit: 2, after: inOrder[1]?.text_id };
    expect(await store.held(endpoint.id, page)).toEqual(inOrder.slice(2));
    await store.release(endpoint.id, inOrder[0]?.text_id ?? '');
    await store.release(endpoint.id, 'unknown');
    expect(await store.held(endpoint.id, { limit: 9 })).toEqual(inOrder.slice(1));
    expect(await store.held(anEndpoint().id, { limit: 9 })).toEqual([]);
  });

  it('lists nothing behind the last of a partner, and all of it from before the first', async () => {
    const store = make();
    const partner = aPartnerId();
    const endpoint = anEndpoint(partner);
    await store.save(undefined, endpoint);
    for (const [other, expected] of [
      [`${partner}~`, []],
      ['\uffff', []],
      ['💬', []],
      ['A', [endpoint.id]],
      ['', [endpoint.id]],
    ] as const) {
      const page = await store.list({ partner, limit: 3, after: { partner: other, id: endpoint.id } });
      expect(
        page.map(({ id }) => id),
        other,
      ).toEqual(expected);
    }
    expect(await store.list({ partner: '💬'.repeat(255), limit: 3 })).toEqual([]);
  });

  it('shows nothing held behind the last text, whatever is named as it, and all of it from before the first', async () => {
    const store = make();
    const endpoint = anEndpoint();
    const text = aHeldText(endpoint, NOW);
    await store.hold(text);
    for (const after of ['~', '\uffff', '💬', 'n'])
      expect(await store.held(endpoint.id, { limit: 3, after }), after).toEqual([]);
    for (const after of ['', 'A', 'msg'])
      expect(await store.held(endpoint.id, { limit: 3, after }), after).toEqual([text]);
  });
}

describe('endpoints in memory', () => {
  describeEndpoints(() => new MemoryEndpoints());
});

describe('endpoints in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  const clock = new FixedClock();
  const make = () => new DynamoEndpoints(real.table, clock);
  describeEndpoints(make);

  /** When the rows of an endpoint expire, counted from now in days: the one that tells, and the one that lists it. */
  async function expiries({ partner, id }: Endpoint): Promise<(number | undefined)[]> {
    const rows = await Promise.all(
      [keys.endpoint(id), keys.endpointListed(partner, id)].map((key) => real.table.get(key)),
    );
    const daysUntil = (at: unknown) => (Number(at) * 1000 - clock.business()) / DAY;
    return rows.map((row) => (row?.['expires_at'] === undefined ? undefined : daysUntil(row['expires_at'])));
  }

  it('are gone 400 days after they were used, from the list as well', async () => {
    const store = make();
    const endpoint = anEndpoint();
    await store.save(undefined, endpoint);
    expect(await expiries(endpoint)).toEqual([400, 400]);
    for (const days of [0, 100]) {
      clock.advance(days * DAY);
      const seen = await store.endpoint(endpoint.id);
      await store.save(seen, { ...endpoint, used_at: clock.business() });
      expect(await expiries(endpoint)).toEqual([400, 400]);
    }
  });

  it('are listed anew by whoever keeps that they were used, and by nobody else', async () => {
    const store = make();
    const endpoint = { ...anEndpoint(), used_at: NOW };
    await store.save(undefined, endpoint);
    const seen = await store.endpoint(endpoint.id);
    clock.advance(DAY);
    await store.save(seen, { ...endpoint, failures: ['a#1'] });
    expect(await expiries(endpoint)).toEqual([400, 399]);
    expect(await store.save(seen, { ...endpoint, used_at: clock.business() })).toBe('conflict');
    expect(await expiries(endpoint)).toEqual([400, 399]);
  });

  it('stay while they are disabled, however long, and 400 days from when they are enabled', async () => {
    const store = make();
    const endpoint = anEndpoint();
    await store.save(undefined, { ...endpoint, used_at: clock.business() });
    const used = await store.endpoint(endpoint.id);
    await store.save(used, {
      ...endpoint,
      state: { name: 'disabled', at: clock.business(), rule: 'http.410' },
    });
    expect(await expiries(endpoint)).toEqual([undefined, undefined]);
    clock.advance(500 * DAY);
    const disabled = await store.endpoint(endpoint.id);
    await store.save(disabled, { ...endpoint, state: { name: 'closed' } });
    expect(await expiries(endpoint)).toEqual([400, 400]);
  });
});
