import { LIMITS } from '../limits.ts';

const MINUTE_CHARACTERS = '2026-11-24T09:00'.length;

/** Every shard that reports lie in. */
export const SHARDS: readonly number[] = Array.from({ length: LIMITS.troubleShards }, (_, shard) => shard);

/** The minute (UTC) that a report is counted in, as `2026-11-24T09:00`. */
export function minuteOf(at: number): string {
  return new Date(at).toISOString().slice(0, MINUTE_CHARACTERS);
}
