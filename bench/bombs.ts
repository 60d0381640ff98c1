import { constants, deflateRawSync } from 'node:zlib';

export const PACKINGS = ['gzip', 'deflate', 'br', 'br of the widest window'] as const;
export type Packing = (typeof PACKINGS)[number];

/** What one repetition unpacks to. */
export const REPEATED_BYTES = 16 * 1_024 ** 2;
/** Together over 1 GiB. */
const REPETITIONS = 72;

/** A head, and what may follow it and itself any number of times, each of them 16 MiB of zeros in brotli. */
const BROTLI: Readonly<Record<'br' | 'br of the widest window', readonly [head: string, again: string]>> = {
  br: [
    'cbffff3f002400e2b14072effff8ffff078004401c1680eefd9f01',
    'fcffff034002200e0b40f7fe8fffff7f004800c46101e8deff19',
  ],
  'br of the widest window': ['cfffff7f002400e2b14072efff0d', 'fcffff074002200e0b40f7fedf00'],
};
const HEADS = { gzip: '1f8b0800000000000003', deflate: '789c' } as const;

/** A small body that unpacks to zeros without end in sight. No checksum follows: whoever reads that far has lost. */
export function bombOf(packing: Packing, repetitions = REPETITIONS): Buffer {
  if (packing === 'gzip' || packing === 'deflate')
    return Buffer.concat([fromHex(HEADS[packing]), ...Array<Buffer>(repetitions).fill(deflatedBlock())]);
  const [head, again] = BROTLI[packing];
  return fromHex(head + again.repeat(repetitions - 1));
}

// A full flush makes a block that depends on nothing before it.
function deflatedBlock(): Buffer {
  return deflateRawSync(Buffer.alloc(REPEATED_BYTES), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
}

function fromHex(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}
