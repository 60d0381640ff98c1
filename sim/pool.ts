import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { add, emptyTally, type Job, type Tally } from './jobs.ts';
import type { MutantName } from './mutants.ts';
import type { Order } from './worker.ts';

export interface PoolOptions {
  mutant?: MutantName | undefined;
  workers?: number | undefined;
  /** Stops at the first order with a failure; what comes behind it counts for nothing. */
  untilFailure?: boolean | undefined;
  /** Runs are handed out in orders of so many. */
  orderSize?: number | undefined;
}

interface Answer {
  number: number;
  tally: Tally;
}

/** Runs the jobs on all cores. The result does not depend on how many there are. */
export async function runOnAllCores(jobs: Iterable<Job>, options: PoolOptions = {}): Promise<Tally> {
  const orders = ordersOf(jobs, options);
  const answers: Tally[] = [];
  const workers = Array.from(
    { length: options.workers ?? availableParallelism() },
    () => new Worker(new URL('./worker.ts', import.meta.url)),
  );
  try {
    await Promise.all(workers.map((worker) => serve(worker, orders, answers, options)));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return sumOf(answers, options);
}

async function serve(
  worker: Worker,
  orders: Iterator<Order>,
  answers: Tally[],
  { untilFailure }: PoolOptions,
): Promise<void> {
  for (let next = orders.next(); !next.done; next = orders.next()) {
    const { number, tally } = await ask(worker, next.value);
    answers[number] = tally;
    if (untilFailure && tally.failures.length > 0) return;
    if (untilFailure && answers.some((known) => known.failures.length > 0)) return;
  }
}

function ask(worker: Worker, order: Order): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (answer: Answer) => {
      worker.off('error', reject);
      resolve(answer);
    });
    worker.postMessage(order);
  });
}

/** Orders are handed out in turn, so all that come before a failed one have an answer. */
function sumOf(answers: readonly Tally[], { untilFailure }: PoolOptions): Tally {
  const sum = emptyTally();
  for (const tally of answers) {
    add(sum, tally);
    if (untilFailure && tally.failures.length > 0) break;
  }
  return sum;
}

const ORDER_SIZE = 50;

function* ordersOf(
  jobs: Iterable<Job>,
  { mutant, orderSize = ORDER_SIZE }: PoolOptions,
): Generator<Order, undefined> {
  let number = 0;
  let batch: Job[] = [];
  for (const job of jobs) {
    batch.push(job);
    if (batch.length < orderSize) continue;
    yield { number, jobs: batch, mutant };
    number += 1;
    batch = [];
  }
  if (batch.length > 0) yield { number, jobs: batch, mutant };
}
