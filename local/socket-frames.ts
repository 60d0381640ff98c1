/** Reads on where it left off; `ws` tells of whole messages alone, and a limit is on frames. */
export interface FrameMeter {
  /** @returns whether every frame so far is within the limit */
  take(chunk: Uint8Array): boolean;
}

/**
 * Measures the frames of a WebSocket as they come off the wire (RFC 6455, 5.2): two bytes, up to eight more for the
 * length, a mask of four, and what they announce.
 * @param most bytes of one frame
 */
export function createFrameMeter(most: number): FrameMeter {
  /** Bytes of the frame under way that are still to come. */
  let left = 0;
  let header: number[] = [];
  return {
    take(chunk) {
      for (let at = 0; at < chunk.length; ) {
        if (left > 0) {
          const skipped = Math.min(left, chunk.length - at);
          left -= skipped;
          at += skipped;
          continue;
        }
        header.push(chunk[at] ?? 0);
        at += 1;
        const length = payloadLength(header);
        if (length === undefined) continue;
        if (length > most) return false;
        left = length;
        header = [];
      }
      return true;
    },
  };
}

const MASK_BYTES = 4;

/** Undefined: the header is not all there. */
function payloadLength(header: readonly number[]): number | undefined {
  const [, second] = header;
  if (second === undefined) return undefined;
  const short = second & 0x7f;
  const extra = short === 127 ? 8 : short === 126 ? 2 : 0;
  const mask = second & 0x80 ? MASK_BYTES : 0;
  if (header.length < 2 + extra + mask) return undefined;
  return extra === 0 ? short : header.slice(2, 2 + extra).reduce((sum, byte) => sum * 256 + byte, 0);
}
