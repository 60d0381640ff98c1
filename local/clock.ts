import type { TwinStore } from './persistence.ts';

/**
 * Holds the twin still around a jump of business time. `quiet` resolves when no invocation, undelayed message or
 * stream record is open; `hold` when no invocation runs, and lets none start until `release`.
 */
export interface Pause {
  quiet(): Promise<void>;
  hold(): Promise<void>;
  release(): void;
}

/** What a function needs to tell business time by its own wall clock. */
export interface ClockBase {
  businessBaseMs: number;
  wallBaseMs: number;
  speed: number;
}

export interface TwinClock {
  /** Business time in epoch milliseconds; it never goes back. */
  now(): number;
  readonly speed: number;
  base(): ClockBase;
  /** Runs once business time reaches `dueMs` (at once if it has); returns its cancellation. */
  at(dueMs: number, run: () => void | Promise<void>): () => void;
  /** Moves business time on by `seconds`, from due time to due time; resolves when all that fell due has settled. */
  advance(seconds: number, pause: Pause): Promise<void>;
  stop(): void;
}

export interface TwinClockOptions {
  /** Where business time starts, epoch milliseconds; a later saved time wins. */
  start: number;
  /** Business seconds per wall second, above 0. */
  speed: number;
  /** Where business time is kept over restarts. */
  store?: TwinStore;
  /** A timer that failed; by default it is printed. */
  onError?: (error: unknown) => void;
}

/** setTimeout takes no longer wait than this. */
const longestWaitMs = 2 ** 31 - 1;
const saveEveryMs = 1_000;
/** Time is saved this far ahead, so that what was handed out between two saves is never handed out again. */
const savedAheadMs = 3_000;

/**
 * The twin's business clock. It runs `speed` times as fast as the wall clock and jumps on `advance`. After a restart it
 * goes on from the later of `start` and what it last showed: with `start` at wall time that is a machine that was off,
 * whose timers fall due at once.
 */
export function createTwinClock(options: TwinClockOptions): TwinClock {
  const { speed, store } = options;
  if (!(speed > 0)) throw new RangeError('The speed of the clock must be above 0.');
  const onError = options.onError ?? ((error) => console.error('A timer of the twin failed:', error));
  let base: ClockBase = { businessBaseMs: startTime(options), wallBaseMs: Date.now(), speed };
  let latest = base.businessBaseMs;
  const timers = createTimerList();
  const running = new Set<Promise<void>>();
  let wake: NodeJS.Timeout | undefined;
  let stopped = false;
  let advances: Promise<unknown> = Promise.resolve();

  function now(): number {
    // The wall clock may be set back; business time waits until it has caught up.
    latest = Math.max(latest, Math.floor(base.businessBaseMs + (Date.now() - base.wallBaseMs) * speed));
    return latest;
  }

  function jumpTo(dueMs: number): void {
    const target = Math.max(dueMs, now());
    base = { businessBaseMs: target, wallBaseMs: Date.now(), speed };
    latest = target;
    save(savedAheadMs);
  }

  function save(aheadMs: number): void {
    // The store may be gone once the clock has stopped.
    if (!stopped) store?.put('clock', 'business', now() + aheadMs * speed);
  }

  function arm(): void {
    clearTimeout(wake);
    const next = timers.next();
    if (next === undefined || stopped) return;
    wake = setTimeout(wakeUp, Math.min(Math.max(0, Math.ceil((next - now()) / speed)), longestWaitMs));
  }

  function wakeUp(): void {
    runDue();
    arm();
  }

  function runDue(): void {
    for (const run of timers.takeDue(now())) {
      const settled = settle(run, onError).finally(() => running.delete(settled));
      running.add(settled);
    }
  }

  async function quiet(pause: Pause): Promise<void> {
    await Promise.all(running);
    await pause.quiet();
  }

  async function advanceNow(seconds: number, pause: Pause): Promise<void> {
    await quiet(pause);
    const target = now() + Math.round(seconds * 1_000);
    for (let arrived = false; !arrived && !stopped; ) {
      const due = Math.min(timers.next() ?? target, target);
      await pause.hold();
      jumpTo(due);
      pause.release();
      runDue();
      arm();
      await quiet(pause);
      arrived = due === target && (timers.next() ?? Number.POSITIVE_INFINITY) > target;
    }
  }

  const saving = store === undefined ? undefined : setInterval(() => save(savedAheadMs), saveEveryMs).unref();
  save(savedAheadMs);

  return {
    now,
    speed,
    base: () => ({ ...base }),
    at(dueMs, run) {
      const cancel = timers.add(dueMs, run);
      arm();
      return cancel;
    },
    advance(seconds, pause) {
      if (!(seconds >= 0)) return Promise.reject(new RangeError('Business time never goes back.'));
      const mine = advances.then(() => advanceNow(seconds, pause));
      advances = mine.catch(() => undefined);
      return mine;
    },
    stop() {
      save(0);
      stopped = true;
      clearTimeout(wake);
      clearInterval(saving);
    },
  };
}

function startTime({ start, store }: TwinClockOptions): number {
  const saved = store?.get('clock', 'business');
  return Math.floor(typeof saved === 'number' ? Math.max(saved, start) : start);
}

async function settle(run: () => void | Promise<void>, onError: (error: unknown) => void): Promise<void> {
  try {
    await run();
  } catch (error) {
    onError(error);
  }
}

interface TimerList {
  add(dueMs: number, run: () => void | Promise<void>): () => void;
  next(): number | undefined;
  /** Removes and returns what is due, earliest first, equal times in the order they were set. */
  takeDue(nowMs: number): (() => void | Promise<void>)[];
}

function createTimerList(): TimerList {
  const timers: { dueMs: number; run: () => void | Promise<void> }[] = [];
  return {
    add(dueMs, run) {
      const timer = { dueMs, run };
      const after = timers.findLastIndex((other) => other.dueMs <= dueMs);
      timers.splice(after + 1, 0, timer);
      return () => {
        const at = timers.indexOf(timer);
        if (at >= 0) timers.splice(at, 1);
      };
    },
    next: () => timers[0]?.dueMs,
    takeDue(nowMs) {
      const firstLater = timers.findIndex((timer) => timer.dueMs > nowMs);
      return timers.splice(0, firstLater < 0 ? timers.length : firstLater).map((timer) => timer.run);
    },
  };
}
