import { parentPort } from 'node:worker_threads';
import { type Job, runJobs } from './jobs.ts';
import type { MutantName } from './mutants.ts';

/** What a worker is asked for, and by which number it answers. */
export interface Order {
  number: number;
  jobs: readonly Job[];
  mutant: MutantName | undefined;
}

parentPort?.on('message', async ({ number, jobs, mutant }: Order) => {
  parentPort?.postMessage({ number, tally: await runJobs(jobs, mutant) });
});
