import type { Token } from '../tokens.ts';
import type { Vectoriser } from '../vectoriser.ts';
import type { Matrix } from './svm.ts';

/** Stacks the vectors of many texts. */
export function stackVectors(
  texts: readonly (readonly Token[])[],
  vectoriser: Vectoriser,
  columns: number,
): Matrix {
  const vectors = texts.map((tokens) => vectoriser.vectorise(tokens));
  const starts = new Int32Array(vectors.length + 1);
  vectors.forEach((vector, row) => {
    starts[row + 1] = (starts[row] ?? 0) + vector.indices.length;
  });
  const total = starts[vectors.length] ?? 0;
  const indices = new Int32Array(total);
  const values = new Float32Array(total);
  vectors.forEach((vector, row) => {
    indices.set(vector.indices, starts[row]);
    values.set(vector.values, starts[row]);
  });
  return { starts, indices, values, columns };
}
