import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFunctionPool, type FunctionPool } from '../../local/function-pool.ts';
import type { FunctionProcess, Outcome } from '../../local/function-process.ts';

const facts = { time: { businessBaseMs: 1, wallBaseMs: 2, speed: 3 }, loopbackWebhooks: true } as const;

/** Invocations under way, oldest first. */
let running: PromiseWithResolvers<Outcome>[];
let full: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  running = [];
});

afterEach(() => {
  vi.useRealTimers();
});

function processOf(pid: number): FunctionProcess {
  const gone = Promise.withResolvers<void>();
  return {
    pid,
    peakRssKb: 0,
    alive: true,
    ready: Promise.resolve(),
    gone: gone.promise,
    invoke() {
      const invocation = Promise.withResolvers<Outcome>();
      running.push(invocation);
      return invocation.promise;
    },
    recentOutput: () => [],
    kill: gone.resolve,
  };
}

function pool(few: number): FunctionPool {
  let pid = 0;
  return createFunctionPool({
    most: 16,
    few,
    patienceMs: 30,
    machine: { isFull: () => full },
    start: () => processOf(++pid),
    facts: () => facts,
    onFailure: () => undefined,
  });
}

/** A second invocation comes while the first is held; after so many ms another process is there. */
async function secondStartAfter({ report, invoke }: FunctionPool, limitMs: number): Promise<number> {
  void invoke('first');
  await vi.advanceTimersByTimeAsync(0);
  void invoke('second');
  for (let ms = 0; ms < limitMs; ms += 10) {
    if (report().starts > 1) return ms;
    await vi.advanceTimersByTimeAsync(10);
  }
  return limitMs;
}

describe('a pool of processes', () => {
  it.each([
    { title: 'soon on a machine with a free core', isFull: false, few: 1, least: 30, most: 50 },
    { title: 'late on a full one', isFull: true, few: 1, least: 500, most: 550 },
    { title: 'soon even there while it is small', isFull: true, few: 2, least: 30, most: 50 },
  ])('that gets nowhere grows $title', async ({ isFull, few, least, most }) => {
    full = isFull;
    const ms = await secondStartAfter(pool(few), 2_000);
    expect(ms).toBeGreaterThanOrEqual(least);
    expect(ms).toBeLessThanOrEqual(most);
  });

  it('does not grow on a full machine while it gets on with its work', async () => {
    full = true;
    const { invoke, report } = pool(1);
    for (let n = 0; n < 40; n++) void invoke(n);
    for (let n = 0; n < 30; n++) {
      await vi.advanceTimersByTimeAsync(100);
      running.shift()?.resolve({ kind: 'returned', payload: null });
    }
    expect(report()).toMatchObject({ starts: 1, invocations: 29 });
  });
});
