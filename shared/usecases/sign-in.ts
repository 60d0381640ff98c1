import { Fault } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';
import { type Operator, operatorIdTyped } from '../domain/operator.ts';
import { isCurrentHash } from '../domain/password.ts';
import type { Journal, Passwords, SignInTries } from '../ports.ts';
import { countTries, forgiveTries, type Tried } from './count-tries.ts';
import { beginSession, type Granted, type GrantPorts } from './grant-session.ts';

export interface SignInPorts extends GrantPorts {
  tries: SignInTries;
  passwords: Passwords;
  journal: Journal;
}

export interface Credentials {
  operator_id: string;
  password: string;
  /** Where they come from, as far as tries are counted together. */
  address: string;
}

/**
 * Signs somebody in. A name that is not known, one whose access was taken away and a wrong password are the same, in words and in
 * work.
 * @throws Fault auth.credentials_wrong, limit.sign_in
 */
export async function signIn(ports: SignInPorts, credentials: Credentials): Promise<Granted> {
  const id = operatorIdTyped(credentials.operator_id);
  const address = { of: 'address', what: credentials.address } as const;
  const name = { of: 'name', what: id } as const;
  await counted(ports, address);
  await counted(ports, name);
  const operator = await proved(ports, id, credentials.password);
  await forgiveTries(ports, name);
  await forgiveTries(ports, address);
  const granted = await begun(ports, operator, credentials.password);
  ports.journal.info('sign_in.granted', { operator: operator.id });
  return granted;
}

/** Whoever goes on when it is locked attacks no less, and is to be seen. */
async function counted(ports: SignInPorts, tried: Tried): Promise<void> {
  try {
    await countTries(ports, tried);
  } catch (error) {
    if (error instanceof Fault && error.code === 'limit.sign_in')
      ports.journal.warn('sign_in.locked', { of: tried.of }, { SignInRefused: 1 });
    throw error;
  }
}

async function proved(
  { operators, passwords, journal }: SignInPorts,
  id: string,
  password: string,
): Promise<Operator> {
  const operator = await operators.operator(id);
  const right = await passwords.verify(password, operator?.password);
  if (operator && right && operator.disabled_at === undefined) return operator;
  // What was typed for a name may be a password: only a name that there is goes into the log.
  const disabled = right && operator !== undefined;
  journal.warn('sign_in.refused', { operator: operator?.id, disabled }, { SignInRefused: 1 });
  throw wrong();
}

/** An operator who was changed meanwhile is judged anew, but for the password: it was compared with this hash and no other. */
async function begun(ports: SignInPorts, proven: Operator, password: string): Promise<Granted> {
  const { password: hash, ...known } = await withCurrentHash(ports, proven, password);
  let operator: Operator | undefined = { ...known, password: hash };
  for (let round = 0; round < LIMITS.rounds; round++) {
    if (operator?.disabled_at !== undefined || operator?.password.tag !== hash.tag) break;
    const granted = await beginSession(ports, operator);
    if (granted) return granted;
    operator = await ports.operators.operator(proven.id);
  }
  throw wrong();
}

/** A password whose hash was made with less work than new ones gets a new hash, now that it is known. */
async function withCurrentHash(
  { operators, passwords }: SignInPorts,
  operator: Operator,
  password: string,
): Promise<Operator> {
  if (isCurrentHash(operator.password)) return operator;
  const next = { ...operator, password: await passwords.hash(password) };
  const saved = await operators.saveOperator(operator, next, 'kept');
  return saved === 'written' ? { ...next, revision: operator.revision + 1 } : operator;
}

function wrong(): Fault {
  return new Fault('auth.credentials_wrong', 'this name and this password do not belong together');
}
