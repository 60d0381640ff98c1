import { Fault } from '../domain/errors.ts';
import { digestOf } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import { countTry, forgiveTry, type TriesOf } from '../domain/lock-out.ts';
import type { Clock, SignInTries } from '../ports.ts';

export interface TriesPorts {
  tries: SignInTries;
  clock: Pick<Clock, 'wall'>;
}

/** Whose tries are counted; only a digest is kept, since people type passwords where a name should be. */
export interface Tried {
  of: TriesOf;
  /** A name as it was typed, or an address. */
  what: string;
}

const digest = ({ of, what }: Tried): string => digestOf('sign-in', of, what);

/**
 * Counts one more try before anything is compared.
 * @throws Fault limit.sign_in
 */
export async function countTries({ tries, clock }: TriesPorts, tried: Tried): Promise<void> {
  const of = digest(tried);
  for (let round = 0; round < LIMITS.rounds; round++) {
    const seen = await tries.tries(of);
    const counted = countTry(seen, tried.of, clock.wall());
    if ('retryAfterS' in counted) throw tooMany(counted.retryAfterS);
    if ((await tries.saveTries(of, seen, counted.next)) === 'written') return;
  }
  // So many at the same moment are nobody who mistyped a password.
  throw tooMany(1);
}

/** A name that was proved begins anew; of an address only the try that succeeded is forgiven, or one account would hide all the others. */
export async function forgiveTries({ tries }: TriesPorts, tried: Tried): Promise<void> {
  const of = digest(tried);
  for (let round = 0; round < LIMITS.rounds; round++) {
    const seen = await tries.tries(of);
    if (!seen) return;
    const next = tried.of === 'name' ? undefined : forgiveTry(seen);
    if ((await tries.saveTries(of, seen, next)) === 'written') return;
  }
}

function tooMany(retryAfterS: number): Fault {
  return new Fault('limit.sign_in', 'too many tries to sign in; wait before the next one', { retryAfterS });
}
