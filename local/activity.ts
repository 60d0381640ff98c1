import { setTimeout as wait } from 'node:timers/promises';
import type { Pause } from './clock.ts';

/** Counts what is not queued anywhere, such as undelayed messages or stream records that wait for a reader. */
export type OpenWork = () => number | Promise<number>;

/** Knows what the twin is doing at the moment, and can hold it still. */
export interface Activity extends Pause {
  /** Runs `work` as one invocation: after the gate has opened, and counted until it ends. */
  invocation<T>(work: () => Promise<T>): Promise<T>;
  /** Counts `work` as open without the gate, such as a batch between its queue and its function. */
  open<T>(work: () => Promise<T>): Promise<T>;
  probe(openWork: OpenWork): void;
}

/** A message on its way between two parts is counted by neither; it arrives well within this time. */
const SETTLED_MS = 5;

/** Counts open work, and keeps the gate that new invocations pass. */
export function createActivity(): Activity {
  const probes: OpenWork[] = [];
  const counts = { open: 0, running: 0, begun: 0 };
  let gate = openGate();
  let waitingForEnd: (() => void)[] = [];

  async function open<T>(work: () => Promise<T>): Promise<T> {
    counts.open += 1;
    counts.begun += 1;
    try {
      return await work();
    } finally {
      counts.open -= 1;
    }
  }

  async function run<T>(work: () => Promise<T>): Promise<T> {
    // The gate may have closed again while others, let in before, took their turn.
    while (gate.closed) await gate.opened;
    counts.running += 1;
    try {
      return await work();
    } finally {
      counts.running -= 1;
      if (counts.running === 0) {
        for (const resolve of waitingForEnd) resolve();
        waitingForEnd = [];
      }
    }
  }

  async function isQuiet(): Promise<boolean> {
    if (counts.open > 0) return false;
    const begun = counts.begun;
    const found = await Promise.all(probes.map(async (probe) => probe()));
    return found.every((count) => count === 0) && counts.open === 0 && counts.begun === begun;
  }

  return {
    open,
    invocation: (work) => open(() => run(work)),
    probe: (openWork) => void probes.push(openWork),
    async quiet() {
      for (let calm = 0; calm < 2; ) {
        calm = (await isQuiet()) ? calm + 1 : 0;
        if (calm < 2) await wait(SETTLED_MS);
      }
    },
    async hold() {
      gate = closedGate();
      if (counts.running > 0) await new Promise<void>((resolve) => waitingForEnd.push(resolve));
    },
    release() {
      const { open: letIn } = gate;
      gate = openGate();
      letIn();
    },
  };
}

interface Gate {
  closed: boolean;
  opened: Promise<void>;
  open: () => void;
}

function openGate(): Gate {
  return { closed: false, opened: Promise.resolve(), open: () => undefined };
}

function closedGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { closed: true, opened: promise, open: resolve };
}
