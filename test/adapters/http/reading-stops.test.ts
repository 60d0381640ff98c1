import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bombOf, PACKINGS } from '../../../bench/bombs.ts';
import { startHostileReceivers } from '../../../bench/hostile-receivers.ts';
import { MAX_WIRE_READ } from '../../../shared/adapters/http/exchange.ts';
import { MAX_BODY_KEPT, MAX_BODY_READ } from '../../../shared/adapters/http/response-body.ts';
import { cleanUp, clientFor, httpServer, post } from './local-servers.ts';

/** What every decoder made since the test began gave out, bytes, and whether it was ended early. */
const decoders: { out: number; destroyed: () => boolean }[] = [];

vi.mock('node:zlib', async (original) => {
  const zlib = await original<typeof import('node:zlib')>();
  const counting =
    <Made extends import('node:zlib').Gunzip>(create: (options: object) => Made) =>
    (options: object): Made => {
      const decoder = create(options);
      const seen = { out: 0, destroyed: () => decoder.destroyed };
      const push = decoder.push.bind(decoder);
      decoder.push = (chunk: Buffer | null) => {
        seen.out += chunk?.length ?? 0;
        return push(chunk);
      };
      decoders.push(seen);
      return decoder;
    };
  return {
    ...zlib,
    createGunzip: counting(zlib.createGunzip),
    createInflate: counting(zlib.createInflate),
    createBrotliDecompress: counting(zlib.createBrotliDecompress),
  };
});

/** Node's own buffers between two parties: a read of a socket, or a stream's high-water mark. */
const BUFFER = 64 * 1_024;

let opened: Socket[];
const note = (message: unknown) => void opened.push((message as { socket: Socket }).socket);
beforeEach(() => {
  opened = [];
  decoders.length = 0;
  subscribe('net.client.socket', note);
});
afterEach(async () => {
  unsubscribe('net.client.socket', note);
  await cleanUp();
});

describe('unpacking stops at 64 KiB', () => {
  it.each(PACKINGS.filter((packing) => !packing.includes('widest')))(
    'of a bomb in %s, give or take a buffer',
    async (encoding) => {
      const server = await httpServer(
        (_, response) => void response.writeHead(200, { 'content-encoding': encoding }).end(bombOf(encoding)),
      );
      const result = await post(clientFor(), `http://127.0.0.1:${server.port}/`);
      expect(result).toMatchObject({
        kind: 'response',
        status: 200,
        body: expect.stringMatching(/\[cut\]$/),
      });
      expect(decoders).toHaveLength(1);
      expect(decoders[0]?.out).toBeGreaterThan(MAX_BODY_READ);
      expect(decoders[0]?.out).toBeLessThanOrEqual(MAX_BODY_READ + 2 * BUFFER);
      expect(decoders[0]?.destroyed()).toBe(true);
    },
  );

  it('and does not begin if brotli asks for a window of 16 MiB', async () => {
    const server = await httpServer(
      (_, response) =>
        void response.writeHead(200, { 'content-encoding': 'br' }).end(bombOf('br of the widest window')),
    );
    expect(await post(clientFor(), `http://127.0.0.1:${server.port}/`)).toMatchObject({
      status: 200,
      body: '[a body in an encoding that was not asked for]',
    });
    expect(decoders).toEqual([]);
  });
});

describe('reading from the wire stops', () => {
  it.each([
    ['10 GB', MAX_BODY_READ + BUFFER],
    ['10 GB, a byte a chunk', MAX_WIRE_READ],
    ['chunks named at length', MAX_WIRE_READ],
    ['a chunk size without end', MAX_WIRE_READ],
    ['a head without end', BUFFER],
    ['interim heads', BUFFER],
    ['blank lines', BUFFER],
  ])('in the midst of %s, after %i bytes and a buffer', async (name, most) => {
    const receiver = (await startHostileReceivers(20)).find((one) => one.name === name)!;
    const result = await post(clientFor(), receiver.url);
    const [socket] = opened;
    await expect.poll(() => socket?.destroyed).toBe(true);
    expect(opened).toHaveLength(1);
    expect(socket?.bytesRead).toBeGreaterThan(0);
    expect(socket?.bytesRead).toBeLessThanOrEqual(most + BUFFER);
    expect(Buffer.byteLength(result.kind === 'response' ? result.body : '')).toBeLessThanOrEqual(
      MAX_BODY_KEPT,
    );
  });

  it('never in an honest answer: 64 KiB under a head of nearly 16 KiB, again and again on one socket', async () => {
    const server = await httpServer(
      (_, response) =>
        void response.writeHead(200, { 'x-fill': 'x'.repeat(15_000) }).end(Buffer.alloc(MAX_BODY_READ, 'x')),
    );
    const client = clientFor();
    for (let round = 0; round < 5; round++)
      expect(await post(client, `http://127.0.0.1:${server.port}/`)).toMatchObject({ status: 200 });
    expect(server.connections()).toBe(1);
    expect(opened[0]?.listenerCount('data')).toBe(0);
  });
});
