import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeReceiver } from '../../../bench/bodies.ts';
import type { BodyFinding } from '../../../bench/body-probe.ts';
import { bombOf, PACKINGS, REPEATED_BYTES } from '../../../bench/bombs.ts';
import { type HostileReceiver, startHostileReceivers } from '../../../bench/hostile-receivers.ts';
import { cleanUp } from './local-servers.ts';

const MOST = 8 * 1024 ** 2;
const TRIES = 3;

let receivers: HostileReceiver[];
beforeAll(async () => {
  receivers = await startHostileReceivers(20);
});
afterAll(cleanUp);

// What else a process does can only add to its size, so the smallest growth of a few tries is the attempt's own.
async function probe(receiver: HostileReceiver): Promise<BodyFinding> {
  let least = await probeReceiver(receiver);
  for (let tries = 1; tries < TRIES && Math.max(least.accounted, least.outside) > MOST; tries++) {
    const { accounted, outside } = await probeReceiver(receiver);
    least = {
      ...least,
      accounted: Math.min(least.accounted, accounted),
      outside: Math.min(least.outside, outside),
    };
  }
  return least;
}

describe('an attempt takes at most 8 MiB and ends in its row, if the receiver answers with', () => {
  it.each<[string, string]>([
    ['a 302', 'http.3xx'],
    ['10 GB', 'http.2xx'],
    ['10 GB, a byte a chunk', 'http.2xx'],
    ['chunks named at length', 'http.2xx'],
    ['a chunk size without end', 'http.2xx'],
    ['a head without end', 'error.response.headers_too_large'],
    ['interim heads', 'error.response.headers_too_large'],
    ['blank lines', 'error.response.headers_too_large'],
    ['a byte a second', 'error.response.deadline'],
    ...PACKINGS.map((packing) => [`a bomb in ${packing}`, 'http.2xx'] satisfies [string, string]),
    ['a TLS failure', 'error.tls.self_signed'],
  ])('%s: %s', { timeout: 60_000 }, async (name, rule) => {
    const receiver = receivers.find((one) => one.name === name)!;
    const found = await probe(receiver);
    expect(found.rule).toBe(rule);
    expect(found.accounted).toBeLessThanOrEqual(MOST);
    expect(found.outside).toBeLessThanOrEqual(MOST);
  });
});

describe('a bomb', () => {
  it.each([
    ['gzip', createGunzip],
    ['deflate', createInflate],
    ['br', createBrotliDecompress],
    ['br of the widest window', createBrotliDecompress],
  ] as const)('in %s unpacks to 16 MiB as often as it is told', async (packing, create) => {
    const unpacking = create();
    unpacking.on('error', () => undefined);
    unpacking.write(bombOf(packing, 3));
    let size = 0;
    for await (const chunk of unpacking as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size === 3 * REPEATED_BYTES) break;
    }
    expect(size).toBe(3 * REPEATED_BYTES);
  });

  it.each(PACKINGS)(
    'in %s is of a few KB where the packing allows it, and of 1.2 MB otherwise',
    (packing) => {
      expect(bombOf(packing).length).toBeLessThan(packing.startsWith('br') ? 2_000 : 1_200_000);
    },
  );
});
