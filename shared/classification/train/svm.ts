import { createRandom, shuffle } from './random.ts';

/** Rows of sparse vectors, one after another (compressed sparse rows). */
export interface Matrix {
  /** Where each row starts; one more entry than rows. */
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
  readonly columns: number;
}

export interface SvmSettings {
  /** Cost of an error: higher fits the examples more closely. */
  readonly cost: number;
  readonly maxPasses: number;
  /** Stops when no multiplier of a pass wanted to move by more than this. */
  readonly tolerance: number;
  readonly seed: number;
}

/** One-vs-rest hyperplanes: the weights of a column lie together, one for each class. */
export interface Hyperplanes {
  readonly classes: number;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/**
 * Linear one-vs-rest support vector machines with squared hinge loss, by dual coordinate descent (Hsieh et al., 2008).
 * All classes advance together, so that each row is read once per pass. Deterministic for a seed.
 */
export function trainSvm(
  matrix: Matrix,
  targets: Int32Array,
  classes: number,
  settings: SvmSettings,
): Hyperplanes {
  const state = startState(matrix, targets, classes, settings.cost);
  const random = createRandom(settings.seed);
  const order = Int32Array.from(targets, (_, row) => row);
  for (let pass = 0; pass < settings.maxPasses; pass++) {
    shuffle(order, random);
    let largest = 0;
    for (const row of order) largest = Math.max(largest, visitRow(state, row));
    if (largest < settings.tolerance) break;
  }
  return { classes, weights: state.weights, biases: state.biases };
}

interface State extends Hyperplanes {
  readonly matrix: Matrix;
  readonly targets: Int32Array;
  readonly multipliers: Float32Array;
  readonly curvatures: Float64Array;
  readonly softness: number;
  readonly scores: Float64Array;
  readonly steps: Float64Array;
  readonly moved: Int32Array;
}

function startState(matrix: Matrix, targets: Int32Array, classes: number, cost: number): State {
  const softness = 1 / (2 * cost);
  const curvatures = Float64Array.from(targets, (_, row) => {
    let sum = 1 + softness;
    for (let p = matrix.starts[row] ?? 0; p < (matrix.starts[row + 1] ?? 0); p++)
      sum += (matrix.values[p] ?? 0) ** 2;
    return sum;
  });
  return {
    matrix,
    targets,
    classes,
    softness,
    curvatures,
    weights: new Float32Array(matrix.columns * classes),
    biases: new Float32Array(classes),
    multipliers: new Float32Array(targets.length * classes),
    scores: new Float64Array(classes),
    steps: new Float64Array(classes),
    moved: new Int32Array(classes),
  };
}

/** Improves every class's multiplier of one row; the answer is the largest projected gradient. */
function visitRow(state: State, row: number): number {
  scoreRow(state, row);
  const { classes, multipliers, scores, steps, moved, softness } = state;
  const curvature = state.curvatures[row] ?? 1;
  let largest = 0;
  let count = 0;
  for (let k = 0; k < classes; k++) {
    const sign = state.targets[row] === k ? 1 : -1;
    const at = row * classes + k;
    const before = multipliers[at] ?? 0;
    const gradient = sign * (scores[k] ?? 0) - 1 + before * softness;
    const projected = before === 0 ? Math.min(gradient, 0) : gradient;
    if (Math.abs(projected) < 1e-9) continue;
    largest = Math.max(largest, Math.abs(projected));
    multipliers[at] = Math.max(before - gradient / curvature, 0);
    steps[count] = sign * ((multipliers[at] ?? 0) - before);
    moved[count++] = k;
  }
  if (count > 0) moveRow(state, row, count);
  return largest;
}

function scoreRow({ matrix, classes, weights, biases, scores }: State, row: number): void {
  scores.set(biases);
  const end = matrix.starts[row + 1] ?? 0;
  for (let p = matrix.starts[row] ?? 0; p < end; p++) {
    const base = (matrix.indices[p] ?? 0) * classes;
    const value = matrix.values[p] ?? 0;
    for (let k = 0; k < classes; k++) scores[k] = (scores[k] ?? 0) + (weights[base + k] ?? 0) * value;
  }
}

function moveRow(
  { matrix, classes, weights, biases, steps, moved }: State,
  row: number,
  count: number,
): void {
  const end = matrix.starts[row + 1] ?? 0;
  for (let p = matrix.starts[row] ?? 0; p < end; p++) {
    const base = (matrix.indices[p] ?? 0) * classes;
    const value = matrix.values[p] ?? 0;
    for (let i = 0; i < count; i++) {
      const at = base + (moved[i] ?? 0);
      weights[at] = (weights[at] ?? 0) + (steps[i] ?? 0) * value;
    }
  }
  for (let i = 0; i < count; i++) {
    const k = moved[i] ?? 0;
    biases[k] = (biases[k] ?? 0) + (steps[i] ?? 0);
  }
}
