import { KINDS, visitFeatures } from './features.ts';
import type { Token } from './tokens.ts';
import { inverseFrequency, type Vocabulary } from './vocabulary.ts';

/** A sparse vector: parallel arrays. */
export interface SparseVector {
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** A feature met in a message: which one, and between which tokens. */
export interface Occurrence {
  readonly index: number;
  readonly first: number;
  readonly last: number;
}

export interface Vectoriser {
  /** Sublinear tf-idf; features of one kind together have the length that the weighting gives to the kind. */
  vectorise(tokens: readonly Token[], onOccurrence?: (found: Occurrence) => void): SparseVector;
}

/** A vectoriser reuses its scratch memory: it is not re-entrant. */
export function createVectoriser(vocabulary: Vocabulary, weighting: readonly number[]): Vectoriser {
  const counts = new Int32Array(vocabulary.size);
  const kinds = new Uint8Array(vocabulary.size);
  return {
    vectorise(tokens, onOccurrence) {
      const touched: number[] = [];
      visitFeatures(tokens, (kind, hash, first, last) => {
        if (weighting[kind] === 0) return;
        const index = vocabulary.find(hash);
        if (index < 0) return;
        const count = counts[index] ?? 0;
        if (count === 0) touched.push(index);
        counts[index] = count + 1;
        kinds[index] = kind;
        onOccurrence?.({ index, first, last });
      });
      const values = weigh(touched, counts, vocabulary);
      for (const index of touched) counts[index] = 0;
      scaleByKind(values, touched, kinds, weighting);
      return { indices: Int32Array.from(touched), values };
    },
  };
}

function weigh(touched: readonly number[], counts: Int32Array, vocabulary: Vocabulary): Float32Array {
  return Float32Array.from(
    touched,
    (index) => (1 + Math.log(counts[index] ?? 1)) * inverseFrequency(vocabulary, index),
  );
}

function scaleByKind(
  values: Float32Array,
  touched: readonly number[],
  kinds: Uint8Array,
  weighting: readonly number[],
): void {
  const squares = new Float64Array(KINDS.length);
  touched.forEach((index, i) => {
    const kind = kinds[index] ?? 0;
    squares[kind] = (squares[kind] ?? 0) + (values[i] ?? 0) ** 2;
  });
  touched.forEach((index, i) => {
    const kind = kinds[index] ?? 0;
    values[i] = ((values[i] ?? 0) * (weighting[kind] ?? 0)) / Math.sqrt(squares[kind] ?? 1);
  });
}
