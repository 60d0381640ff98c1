import { KINDS, visitFeatures } from './features.ts';
import type { Token } from './tokens.ts';
import { inverseFrequency, type Vocabulary } from './vocabulary.ts';

/** A sparse vector: parallel arrays. */
export interface SparseVector {
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** Where the features of a message stand: parallel arrays, one entry for each time that a known feature is met. */
export interface Occurrences {
  /** Place of the feature in the vector. */
  readonly places: number[];
  /** First and last token that it was read from. */
  readonly firsts: number[];
  readonly lasts: number[];
}

export interface Vectoriser {
  /**
   * Sublinear tf-idf; features of one kind together have the length that the weighting gives to the kind.
   * Notes in `occurrences`, if given, where each feature stands.
   */
  vectorise(tokens: readonly Token[], occurrences?: Occurrences): SparseVector;
}

/** What is known of a message's features while they are counted: parallel arrays, in the order of first sight. */
interface Tally {
  readonly indices: number[];
  readonly kinds: number[];
  readonly counts: number[];
}

/** A vectoriser reuses its scratch memory: it is not re-entrant. */
export function createVectoriser(vocabulary: Vocabulary, weighting: readonly number[]): Vectoriser {
  const places = new Int32Array(vocabulary.size).fill(-1);
  return {
    vectorise(tokens, occurrences) {
      const tally: Tally = { indices: [], kinds: [], counts: [] };
      visitFeatures(tokens, (kind, hash, first, last) => {
        if (weighting[kind] === 0) return;
        const index = vocabulary.find(hash);
        if (index < 0) return;
        const place = countIn(tally, places, index, kind);
        if (occurrences === undefined) return;
        occurrences.places.push(place);
        occurrences.firsts.push(first);
        occurrences.lasts.push(last);
      });
      for (const index of tally.indices) places[index] = -1;
      return { indices: Int32Array.from(tally.indices), values: weigh(tally, vocabulary, weighting) };
    },
  };
}

function countIn(tally: Tally, places: Int32Array, index: number, kind: number): number {
  const known = places[index] ?? -1;
  if (known >= 0) {
    tally.counts[known] = (tally.counts[known] ?? 0) + 1;
    return known;
  }
  const place = tally.indices.length;
  places[index] = place;
  tally.indices.push(index);
  tally.kinds.push(kind);
  tally.counts.push(1);
  return place;
}

function weigh(
  { indices, kinds, counts }: Tally,
  vocabulary: Vocabulary,
  weighting: readonly number[],
): Float32Array {
  const values = new Float32Array(indices.length);
  const squares = new Float64Array(KINDS.length);
  for (let i = 0; i < values.length; i++) {
    const value = (1 + Math.log(counts[i] ?? 1)) * inverseFrequency(vocabulary, indices[i] ?? 0);
    const kind = kinds[i] ?? 0;
    values[i] = value;
    squares[kind] = (squares[kind] ?? 0) + value * value;
  }
  const factors = squares.map((square, kind) => (weighting[kind] ?? 0) / Math.sqrt(square));
  for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) * (factors[kinds[i] ?? 0] ?? 0);
  return values;
}
