import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Fold } from './folds.ts';
import type { FoldTask } from './run-fold.ts';

/** More threads than this only share the memory bus. */
const MOST_THREADS = 4;

/**
 * Scores every held-out row by a model that has not seen it, folds side by side on the machine's cores. The answer does not
 * depend on how many there are. Rows that no fold holds out have no scores.
 */
export async function crossValidate(task: FoldTask, folds: readonly Fold[]): Promise<Float64Array[]> {
  const scores: Float64Array[] = [];
  const waiting = [...folds];
  const threads = Math.min(MOST_THREADS, availableParallelism(), folds.length);
  await Promise.all(Array.from({ length: threads }, () => runThread(task, waiting, scores)));
  return scores;
}

async function runThread(task: FoldTask, waiting: Fold[], scores: Float64Array[]): Promise<void> {
  const worker = new Worker(new URL('./fold-worker.ts', import.meta.url), { workerData: task });
  try {
    for (let fold = waiting.shift(); fold !== undefined; fold = waiting.shift()) {
      const flat = await ask(worker, fold.heldOut);
      fold.heldOut.forEach((row, i) => {
        scores[row] = flat.slice(i * task.classes, (i + 1) * task.classes);
      });
    }
  } finally {
    await worker.terminate();
  }
}

async function ask(worker: Worker, heldOut: Int32Array): Promise<Float64Array> {
  worker.postMessage(heldOut);
  const [scores] = (await once(worker, 'message')) as [Float64Array];
  return scores;
}
