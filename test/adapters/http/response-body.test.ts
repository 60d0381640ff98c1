import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { MAX_BODY_KEPT } from '../../../shared/adapters/http/response-body.ts';
import { cleanUp, clientFor, httpServer, post } from './local-servers.ts';

afterEach(cleanUp);

async function kept(body: Buffer | string, headers: Record<string, string> = {}): Promise<string> {
  const server = await httpServer((_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, headers).end(body);
  });
  const result = await post(clientFor(), `http://127.0.0.1:${server.port}/`);
  if (result.kind !== 'response') throw new Error(result.error);
  return result.body;
}

const bomb = Buffer.alloc(64 * 1024 * 1024);

describe('what is kept of a response', () => {
  it.each([
    ['', ''],
    ['plain', 'plain'],
    ['Принято 👍', 'Принято 👍'],
    ['line\r\nline\n\ttab', 'line\nline\n\ttab'],
    ['bell\u0007 null\0 escape\u001b[31m delete\u007f c1\u0085', 'bell� null� escape�[31m delete� c1�'],
  ])('%j becomes %j', async (body, expected) => {
    expect(await kept(body)).toBe(expected);
  });

  it('is never invalid text', async () => {
    expect(await kept(Buffer.from([0x61, 0xff, 0xfe, 0x62]))).toBe('a��b');
  });

  it.each([
    ['one byte each', 'x'],
    ['two bytes each', 'я'],
    ['four bytes each', '👍'],
    ['control characters', '\u0001'],
  ])('is cut visibly to 4 KiB, at whole characters: %s', async (_, character) => {
    const text = await kept(character.repeat(10_000));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_BODY_KEPT);
    expect(Buffer.byteLength(text)).toBeGreaterThan(MAX_BODY_KEPT - 8);
    expect(text).toMatch(/ … \[cut\]$/);
    expect(new Set(text.replace(' … [cut]', '')).size).toBe(1);
  });

  it('is not cut at exactly 4 KiB', async () => {
    expect(await kept('x'.repeat(MAX_BODY_KEPT))).toBe('x'.repeat(MAX_BODY_KEPT));
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('is unpacked if it came as %s unasked', async (encoding, pack) => {
    expect(await kept(pack(Buffer.from('Принято')), { 'content-encoding': encoding })).toBe('Принято');
  });

  it.each([
    ['gzip', gzipSync(bomb)],
    ['deflate', deflateSync(bomb)],
    ['br', brotliCompressSync(bomb)],
  ])('of a %s bomb is 4 KiB, at the price of a few', async (encoding, packed) => {
    const before = process.memoryUsage();
    const text = await kept(packed, { 'content-encoding': encoding });
    const after = process.memoryUsage();
    expect(text).toMatch(/^�+ … \[cut\]$/);
    expect(after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed).toBeLessThan(
      8 * 1024 * 1024,
    );
  });

  it.each(['gzip', 'deflate', 'br'])(
    'of a broken %s is what could be unpacked, marked as cut',
    async (encoding) => {
      expect(await kept('this is not packed', { 'content-encoding': encoding })).toBe(' … [cut]');
    },
  );

  it.each(['zstd', 'compress', 'gzip, gzip', 'made-up'])(
    'in %s is named and not unpacked',
    async (encoding) => {
      expect(await kept('anything', { 'content-encoding': encoding })).toMatch(/^\[.*encoding.*\]$/);
    },
  );
});
