import { parentPort } from 'node:worker_threads';
import { runCrowd } from './crowd.ts';
import type { CrowdPlan } from './scenarios/crowd.ts';

parentPort?.on('message', async (plan: CrowdPlan) => {
  parentPort?.postMessage(await runCrowd(plan));
});
