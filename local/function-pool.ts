import { FunctionFailure, type FunctionProcess, type Outcome } from './function-process.ts';
import type { HostFacts } from './function-protocol.ts';
import type { MachineLoad } from './machine-load.ts';

/**
 * Starting a process takes a whole core for a moment, most invocations less than this: it pays to wait for one that is
 * busy, the longer the more there are, and to start only one at a time. Else a machine that is late would start more
 * and more processes, and be later still.
 */
const LONGEST_PATIENCE_MS = 1_000;
/**
 * On a machine without a free core another process only takes time from those that run. It is started there if none of
 * them has got anywhere for so long, as when all hold requests that ask to wait.
 */
const STANDSTILL_MS = 500;
/** An invocation whose processes keep dying before they see it is given up. */
const HAND_OVERS = 5;

export interface PoolReport {
  pids: number[];
  invocations: number;
  failures: number;
  starts: number;
  peakRssMb: number;
}

export interface FunctionPool {
  /** Starts a first process, so that the first invocation finds one; resolves when it is loaded, or could not be. */
  warm(): Promise<void>;
  invoke(event: unknown): Promise<unknown>;
  report(): PoolReport;
  close(): Promise<void>;
}

export interface PoolOptions {
  /** Processes, and so invocations, at a time. */
  most: number;
  /** How long an invocation waits for the first process before it gets a second one. */
  patienceMs: number;
  /** Processes that it pays to have on a machine without a free core too. */
  few: number;
  machine: Pick<MachineLoad, 'isFull'>;
  start(): FunctionProcess;
  /** Read at the moment an invocation begins. */
  facts(): HostFacts;
  onFailure(failure: FunctionFailure, process: FunctionProcess): void;
}

interface Waiting {
  event: unknown;
  /** Monotonic milliseconds. */
  since: number;
  handOvers: number;
  resolve(payload: unknown): void;
  reject(failure: Error): void;
}

/** The processes of one function: started when something waits, kept when idle, replaced when they die. */
export function createFunctionPool(options: PoolOptions): FunctionPool {
  const processes = new Set<FunctionProcess>();
  const idle: FunctionProcess[] = [];
  const waiting: Waiting[] = [];
  const counts = { invocations: 0, failures: 0, starts: 0, peakRssKb: 0 };
  let starting = false;
  /** Monotonic milliseconds at which a process last became free. */
  let progressAt = Number.NEGATIVE_INFINITY;
  let patience: NodeJS.Timeout | undefined;
  let closed = false;

  function dispatch(): void {
    while (waiting.length > 0 && idle.length > 0) {
      const next = waiting.shift();
      const process = idle.pop();
      if (next && process) void run(next, process);
    }
    clearTimeout(patience);
    const [first] = waiting;
    if (!first || starting || closed || processes.size >= options.most) return;
    const restMs = processes.size === 0 ? 0 : startAt(first) - performance.now();
    if (restMs > 0) patience = setTimeout(dispatch, restMs);
    else void start();
  }

  /** When it no longer pays to wait for one of the processes there are. */
  function startAt({ since }: Waiting): number {
    const patienceMs = Math.min(options.patienceMs * 2 ** (processes.size - 1), LONGEST_PATIENCE_MS);
    const { few, machine } = options;
    if (processes.size < few || !machine.isFull()) return since + patienceMs;
    return Math.max(since + patienceMs, progressAt + STANDSTILL_MS);
  }

  function release(process: FunctionProcess): void {
    progressAt = performance.now();
    idle.push(process);
  }

  async function start(): Promise<void> {
    starting = true;
    counts.starts += 1;
    const process = options.start();
    processes.add(process);
    void process.gone.then(() => forget(process));
    try {
      await process.ready;
      release(process);
    } catch (error) {
      process.kill();
      const first = waiting.shift();
      if (error instanceof FunctionFailure) fail(first, error, process);
      else if (first) settle(first, { kind: 'unseen' }, process);
    } finally {
      starting = false;
      dispatch();
    }
  }

  function forget(process: FunctionProcess): void {
    processes.delete(process);
    const at = idle.indexOf(process);
    if (at >= 0) idle.splice(at, 1);
    dispatch();
  }

  async function run(invocation: Waiting, process: FunctionProcess): Promise<void> {
    const outcome = await process.invoke(invocation.event, options.facts());
    counts.peakRssKb = Math.max(counts.peakRssKb, process.peakRssKb);
    settle(invocation, outcome, process);
    if (process.alive) release(process);
    dispatch();
  }

  function settle(invocation: Waiting, outcome: Outcome, process: FunctionProcess): void {
    if (outcome.kind === 'returned') {
      counts.invocations += 1;
      invocation.resolve(outcome.payload);
    } else if (outcome.kind === 'failed') {
      fail(invocation, new FunctionFailure(outcome.error), process);
    } else if (invocation.handOvers < HAND_OVERS && !closed) {
      waiting.unshift({ ...invocation, handOvers: invocation.handOvers + 1 });
    } else {
      const errorMessage = 'no process lived long enough to see the invocation';
      fail(invocation, new FunctionFailure({ errorType: 'Runtime.ExitError', errorMessage }), process);
    }
  }

  function fail(invocation: Waiting | undefined, failure: FunctionFailure, process: FunctionProcess): void {
    invocation?.reject(failure);
    if (closed) return;
    counts.failures += 1;
    if (invocation) counts.invocations += 1;
    options.onFailure(failure, process);
  }

  return {
    warm: async () => {
      if (processes.size === 0) await start();
    },
    invoke(event) {
      if (closed) return Promise.reject(new Error('the twin is shutting down'));
      return new Promise((resolve, reject) => {
        waiting.push({ event, since: performance.now(), handOvers: 0, resolve, reject });
        dispatch();
      });
    },
    report: () => ({
      pids: [...processes].map(({ pid }) => pid),
      invocations: counts.invocations,
      failures: counts.failures,
      starts: counts.starts,
      peakRssMb: Math.round(counts.peakRssKb / 1024),
    }),
    async close() {
      closed = true;
      clearTimeout(patience);
      for (const { reject } of waiting.splice(0)) reject(new Error('the twin is shutting down'));
      for (const process of processes) process.kill();
      await Promise.all([...processes].map(({ gone }) => gone));
    },
  };
}
