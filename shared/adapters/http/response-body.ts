import type { IncomingMessage } from 'node:http';
import { finished, type Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Bytes read from the wire, and bytes unpacked from them, at most, unless a caller asks for more. */
export const MAX_BODY_READ = 64 * 1_024;
/** Bytes of UTF-8 that are kept, the mark of a cut included. */
export const MAX_BODY_KEPT = 4 * 1_024;

const CUT_MARK = ' … [cut]';
const NOT_ASKED_FOR = '[a body in an encoding that was not asked for]';
const CONTROL = /(?![\n\t])\p{Cc}/gu;

export interface BoundedBytes {
  bytes: Buffer;
  /** There was more than what was read. */
  cut: boolean;
}

/**
 * Reads at most `most` bytes, then destroys the stream and what feeds it. Rejects if the stream breaks before its end,
 * unless it was broken off because that was enough.
 */
export async function readBounded(
  stream: Readable,
  isEnough: () => boolean = () => false,
  most = MAX_BODY_READ,
): Promise<BoundedBytes> {
  const vessel = new Vessel(most);
  const cut = await vessel.fill(stream).catch((error: unknown) => {
    if (!isEnough()) throw error;
    return true;
  });
  return { bytes: vessel.bytes, cut };
}

/** The text worth keeping of a response: unpacked if it came packed unasked, at most 4 KiB, control characters replaced. */
export async function bodyText(response: IncomingMessage, body: BoundedBytes): Promise<string> {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '' || body.bytes.length === 0) return keptText(body);
  const decoder = isTooWide(encoding, body.bytes) ? undefined : decoderFor(encoding);
  return decoder ? keptText(await decode(decoder, body)) : NOT_ASKED_FOR;
}

function decoderFor(encoding: string): ReturnType<typeof createGunzip> | undefined {
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip(options);
  if (encoding === 'deflate') return createInflate(options);
  if (encoding === 'br') return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
  return undefined;
}

/** Brotli announces its window in its first bits: 8 or 16 MiB would be taken at once, and 4 MiB is its usual most. */
function isTooWide(encoding: string, [first = 0]: Buffer): boolean {
  return encoding === 'br' && (first & 0b1101) === 0b1101;
}

// A packed body that breaks, or was cut, is worth what could be unpacked of it.
async function decode(decoder: ReturnType<typeof createGunzip>, body: BoundedBytes): Promise<BoundedBytes> {
  const vessel = new Vessel(MAX_BODY_READ);
  decoder.end(body.bytes);
  const cut = await vessel.fill(decoder).catch(() => true);
  return { bytes: vessel.bytes, cut: cut || body.cut };
}

/** What a stream holds up to the limit. Bytes are copied: a thousand chunks of one byte cost no more than one of a thousand. */
class Vessel {
  readonly #room: Buffer;
  #size = 0;

  constructor(most: number) {
    this.#room = Buffer.allocUnsafe(most);
  }

  get bytes(): Buffer {
    return this.#room.subarray(0, this.#size);
  }

  /**
   * Whether there was more than fits; then the stream is destroyed. Chunks are taken as they come: a loop over the
   * stream would first let it collect ten thousand of a byte each, which a parser finds in one read of a socket.
   */
  fill(stream: Readable): Promise<boolean> {
    return new Promise((resolve, reject) => {
      finished(stream, (error) => (error ? reject(error) : resolve(false)));
      stream.on('data', (chunk: Buffer) => {
        if (this.#take(chunk)) return;
        resolve(true);
        stream.destroy();
      });
    });
  }

  #take(chunk: Buffer): boolean {
    const taken = chunk.copy(this.#room, this.#size);
    this.#size += taken;
    return taken === chunk.length;
  }
}

/** At most 4 KiB of them as text, control characters replaced, a cut marked. */
export function keptText({ bytes, cut }: BoundedBytes): string {
  const head = bytes.subarray(0, MAX_BODY_KEPT);
  const clean = new TextDecoder()
    .decode(head, { stream: true })
    .replace(/\r\n/g, '\n')
    .replace(CONTROL, '\ufffd');
  return cut || bytes.length > MAX_BODY_KEPT || Buffer.byteLength(clean) > MAX_BODY_KEPT
    ? cutText(clean)
    : clean;
}

function cutText(text: string): string {
  const room = MAX_BODY_KEPT - Buffer.byteLength(CUT_MARK);
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(room));
  return text.slice(0, read) + CUT_MARK;
}
