import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { DEADLINES } from '../../../shared/adapters/http/guarded-client.ts';
import { MAX_BODY_KEPT, MAX_BODY_READ } from '../../../shared/adapters/http/response-body.ts';
import { cleanUp, clientFor, httpServer, post, tcpServer } from './local-servers.ts';

afterEach(cleanUp);

// Only the deadline under test is short: a busy machine must not meet another one first.
const SHORT_HEAD = { connectMs: 5_000, headersMs: 120, totalMs: 5_000 };
const SHORT_TOTAL = { connectMs: 5_000, headersMs: 5_000, totalMs: 300 };
const ok = (_: IncomingMessage, response: ServerResponse) => void response.end('thanks');
const on = (port: number) => `http://127.0.0.1:${port}/hook?x=1`;

it('an attempt has 3 s to connect, 10 s to its head, 15 s in all', () => {
  expect(DEADLINES).toEqual({ connectMs: 3_000, headersMs: 10_000, totalMs: 15_000 });
});

describe('a post', () => {
  it('arrives as it was given and tells what came back', async () => {
    const seen: { method?: string | undefined; url?: string | undefined; headers?: object; body?: string } =
      {};
    const server = await httpServer(async (request, response) => {
      const chunks: Buffer[] = await request.toArray();
      Object.assign(seen, { method: request.method, url: request.url, headers: request.headers });
      seen.body = Buffer.concat(chunks).toString();
      response.writeHead(202, { 'retry-after': '7' }).end('thanks');
    });
    const result = await post(clientFor(), on(server.port), {
      'webhook-id': 'msg_1',
      'User-Agent': 'Firstline/1',
    });
    expect(result).toMatchObject({
      kind: 'response',
      status: 202,
      retry_after: '7',
      body: 'thanks',
      address: '127.0.0.1',
    });
    expect(seen).toMatchObject({ method: 'POST', url: '/hook?x=1', body: '{"text":"Здравствуйте"}' });
    expect(seen.headers).toMatchObject({
      host: `127.0.0.1:${server.port}`,
      'webhook-id': 'msg_1',
      'user-agent': 'Firstline/1',
      'content-type': 'application/json',
      'accept-encoding': 'identity',
      'content-length': '35',
    });
  });

  it('is timed by phase', async () => {
    const server = await httpServer((_, response) => void setTimeout(() => response.end('x'), 20));
    const { timing } = await post(clientFor(), `http://localhost:${server.port}/`);
    expect(Object.keys(timing).sort()).toEqual(['connect_ms', 'dns_ms', 'first_byte_ms', 'total_ms']);
    expect(timing.first_byte_ms).toBeGreaterThanOrEqual(18);
    expect(timing.total_ms).toBeGreaterThanOrEqual(timing.first_byte_ms ?? Number.POSITIVE_INFINITY);
  });

  it('reuses the socket, which then has no DNS and connect phases', async () => {
    const server = await httpServer(ok);
    const client = clientFor();
    await post(client, on(server.port));
    const second = await post(client, on(server.port));
    expect(server.connections()).toBe(1);
    expect(second).toMatchObject({ kind: 'response', status: 200, address: '127.0.0.1' });
    expect(Object.keys(second.timing).sort()).toEqual(['first_byte_ms', 'total_ms']);
  });

  it('does not trust a socket that idled for long, even if no timer could run', async () => {
    const server = await httpServer(ok);
    let frozen = 0;
    const client = clientFor({ now: () => performance.now() + frozen });
    await post(client, on(server.port));
    frozen = 60_000;
    expect(await post(client, on(server.port))).toMatchObject({ status: 200 });
    expect(server.connections()).toBe(2);
  });

  it('cannot have its framing overruled by headers', async () => {
    const server = await httpServer(
      (request, response) => void response.end(JSON.stringify(request.headers)),
    );
    const forged = {
      Host: 'evil',
      'Content-Length': '1',
      'Transfer-Encoding': 'chunked',
      Connection: 'close',
      Expect: 'x',
    };
    const result = await post(clientFor(), on(server.port), forged);
    const headers = JSON.parse(result.kind === 'response' ? result.body : '{}');
    expect(headers).toMatchObject({
      host: `127.0.0.1:${server.port}`,
      'content-length': '35',
      connection: 'keep-alive',
    });
    expect(headers).not.toHaveProperty('transfer-encoding');
  });

  it.each([
    ['a line break in a value', { 'X-Chat-ID': 'a\r\nX-Evil: 1' }],
    ['a letter that HTTP lacks', { 'X-Chat-ID': 'чат' }],
    ['a space in a name', { 'X Chat': '1' }],
  ])('with %s in a header is an invalid request', async (_, headers) => {
    const server = await httpServer(ok);
    expect(await post(clientFor(), on(server.port), headers)).toMatchObject({
      kind: 'error',
      error: 'request.invalid',
    });
    expect(server.connections()).toBe(0);
  });

  it('after close is refused, and one under way is ended', async () => {
    const server = await httpServer(() => {});
    const client = clientFor();
    const underWay = post(client, on(server.port));
    await expect.poll(server.connections).toBe(1);
    client.close();
    expect(await underWay).toMatchObject({ kind: 'error', error: 'client.closed' });
    expect(await post(client, on(server.port))).toMatchObject({ kind: 'error', error: 'client.closed' });
  });
});

