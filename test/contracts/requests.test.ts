import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoKeyedRequests } from '../../shared/adapters/dynamo/request-store.ts';
import { MemoryKeyedRequests } from '../../shared/adapters/memory/requests.ts';
import { digestOf } from '../../shared/domain/ids.ts';
import type { KeyedRequest, KeyedRequests } from '../../shared/ports.ts';
import { anId, DAY, NOW } from '../builders.ts';
import { type RealTable, startRealTable } from './real-table.ts';

let made = 0;

function aRequest(over: Partial<KeyedRequest> = {}): KeyedRequest {
  made += 1;
  return { partner: 'demo', key: `key ${made}`, message_id: anId(), at: NOW, digest: 'digest', ...over };
}

/** What every store of idempotency keys must do, whatever it is made of. */
function describeKeyedRequests(make: () => KeyedRequests): void {
  it('remembers the first request under a key, and tells whoever comes with it again', async () => {
    const requests = make();
    const first = aRequest();
    expect(await requests.claim(first, NOW)).toBeUndefined();
    const second = { ...first, message_id: anId(NOW + 1), at: NOW + 1, digest: 'another' };
    expect(await requests.claim(second, NOW + 1)).toEqual(first);
    expect(await requests.claim(second, NOW + 2)).toEqual(first);
  });

  it.each([
    [7 * DAY - 1, true],
    [7 * DAY, false],
  ])('after %i ms still knows it: %s, however late rows are deleted', async (age, known) => {
    const requests = make();
    const first = aRequest();
    await requests.claim(first, NOW);
    const again = { ...first, message_id: anId(NOW + age), at: NOW + age };
    expect(await requests.claim(again, NOW + age)).toEqual(known ? first : undefined);
    expect(await requests.claim(aRequest({ key: first.key }), NOW + age)).toEqual(known ? first : again);
  });

  it('knows it for as long as it is told', async () => {
    const requests = make();
    const first = aRequest();
    await requests.claim(first, NOW, DAY);
    const again = { ...first, message_id: anId(NOW + DAY), at: NOW + DAY };
    expect(await requests.claim({ ...again, at: NOW + DAY - 1 }, NOW + DAY - 1, DAY)).toEqual(first);
    expect(await requests.claim(again, NOW + DAY, DAY)).toBeUndefined();
  });

  it('tells that what came under a key was erased, and no longer what that was', async () => {
    const requests = make();
    const first = aRequest();
    await requests.claim(first, NOW);
    await requests.markErased('other', digestOf(first.key));
    await requests.markErased(first.partner, digestOf(first.key));
    const again = { ...first, message_id: anId(NOW + 1), at: NOW + 1 };
    expect(await requests.claim(again, NOW + 1)).toEqual({ ...first, digest: '', erased: true });
    const other = aRequest({ partner: 'other', key: first.key });
    expect(await requests.claim(other, NOW + 1)).toBeUndefined();
  });

  it('keeps partners apart, also where their names and keys run into each other', async () => {
    const requests = make();
    const key = `${made}-shared`;
    expect(await requests.claim(aRequest({ partner: 'a', key: `b#${key}` }), NOW)).toBeUndefined();
    expect(await requests.claim(aRequest({ partner: 'a#b', key }), NOW)).toBeUndefined();
    expect(await requests.claim(aRequest({ partner: 'b', key }), NOW)).toBeUndefined();
  });

  it.each(['k'.repeat(255), 'Ключ 🔑', '#', ' ', '{"a":1}', '\u0000'])(
    'takes the key %j as it is',
    async (key) => {
      const requests = make();
      const first = aRequest({ partner: `p${made}`, key });
      expect(await requests.claim(first, NOW)).toBeUndefined();
      expect(await requests.claim({ ...first, at: NOW + 5 }, NOW + 5)).toEqual(first);
      expect(await requests.claim({ ...first, key: `${key}x` }, NOW)).toBeUndefined();
    },
  );

  it('of fifty at once lets one be the first, and shows it to the others', async () => {
    const requests = make();
    const { key } = aRequest();
    const all = Array.from({ length: 50 }, (_, n) =>
      aRequest({ key, message_id: anId(NOW, n % 32), digest: `${n}` }),
    );
    const answers = await Promise.all(all.map((request) => requests.claim(request, NOW)));
    const winners = all.filter((_, n) => answers[n] === undefined);
    expect(winners).toHaveLength(1);
    for (const answer of answers) if (answer) expect(answer).toEqual(winners[0]);
  });

  it('of ten at once on a key that ran out lets one be the first again', async () => {
    const requests = make();
    const old = aRequest();
    await requests.claim(old, NOW);
    const later = NOW + 8 * DAY;
    const all = Array.from({ length: 10 }, (_, n) => aRequest({ key: old.key, at: later, digest: `${n}` }));
    const answers = await Promise.all(all.map((request) => requests.claim(request, later)));
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
    expect(answers).not.toContainEqual(old);
  });
}

describe('idempotency keys in memory', () => {
  describeKeyedRequests(() => new MemoryKeyedRequests());
});

describe('idempotency keys in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  describeKeyedRequests(() => new DynamoKeyedRequests(real.table));

  it('are not readable there: a partner may have put anything into them', async () => {
    const requests = new DynamoKeyedRequests(real.table);
    await requests.claim(aRequest({ partner: 'canary', key: 'CANARY-KEY' }), NOW);
    const { ScanCommand } = await import('@aws-sdk/client-dynamodb');
    const { Items = [] } = await real.client.send(new ScanCommand({ TableName: real.name }));
    expect(Items.length).toBeGreaterThan(0);
    expect(JSON.stringify(Items)).not.toContain('CANARY-KEY');
  });
});
