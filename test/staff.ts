import { createHash } from 'node:crypto';
import { makeTokenKeyPair } from '../shared/adapters/access-tokens.ts';
import { MemoryOperators } from '../shared/adapters/memory/operators.ts';
import { MemorySignIn } from '../shared/adapters/memory/sign-in.ts';
import { MemoryTickets } from '../shared/adapters/memory/tickets.ts';
import { randomSecretBytes } from '../shared/adapters/random-chance.ts';
import { signedInWith } from '../shared/adapters/signed-in.ts';
import type { Operator } from '../shared/domain/operator.ts';
import { PASSWORD_COST, type PasswordHash } from '../shared/domain/password.ts';
import type { Clock, Journal, Passwords } from '../shared/ports.ts';
import type { Granted } from '../shared/usecases/grant-session.ts';
import { signIn } from '../shared/usecases/sign-in.ts';
import { NOW } from './builders.ts';

/** Signed-in people for doors at which nobody has signed in. */
export const NOBODY = {
  tokens: { read: async () => undefined },
  operators: { operatorOf: async () => undefined },
};

export const OPERATOR = 'operator_001';
export const PASSWORD = 'correct horse battery';
export const STAGE = 'test';

/** Hashes in no time, and counts how much work the real ones would have been. */
class CountedPasswords implements Passwords {
  work = 0;

  async hash(password: string): Promise<PasswordHash> {
    this.work++;
    return hashOf(password);
  }

  async verify(password: string, hash: PasswordHash | undefined): Promise<boolean> {
    this.work++;
    return hash !== undefined && hash.tag === hashOf(password).tag;
  }
}

function hashOf(password: string): PasswordHash {
  const tag = createHash('sha256').update(password).digest('base64');
  return { algorithm: 'argon2id', ...PASSWORD_COST, salt: '', tag };
}

/** Somebody who has chosen a password. */
export function anOperator(over: Partial<Operator> = {}): Operator {
  return {
    id: OPERATOR,
    name: 'Olga',
    role: 'operator',
    created_at: NOW,
    created_by: 'root',
    password: hashOf(PASSWORD),
    must_change: false,
    revision: 1,
    sessions: {},
    ...over,
  };
}

/** People of the desk, with all that signing in needs, in memory. */
export function aStaffRoom({ clock, journal }: { clock: Clock; journal: Journal }) {
  const operators = new MemoryOperators();
  const stored = new MemorySignIn();
  const passwords = new CountedPasswords();
  const signedIn = signedInWith({ operators, tokenKeys: stored }, clock, STAGE);
  const ports = {
    operators,
    passwords,
    tries: stored,
    tokens: signedIn.tokens,
    tokenKeys: signedIn.tokenKeys,
    tickets: new MemoryTickets(),
    makeTokenKeyPair,
    secretBytes: randomSecretBytes,
    clock,
    journal,
  };
  return {
    ...ports,
    ports,
    signedIn,
    /** The keys as they are stored, past every cache. */
    stored,
    /** Signs in with the usual password. */
    signIn: (operator_id = OPERATOR): Promise<Granted> =>
      signIn(ports, { operator_id, password: PASSWORD, address: '192.0.2.1' }),
  };
}
export type StaffRoom = ReturnType<typeof aStaffRoom>;
