import { LIMITS } from './limits.ts';

/** Tries to sign in under one name or from one address that were not followed by a success. */
export interface Tries {
  count: number;
  /** The last one, epoch milliseconds of wall time. */
  last: number;
}

/** How many in a row are let through. */
export const TRIES_MOST = {
  name: LIMITS.signInTriesOfName,
  address: LIMITS.signInTriesOfAddress,
} as const;
export type TriesOf = keyof typeof TRIES_MOST;

/**
 * One more try at `now`, or for how long there may be none, in whole seconds. It is counted before the password is looked at, so
 * that many tries at the same moment are no more than one after the other. Old ones are forgotten.
 */
export function countTry(
  seen: Tries | undefined,
  of: TriesOf,
  now: number,
): { next: Tries } | { retryAfterS: number } {
  const left = seen ? seen.last + LIMITS.signInLockWall - now : 0;
  if (!seen || left <= 0) return { next: { count: 1, last: now } };
  if (seen.count >= TRIES_MOST[of]) return { retryAfterS: Math.ceil(left / 1000) };
  return { next: { count: seen.count + 1, last: now } };
}

/** One try less, because it succeeded; undefined: none is left. */
export function forgiveTry({ count, last }: Tries): Tries | undefined {
  return count > 1 ? { count: count - 1, last } : undefined;
}