describe('a status', () => {
  it.each([200, 204, 301, 302, 303, 307, 308, 400, 404, 410, 429, 500, 503, 599])(
    '%i is told as it came',
    async (status) => {
      const visited: string[] = [];
      const server = await httpServer((request, response) => {
        visited.push(request.url ?? '');
        response.writeHead(status, { location: '/elsewhere' }).end();
      });
      expect(await post(clientFor(), on(server.port))).toMatchObject({ kind: 'response', status });
      expect(visited).toEqual(['/hook?x=1']);
    },
  );

  it('after interim ones is the final one', async () => {
    const server = await httpServer((_, response) => {
      response.writeProcessing();
      response.writeEarlyHints({ link: '</a>; rel=preload' });
      response.end('done');
    });
    expect(await post(clientFor(), on(server.port))).toMatchObject({ status: 200, body: 'done' });
  });

  it('101 ends the connection', async () => {
    const server = await tcpServer((socket) => {
      socket.once('data', () =>
        socket.write('HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nhello'),
      );
    });
    expect(await post(clientFor({ deadlines: SHORT_HEAD }), on(server.port))).toMatchObject({
      kind: 'response',
      status: 101,
    });
    await expect.poll(() => server.sockets()[0]?.destroyed).toBe(true);
  });
});

