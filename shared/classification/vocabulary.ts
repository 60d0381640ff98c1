/** The features that a model knows, by hash. */
export interface Vocabulary {
  readonly size: number;
  /** Unsigned 32-bit hashes, ascending; a feature's index is its place here. */
  readonly hashes: Uint32Array;
  /** How many of the training texts hold each feature, and how many texts there were. */
  readonly frequencies: Uint16Array;
  readonly texts: number;
  /** Index of a feature, or -1. */
  find(hash: number): number;
}

/** Hashes share a bucket if they agree in all but this many low bits. */
const BUCKET_BITS = 16;

/** Makes a vocabulary searchable: evenly spread hashes leave a few to each bucket. */
export function createVocabulary(hashes: Uint32Array, frequencies: Uint16Array, texts: number): Vocabulary {
  const starts = bucketStarts(hashes);
  return {
    size: hashes.length,
    hashes,
    frequencies,
    texts,
    find(hash) {
      const bucket = hash >>> BUCKET_BITS;
      const end = starts[bucket + 1] ?? 0;
      for (let index = starts[bucket] ?? 0; index < end; index++) {
        if (hashes[index] === hash) return index;
      }
      return -1;
    },
  };
}

/** Inverse document frequency of a feature, smoothed as if one more text held them all. */
export function inverseFrequency({ frequencies, texts }: Vocabulary, index: number): number {
  return Math.log((1 + texts) / (1 + (frequencies[index] ?? 0))) + 1;
}

function bucketStarts(hashes: Uint32Array): Int32Array {
  const starts = new Int32Array(2 ** (32 - BUCKET_BITS) + 1);
  let bucket = 0;
  for (let index = 0; index < hashes.length; index++) {
    const own = (hashes[index] ?? 0) >>> BUCKET_BITS;
    while (bucket < own) starts[++bucket] = index;
  }
  return starts.fill(hashes.length, bucket + 1);
}
