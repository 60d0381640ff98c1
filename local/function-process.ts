import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FromFunction, FunctionError, HostFacts, ToFunction } from './function-protocol.ts';
import type { FunctionWiring } from './wiring.ts';

const RUNTIME = fileURLToPath(new URL('./function-runtime.ts', import.meta.url));
/** Lambda's own limit for loading a function's module. */
const LOAD_LIMIT_MS = 10_000;
const OUTPUT_LINES_KEPT = 40;
/** Between -20 and 19, where 0 is a process like any other: far enough behind the door that a flood does not hold it up. */
const PATIENT_PRIORITY = 15;

/** How one invocation ended. `unseen`: its process was gone before the handler was called, so it may go elsewhere. */
export type Outcome =
  | { kind: 'returned'; payload: unknown }
  | { kind: 'failed'; error: FunctionError }
  | { kind: 'unseen' };

export interface FunctionProcess {
  readonly pid: number;
  readonly peakRssKb: number;
  /** False from the moment it was told to end, or ended by itself. */
  readonly alive: boolean;
  /** Resolves when the handler is loaded. @throws FunctionFailure if it cannot be; another Error if somebody killed it. */
  ready: Promise<void>;
  /** Resolves when the process is gone, for whatever reason. */
  gone: Promise<void>;
  invoke(event: unknown, host: HostFacts): Promise<Outcome>;
  /** What it wrote since it was loaded or last invoked, oldest line first. */
  recentOutput(): string[];
  kill(): void;
}

export interface ProcessOptions {
  environment: Record<string, string>;
  host: HostFacts;
  /** Gives way to the processes that are not patient when cores are scarce. */
  patient: boolean;
  onLine(line: string, stream: 'stdout' | 'stderr'): void;
}

export class FunctionFailure extends Error {
  readonly error: FunctionError;

  constructor(error: FunctionError) {
    super(error.errorMessage);
    this.name = 'FunctionFailure';
    this.error = error;
  }
}

/** Starts one process of a function, as Lambda starts an execution environment: one invocation at a time. */
export function startFunctionProcess(wiring: FunctionWiring, options: ProcessOptions): FunctionProcess {
  const child = fork(RUNTIME, [wiring.label, wiring.assetDir, wiring.handler], {
    cwd: wiring.assetDir,
    env: options.environment,
    // Node's own flags of the twin (a debugger, a test runner's loader) are none of the function's business.
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  if (options.patient) giveWay(child);
  const state = { peakRssKb: 0, recent: [] as string[], gone: false };
  const gone = new Promise<void>((resolve) => {
    // Not `exit`: that may come before the last messages of the channel, and then a begun invocation looks unseen.
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  void gone.then(() => {
    state.gone = true;
  });
  followOutput(child, state.recent, options.onLine);
  const ready = loaded(child, gone);
  tell(child, { kind: 'load', host: options.host });

  return {
    pid: child.pid ?? 0,
    get peakRssKb() {
      return state.peakRssKb;
    },
    get alive() {
      return !child.killed && child.exitCode === null && child.signalCode === null;
    },
    ready,
    gone,
    async invoke(event, host) {
      if (state.gone) return { kind: 'unseen' };
      state.recent.length = 0;
      const { outcome, peakRssKb } = await invokeOnce(child, wiring, event, host);
      state.peakRssKb = Math.max(state.peakRssKb, peakRssKb);
      return outcome;
    },
    recentOutput: () => [...state.recent],
    kill: () => void child.kill('SIGKILL'),
  };
}

/** At once, so that the threads it starts inherit it. */
function giveWay({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, PATIENT_PRIORITY);
  } catch {
    // Not every system lets it, and all works without.
  }
}

function loaded(child: ChildProcess, gone: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (errorType: string, errorMessage: string): void =>
      reject(new FunctionFailure({ errorType, errorMessage }));
    const limit = setTimeout(() => {
      fail('Sandbox.Timedout', `the module was not loaded within ${LOAD_LIMIT_MS / 1000} s`);
      child.kill('SIGKILL');
    }, LOAD_LIMIT_MS);
    child.on('message', (message: FromFunction) => {
      if (message.kind === 'ready') resolve();
      if (message.kind === 'unloadable') reject(new FunctionFailure(message.error));
      if (message.kind === 'ready' || message.kind === 'unloadable') clearTimeout(limit);
    });
    void gone.then(() => {
      clearTimeout(limit);
      if (child.signalCode) reject(new Error(`the process was ended by ${child.signalCode} while it loaded`));
      else fail('Runtime.ExitError', 'the process ended while it loaded');
    });
  });
}

interface Ended {
  outcome: Outcome;
  peakRssKb: number;
}

function invokeOnce(
  child: ChildProcess,
  wiring: FunctionWiring,
  event: unknown,
  host: HostFacts,
): Promise<Ended> {
  const requestId = randomUUID();
  const limitMs = wiring.timeoutS * 1000;
  const deadlineMs = Date.now() + limitMs;
  return new Promise((resolve) => {
    let began = false;
    const end = (outcome: Outcome, peakRssKb = 0): void => {
      clearTimeout(limit);
      child.off('message', listen);
      child.off('close', vanish);
      resolve({ outcome, peakRssKb });
    };
    const fail = (errorType: string, errorMessage: string): void =>
      end({ kind: 'failed', error: { errorType, errorMessage } });
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      fail('Sandbox.Timedout', `Task timed out after ${wiring.timeoutS.toFixed(2)} seconds`);
    }, limitMs);
    const listen = (message: FromFunction): void => {
      if (!('requestId' in message) || message.requestId !== requestId) return;
      if (message.kind === 'began') began = true;
      if (message.kind === 'returned') end({ kind: 'returned', payload: message.payload }, message.peakRssKb);
      if (message.kind === 'threw') end({ kind: 'failed', error: message.error }, message.peakRssKb);
    };
    const vanish = (): void => {
      if (began) fail('Runtime.ExitError', 'the process ended during the invocation');
      else end({ kind: 'unseen' });
    };
    child.on('message', listen);
    child.once('close', vanish);
    tell(child, { kind: 'invoke', requestId, functionArn: wiring.arn, event, deadlineMs, host });
  });
}

/** A process that died a moment ago cannot be told anything; its `gone` says so. */
function tell(child: ChildProcess, message: ToFunction): void {
  child.send(message, () => undefined);
}

function followOutput(child: ChildProcess, recent: string[], onLine: ProcessOptions['onLine']): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    const input = child[stream];
    if (!input) continue;
    createInterface({ input }).on('line', (line) => {
      recent.push(line);
      if (recent.length > OUTPUT_LINES_KEPT) recent.shift();
      onLine(line, stream);
    });
  }
}
