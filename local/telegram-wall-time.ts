/** Wall time in milliseconds, which Telegram's limits and retries live by. */
export interface WallTime {
  now(): number;
  /** Runs once so many milliseconds have passed; returns its cancellation. */
  after(ms: number, run: () => void): () => void;
}

/** Its timers keep no process alive. */
export const wallTime: WallTime = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
};
