import { parentPort, workerData } from 'node:worker_threads';
import { type FoldTask, runFold } from './run-fold.ts';

const task = workerData as FoldTask;

parentPort?.on('message', (heldOut: Int32Array) => {
  parentPort?.postMessage(runFold(task, heldOut));
});
