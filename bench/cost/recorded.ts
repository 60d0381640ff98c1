/**
 * What the standard workload was last found to take for each message. A test fails above it: whoever makes a message
 * dearer says so here and in docs/cost.md, and whoever makes it cheaper lowers it. On 2026-11-27 it was 8.5 write units,
 * 15 read units, 25 calls, 9 invocations and 1,008 bytes; the rest is for signals that a busy machine sends again.
 */
export const RECORDED = {
  writeUnits: 9,
  readUnits: 16,
  /** Calls of AWS by the functions. */
  calls: 26.5,
  invocations: 11,
  /** The most that a message may take, by what the desk promises its owner (docs/observability.md). */
  logBytes: 1_024,
} as const;
