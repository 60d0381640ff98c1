import { describe, expect, it } from 'vitest';
import { createFrameMeter } from '../../local/socket-frames.ts';

/** A masked frame as a client sends it (RFC 6455, 5.2); what it holds does not matter. */
function frame(length: number): Buffer {
  const extended = length < 126 ? [0x80 | length] : length < 65_536 ? [0x80 | 126] : [0x80 | 127];
  const size = Buffer.alloc(length < 126 ? 0 : length < 65_536 ? 2 : 8);
  if (size.length === 2) size.writeUInt16BE(length);
  if (size.length === 8) size.writeBigUInt64BE(BigInt(length));
  return Buffer.concat([Buffer.from([0x81, ...extended]), size, Buffer.alloc(4 + length, 0x7f)]);
}

const MOST = 1000;

describe('frames on the wire', () => {
  it.each([0, 1, 125, 126, 999, MOST])('are within the limit at %i bytes, however they are cut', (length) => {
    const bytes = Buffer.concat([frame(length), frame(3), frame(length)]);
    for (const step of [1, 2, 3, 7, bytes.length]) {
      const meter = createFrameMeter(MOST);
      for (let at = 0; at < bytes.length; at += step)
        expect(meter.take(bytes.subarray(at, at + step)), `${step} at ${at}`).toBe(true);
    }
  });

  it.each([MOST + 1, 65_535, 65_536, 200_000])(
    'are over it at %i bytes, as soon as that is announced',
    (length) => {
      const meter = createFrameMeter(MOST);
      expect(meter.take(Buffer.concat([frame(5), frame(length).subarray(0, 14)]))).toBe(false);
    },
  );

  it('are those that come before each other, not what they hold', () => {
    const meter = createFrameMeter(MOST);
    // What it holds looks like the head of a very long frame.
    expect(
      meter.take(Buffer.concat([Buffer.from([0x81, 0x84, 0, 0, 0, 0, 0x81, 0xff, 0xff, 0xff]), frame(1)])),
    ).toBe(true);
  });
});
