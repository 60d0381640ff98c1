import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoEndpoints } from '../../shared/adapters/dynamo/endpoint-store.ts';
import { MemoryEndpoints } from '../../shared/adapters/memory/endpoints.ts';
import { type Endpoint, freshEndpoint, type HeldText } from '../../shared/domain/endpoint.ts';
import type { Endpoints } from '../../shared/ports.ts';
import { anId, CONVERSATION, DAY, NOW } from '../builders.ts';
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

  describeEndpoints(() => new DynamoEndpoints(real.table));
});