describe('a body', () => {
  const endless = (written: { bytes: number }) => (_: IncomingMessage, response: ServerResponse) => {
    const chunk = Buffer.alloc(16_384, 'x');
    const more = () => {
      while (!response.destroyed && response.write(chunk)) written.bytes += chunk.length;
    };
    response.on('drain', more);
    response.on('error', () => {});
    more();
  };

  it('without end is read to 64 KiB, kept to 4 KiB, and its socket destroyed', async () => {
    const written = { bytes: 0 };
    const server = await httpServer(endless(written));
    const result = await post(clientFor(), on(server.port));
    expect(result).toMatchObject({
      kind: 'response',
      status: 200,
      body: expect.stringMatching(/^x+ … \[cut\]$/),
    });
    expect(Buffer.byteLength(result.kind === 'response' ? result.body : '')).toBe(MAX_BODY_KEPT);
    await expect.poll(() => server.sockets()[0]?.destroyed).toBe(true);
    expect(written.bytes).toBeLessThan(8 * 1024 * 1024);
  });

  it('of exactly 64 KiB is read whole, and its socket used again', async () => {
    const server = await httpServer((_, response) => void response.end(Buffer.alloc(MAX_BODY_READ, 'x')));
    const client = clientFor();
    await post(client, on(server.port));
    await post(client, on(server.port));
    expect(server.connections()).toBe(1);
  });

  it('that drips ends at the deadline of the whole attempt, its status known', async () => {
    const server = await httpServer((_, response) => {
      const timer = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(timer));
    });
    const result = await post(clientFor({ deadlines: SHORT_TOTAL }), on(server.port));
    expect(result).toMatchObject({ kind: 'error', error: 'response.deadline', status: 200 });
    expect(result.timing.total_ms).toBeGreaterThanOrEqual(SHORT_TOTAL.totalMs - 5);
    await expect.poll(() => server.sockets()[0]?.destroyed).toBe(true);
  });

  it('that breaks off is an aborted response', async () => {
    const server = await httpServer((_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half', () => setTimeout(() => response.destroy(), 10));
    });
    expect(await post(clientFor(), on(server.port))).toMatchObject({
      kind: 'error',
      error: 'response.aborted',
      status: 200,
    });
  });

  it('with broken chunks is a malformed response', async () => {
    const server = await tcpServer((socket) => {
      const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
      socket.once('data', () => socket.write(head, () => setTimeout(() => socket.write('zz\r\nhello'), 10)));
    });
    expect(await post(clientFor(), on(server.port))).toMatchObject({
      kind: 'error',
      error: 'response.malformed',
    });
  });
});

describe('a receiver', () => {
  it('that sends no head in time', async () => {
    const server = await httpServer(() => {});
    const result = await post(clientFor({ deadlines: SHORT_HEAD }), on(server.port));
    expect(result).toMatchObject({ kind: 'error', error: 'response.timeout', address: '127.0.0.1' });
    expect(result.timing).not.toHaveProperty('first_byte_ms');
  });

  it('that drips its head is timed out just so', async () => {
    const server = await tcpServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('X-Drip: 1\r\n'), 10);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await post(clientFor({ deadlines: SHORT_HEAD }), on(server.port))).toMatchObject({
      error: 'response.timeout',
    });
  });

  it('that sends a huge head', async () => {
    const server = await tcpServer((socket) => {
      socket.once('data', () =>
        socket.write(`HTTP/1.1 200 OK\r\n${`X-Fill: ${'x'.repeat(1000)}\r\n`.repeat(40)}\r\n`),
      );
    });
    expect(await post(clientFor(), on(server.port))).toMatchObject({ error: 'response.headers_too_large' });
  });

  it.each([
    'SSH-2.0-OpenSSH_9.6\r\n',
    'HTTP/1.1 abc\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
  ])('that speaks %j is malformed', async (words) => {
    const server = await tcpServer((socket) => void socket.once('data', () => socket.end(words)));
    expect(await post(clientFor(), on(server.port))).toMatchObject({
      kind: 'error',
      error: 'response.malformed',
    });
  });

  it('that hangs up without a word', async () => {
    const server = await tcpServer((socket) => void socket.once('data', () => socket.end()));
    expect(await post(clientFor(), on(server.port))).toMatchObject({
      kind: 'error',
      error: 'request.closed',
    });
  });

  it('that resets the connection', async () => {
    const server = await tcpServer((socket) => void socket.once('data', () => socket.resetAndDestroy()));
    expect(await post(clientFor(), on(server.port))).toMatchObject({
      kind: 'error',
      error: 'request.reset',
      detail: 'ECONNRESET',
    });
  });

  it('that does not listen', async () => {
    const { port } = await tcpServer(() => {});
    await cleanUp();
    const result = await post(clientFor(), on(port));
    expect(result).toMatchObject({
      kind: 'error',
      error: 'connect.refused',
      detail: 'ECONNREFUSED',
      address: '127.0.0.1',
    });
  });
});
