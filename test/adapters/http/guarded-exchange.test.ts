import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { Exchanged } from '../../../shared/adapters/http/exchange.ts';
import type { GuardedClientOptions } from '../../../shared/adapters/http/guarded-client.ts';
import { MAX_BODY_READ } from '../../../shared/adapters/http/response-body.ts';
import {
  certificate,
  cleanUp,
  clientFor,
  divertTo,
  HOST,
  httpServer,
  httpsServer,
  tcpServer,
} from './local-servers.ts';
import { closedPort, deafPort } from './troubled-machine.ts';

afterEach(cleanUp);

const SHORT = { connectMs: 150, headersMs: 150, totalMs: 150 };
const ask = (url: string, options: Partial<GuardedClientOptions> = {}) =>
  clientFor(options).exchange({ method: 'POST', url, headers: {}, body: '{}' });
const askPort = (port: number, options = {}) => ask(`http://127.0.0.1:${port}/`, options);

async function closedUnderWay(): Promise<Exchanged> {
  const server = await httpServer(() => {});
  const client = clientFor();
  const underWay = client.exchange({ method: 'GET', url: `http://127.0.0.1:${server.port}/`, headers: {} });
  await expect.poll(server.connections).toBe(1);
  client.close();
  return underWay;
}

async function closedBefore(): Promise<Exchanged> {
  const client = clientFor();
  client.close();
  return client.exchange({ method: 'GET', url: 'http://127.0.0.1:9/', headers: {} });
}

async function afterOneAnswer(): Promise<Exchanged> {
  let answers = 0;
  const server = await httpServer((request, response) => {
    answers += 1;
    if (answers === 1) response.end();
    else request.socket.destroy();
  });
  const client = clientFor();
  const request = {
    method: 'POST',
    url: `http://127.0.0.1:${server.port}/`,
    headers: {},
    body: '{}',
  } as const;
  await client.exchange(request);
  return client.exchange(request);
}

describe('a request that failed can have left or not:', () => {
  it.each<[boolean, string, () => Promise<Exchanged>]>([
    [true, 'url.forbidden', () => ask('http://localhost./')],
    [true, 'address.forbidden', () => ask(`https://${HOST}/`, { resolve: async () => ['10.0.0.1'] })],
    [
      true,
      'request.invalid',
      () => clientFor().exchange({ method: 'GET', url: 'http://127.0.0.1:9/', headers: { x: 'чат' } }),
    ],
    [true, 'connect.refused', async () => askPort(await closedPort())],
    [true, 'connect.timeout', async () => askPort(await deafPort(), { deadlines: SHORT })],
    [true, 'client.closed', closedBefore],
    [false, 'client.closed', closedUnderWay],
    [false, 'request.closed', afterOneAnswer],
    [
      false,
      'request.closed',
      async () => askPort((await tcpServer((socket) => void socket.once('data', () => socket.end()))).port),
    ],
    [
      false,
      'response.timeout',
      async () => askPort((await httpServer(() => {})).port, { deadlines: { ...SHORT, connectMs: 5_000 } }),
    ],
  ])('unsent is %s after %s', async (unsent, error, happen) => {
    expect(await happen()).toMatchObject({ unsent, result: { kind: 'error', error } });
  });

  it.each([
    ['is not trusted: nothing was written', {}, true, 'tls.self_signed'],
    [
      'wants one of ours, which it says late: it may have been written',
      { requestCert: true, rejectUnauthorized: true },
      false,
      'tls.handshake',
    ],
  ])('a server whose certificate %s', async (_, options, unsent, error) => {
    let heard = 0;
    const server = await httpsServer(() => void heard++, options);
    const ca = unsent ? {} : { ca: certificate('self-signed') };
    const exchanged = await ask(`https://${HOST}/`, divertTo(server.port, ca));
    expect(exchanged).toMatchObject({ unsent, result: { error } });
    expect(heard).toBe(0);
  });
});

describe('an answer', () => {
  it('to a GET has no body sent before it, and comes with its own as it was', async () => {
    const packed = gzipSync('x'.repeat(10));
    const server = await httpServer((request, response) => {
      expect(request.method).toBe('GET');
      expect(request.headers).not.toHaveProperty('content-length');
      expect(request.headers).not.toHaveProperty('transfer-encoding');
      response.writeHead(200, { 'content-type': 'image/png', 'content-encoding': 'gzip' }).end(packed);
    });
    const url = `http://127.0.0.1:${server.port}/`;
    const { unsent, received } = await clientFor().exchange({ method: 'GET', url, headers: {} });
    expect(unsent).toBe(false);
    expect(received).toMatchObject({ cut: false, encoding: 'gzip' });
    expect(Buffer.compare(received?.bytes ?? Buffer.alloc(0), packed)).toBe(0);
  });

  it.each([
    [MAX_BODY_READ, undefined, false],
    [MAX_BODY_READ + 1, undefined, true],
    [300_000, 300_000, false],
    [300_001, 300_000, true],
    [11, 10, true],
  ])('of %i bytes is cut if %s are wanted: %s', async (size, most, cut) => {
    const server = await httpServer((_, response) => {
      for (let left = size; left > 0; left -= 10_000)
        response.write(Buffer.alloc(Math.min(left, 10_000), 'x'));
      response.end();
    });
    const url = `http://127.0.0.1:${server.port}/`;
    const asked = { method: 'GET', url, headers: {}, ...(most && { most }) } as const;
    const { received } = await clientFor().exchange(asked);
    expect(received).toMatchObject({ cut });
    expect(received?.bytes.length).toBe(Math.min(size, most ?? MAX_BODY_READ));
  });
});
