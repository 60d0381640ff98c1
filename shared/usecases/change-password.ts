import { Fault } from '../domain/errors.ts';
import { judgePassword } from '../domain/password.ts';
import type { Journal, Passwords, SignInTries } from '../ports.ts';
import { countTries, forgiveTries } from './count-tries.ts';
import { beginSession, type Granted, type GrantPorts } from './grant-session.ts';

export interface ChangePasswordPorts extends GrantPorts {
  tries: SignInTries;
  passwords: Passwords;
  journal: Journal;
}

export interface PasswordChange {
  operator: string;
  current_password: string;
  new_password: string;
}

/**
 * Gives somebody another password, ends every session and begins a new one. Wrong current passwords count as tries to sign in:
 * whoever has found an open browser may not guess on.
 * @throws Fault request.invalid, limit.sign_in, operator.changed, auth.invalid
 */
export async function changePassword(ports: ChangePasswordPorts, change: PasswordChange): Promise<Granted> {
  const { operators, passwords, tries, clock, journal } = ports;
  const name = { of: 'name', what: change.operator } as const;
  await countTries({ tries, clock }, name);
  const operator = await operators.operator(change.operator);
  const right = await passwords.verify(change.current_password, operator?.password);
  if (!operator) throw new Fault('auth.invalid', 'there is nobody with this id any more');
  if (!right) throw refused('current_password', 'is not your password');
  await forgiveTries({ tries, clock }, name);
  const wrong = judgePassword(change.new_password, operator);
  if (wrong !== undefined) throw refused('new_password', wrong);
  if (await passwords.verify(change.new_password, operator.password))
    throw refused('new_password', 'must not be the one you have');
  const next = { ...operator, password: await passwords.hash(change.new_password), must_change: false };
  const saved = await operators.saveOperator(operator, next, 'ended');
  const changed = { ...next, revision: operator.revision + 1, sessions: {} };
  const granted = saved === 'written' ? await beginSession(ports, changed) : undefined;
  if (!granted) throw new Fault('operator.changed', 'somebody has changed your access at this very moment');
  journal.info('password.changed', { operator: operator.id });
  return granted;
}

function refused(path: string, message: string): Fault {
  return new Fault('request.invalid', 'the request has values that cannot be taken; see errors', {
    issues: [{ path, message }],
  });
}
