import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Bytes read from the wire, and bytes unpacked from them, at most. */
export const MAX_BODY_READ = 64 * 1_024;
/** Bytes of UTF-8 that are kept, the mark of a cut included. */
export const MAX_BODY_KEPT = 4 * 1_024;

const CUT_MARK = ' … [cut]';
const CONTROL = /(?![\n\t])\p{Cc}/gu;

export interface BoundedBytes {
  bytes: Buffer;
  /** There was more than what was read. */
  cut: boolean;
}

/** Reads at most 64 KiB, then destroys the stream and what feeds it. Rejects if the stream breaks before its end. */
export async function readBounded(stream: Readable): Promise<BoundedBytes> {
  const chunks: Buffer[] = [];
  const cut = await collect(stream, chunks);
  return { bytes: Buffer.concat(chunks).subarray(0, MAX_BODY_READ), cut };
}

/** The text worth keeping of a response: unpacked if it came packed unasked, at most 4 KiB, control characters replaced. */
export async function bodyText(response: IncomingMessage, body: BoundedBytes): Promise<string> {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '' || body.bytes.length === 0) return toText(body);
  const decoder = decoderFor(encoding);
  return decoder ? toText(await decode(decoder, body)) : '[a body in an encoding that was not asked for]';
}

function decoderFor(encoding: string): ReturnType<typeof createGunzip> | undefined {
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip(options);
  if (encoding === 'deflate') return createInflate(options);
  if (encoding === 'br') return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
  return undefined;
}

// A packed body that breaks, or was cut, is worth what could be unpacked of it.
async function decode(decoder: ReturnType<typeof createGunzip>, body: BoundedBytes): Promise<BoundedBytes> {
  const chunks: Buffer[] = [];
  decoder.end(body.bytes);
  const cut = await collect(decoder, chunks).catch(() => true);
  return { bytes: Buffer.concat(chunks).subarray(0, MAX_BODY_READ), cut: cut || body.cut };
}

/** Whether the stream held more than the limit. Leaving the loop early destroys it. */
async function collect(stream: Readable, chunks: Buffer[]): Promise<boolean> {
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY_READ) return true;
  }
  return false;
}

function toText({ bytes, cut }: BoundedBytes): string {
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
