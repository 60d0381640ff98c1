import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCrmPlay } from '../../local/crm-play.ts';
import { NOON } from './backend.ts';

let server: Server;
let base: string;
let now: number;

beforeEach(async () => {
  now = NOON;
  const crm = createCrmPlay({ now: () => now });
  server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://twin');
    if (!(await crm.handle(request, response, pathname))) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const post = (body: string, inbox = 'demo', headers: Record<string, string> = {}) =>
  fetch(`${base}/_local/crm/${inbox}`, { method: 'POST', body, headers });
const behave = (behaviour: unknown, inbox = 'demo') =>
  fetch(`${base}/_local/crm/${inbox}/behaviour`, { method: 'PUT', body: JSON.stringify(behaviour) });

interface Listed {
  items: { at: string; body: string; headers: Record<string, string>; status: number | null }[];
  dropped?: number;
}

async function list(inbox = 'demo'): Promise<Listed> {
  return (await (await fetch(`${base}/_local/crm/${inbox}`)).json()) as Listed;
}

const items = async (inbox?: string) => (await list(inbox)).items;

describe('an inbox', () => {
  it('lists what was posted, oldest first, raw, at business time', async () => {
    await post('{"first": 1 }', 'demo', { 'webhook-id': 'msg_1' });
    now += 60_000;
    await post('второе');
    expect(await items()).toMatchObject([
      {
        at: '2031-05-01T12:00:00.000Z',
        body: '{"first": 1 }',
        headers: { 'webhook-id': 'msg_1' },
        status: 200,
      },
      { at: '2031-05-01T12:01:00.000Z', body: 'второе', status: 200 },
    ]);
  });

  it('is its own', async () => {
    await post('mine', 'one');
    expect(await items('two')).toEqual([]);
  });

  it('is empty and well-behaved again once deleted', async () => {
    await behave({ status: 500 });
    await post('x');
    await fetch(`${base}/_local/crm/demo`, { method: 'DELETE' });
    expect(await items()).toEqual([]);
    expect((await post('x')).status).toBe(200);
  });

  it('keeps the newest 5,000 and says how many it dropped', async () => {
    for (let batch = 0; batch < 51; batch += 1) {
      await Promise.all(Array.from({ length: 100 }, () => post(String(batch))));
    }
    const listed = await list();
    expect(listed.items).toHaveLength(5_000);
    expect(listed.items[0]?.body).toBe('1');
    expect(listed.dropped).toBe(100);
  });

  it('takes no more than 1 MiB', async () => {
    expect((await post('x'.repeat(1_024 * 1_024 + 1))).status).toBe(413);
    expect(await items()).toEqual([]);
  });
});

describe('behaviour', () => {
  it('fails as often as it is told, then no more', async () => {
    await behave({ status: 503, times: 2, retry_after: 2 });
    const first = await post('1');
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '2']);
    expect((await post('2')).status).toBe(503);
    expect((await post('3')).status).toBe(200);
    expect((await items()).map(({ body, status }) => [body, status])).toEqual([
      ['1', 503],
      ['2', 503],
      ['3', 200],
    ]);
  });

  it('lasts until it is changed without a number', async () => {
    await behave({ status: 410 });
    for (let times = 0; times < 4; times += 1) expect((await post('x')).status).toBe(410);
    await behave({});
    expect((await post('x')).status).toBe(200);
  });

  it('can be slow', async () => {
    await behave({ delay_ms: 50 });
    const startedAt = performance.now();
    await post('x');
    expect(performance.now() - startedAt).toBeGreaterThan(45);
  });

  it('can reset the connection', async () => {
    await behave({ failure: 'reset', times: 1 });
    await expect(post('x')).rejects.toThrow();
    expect(await items()).toMatchObject([{ body: 'x', status: null }]);
  });

  it('can stay silent', async () => {
    await behave({ failure: 'hang', times: 1 });
    const silent = fetch(`${base}/_local/crm/demo`, {
      method: 'POST',
      body: 'x',
      signal: AbortSignal.timeout(100),
    });
    await expect(silent).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await items()).toMatchObject([{ body: 'x', status: null }]);
  });

  it.each([
    { status: 99 },
    { status: 'no' },
    { times: -1 },
    { delay_ms: 1e9 },
    { failure: 'sulk' },
    'x',
    null,
  ])('is refused when it is %j', async (behaviour) => {
    expect((await behave(behaviour)).status).toBe(422);
    expect((await post('x')).status).toBe(200);
  });
});

describe('other paths', () => {
  it.each(['/_local/crm', '/_local/crm/', '/_local/crm/a/b', '/_local/crm/%D1%8F', '/api/messages'])(
    '%s is left to others',
    async (path) => {
      expect((await fetch(`${base}${path}`)).status).toBe(418);
    },
  );

  it('tolerates a trailing slash', async () => {
    await fetch(`${base}/_local/crm/demo/`, { method: 'POST', body: 'x' });
    expect(await items()).toHaveLength(1);
  });

  it('knows other methods, and refuses them', async () => {
    expect((await fetch(`${base}/_local/crm/demo`, { method: 'PATCH', body: 'x' })).status).toBe(405);
  });
});
