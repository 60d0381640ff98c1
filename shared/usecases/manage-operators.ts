import { Fault } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';
import { isAdmin, type Operator, otherAdmin, type Role } from '../domain/operator.ts';
import { judgePassword, PASSWORD_ENTROPY_BYTES, passwordFrom } from '../domain/password.ts';
import type { Clock, Journal, Operators, Passwords } from '../ports.ts';

export interface OperatorsPorts {
  operators: Operators;
  passwords: Pick<Passwords, 'hash'>;
  clock: Pick<Clock, 'business'>;
  secretBytes: (count: number) => Uint8Array;
  journal: Journal;
}

export interface NewOperator {
  id: string;
  name?: string | undefined;
  role: Role;
  /** Made up unless given; either way it has to be changed at the first sign-in. */
  password?: string | undefined;
  by: string;
}

/** An operator and the password for the first time, if it was made up here: it is shown once and kept nowhere. */
export interface WithPassword {
  operator: Operator;
  password?: string | undefined;
}

/** @throws Fault operator.exists, request.invalid */
export async function addOperator(ports: OperatorsPorts, asked: NewOperator): Promise<WithPassword> {
  const { operators, clock, journal } = ports;
  const { password, hash } = await initialPassword(ports, asked.id, asked.password);
  if ((await operators.operators()).length >= LIMITS.operators)
    throw refused('id', `cannot be added: the desk has ${LIMITS.operators} people, and no room for more`);
  const operator: Operator = {
    id: asked.id,
    name: asked.name ?? asked.id,
    role: asked.role,
    created_at: clock.business(),
    created_by: asked.by,
    password: hash,
    must_change: true,
    revision: 1,
    sessions: {},
  };
  if ((await operators.addOperator(operator)) === 'conflict')
    throw new Fault('operator.exists', 'there is somebody with this id already');
  journal.info('operator.added', { operator: operator.id, role: operator.role, by: asked.by });
  return { operator, password };
}

export interface OperatorChange {
  name?: string | undefined;
  role?: Role | undefined;
}

/** @throws Fault operator.unknown, operator.changed, operator.last_admin */
export async function changeOperator(
  ports: OperatorsPorts,
  id: string,
  { name, role }: OperatorChange,
  by: string,
): Promise<{ before: Operator; operator: Operator }> {
  let before: Operator | undefined;
  const change = { id, by, what: 'operator.changed', sessions: 'kept' } as const;
  const operator = await changing(ports, change, (seen) => {
    before = seen;
    return { ...seen, name: name ?? seen.name, role: role ?? seen.role };
  });
  return { before: before ?? operator, operator };
}

/**
 * Takes somebody's access away: every session ends in the same write, and tokens open nothing within a minute.
 * @throws Fault operator.unknown, operator.changed, operator.last_admin
 */
export function disableOperator(ports: OperatorsPorts, id: string, by: string): Promise<Operator> {
  const disabled_at = ports.clock.business();
  return changing(ports, { id, by, what: 'operator.disabled', sessions: 'ended' }, (seen) => ({
    ...seen,
    disabled_at: seen.disabled_at ?? disabled_at,
  }));
}

/** @throws Fault operator.unknown, operator.changed */
export function enableOperator(ports: OperatorsPorts, id: string, by: string): Promise<Operator> {
  return changing(ports, { id, by, what: 'operator.enabled', sessions: 'kept' }, (seen) => ({
    ...seen,
    disabled_at: undefined,
  }));
}

/** @throws Fault operator.unknown, operator.changed, request.invalid */
export async function resetPassword(
  ports: OperatorsPorts,
  { id, password: given, by }: { id: string; password?: string | undefined; by: string },
): Promise<WithPassword> {
  const { password, hash } = await initialPassword(ports, id, given);
  const change = { id, by, what: 'operator.password_reset', sessions: 'ended' } as const;
  const operator = await changing(ports, change, (seen) => ({ ...seen, password: hash, must_change: true }));
  return { operator, password };
}

interface Change {
  id: string;
  by: string;
  /** What the log calls it. */
  what: string;
  sessions: 'kept' | 'ended';
}

async function changing(
  { operators, journal }: OperatorsPorts,
  { id, by, what, sessions }: Change,
  change: (seen: Operator) => Operator,
): Promise<Operator> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const seen = await operators.operator(id);
    if (!seen) throw unknownOperator();
    const next = change(seen);
    const left = await adminLeft(operators, seen, next);
    if ((await operators.saveOperator(seen, next, sessions, left)) === 'conflict') continue;
    const kept = sessions === 'kept' ? seen.sessions : {};
    journal.info(what, { operator: id, role: next.role, by });
    return { ...next, revision: seen.revision + 1, sessions: kept };
  }
  throw new Fault('operator.changed', 'others change this person at the same moment; try again');
}

/** Who has to stay an admin if this one does not: two admins who take each other's rights at the same moment cannot both do so. */
async function adminLeft(
  operators: Operators,
  seen: Operator,
  next: Operator,
): Promise<Operator | undefined> {
  if (!isAdmin(seen) || isAdmin(next)) return undefined;
  const other = otherAdmin(await operators.operators(), seen.id);
  if (other) return other;
  throw new Fault(
    'operator.last_admin',
    'nobody would be left who may do everything: make another admin first',
  );
}

async function initialPassword(
  { passwords, secretBytes }: OperatorsPorts,
  id: string,
  given: string | undefined,
): Promise<{ password: string | undefined; hash: Operator['password'] }> {
  const wrong = given === undefined ? undefined : judgePassword(given, { id });
  if (wrong !== undefined) throw refused('password', wrong);
  const made = given === undefined ? passwordFrom(secretBytes(PASSWORD_ENTROPY_BYTES)) : undefined;
  return { password: made, hash: await passwords.hash(given ?? made ?? '') };
}

export function unknownOperator(): Fault {
  return new Fault('operator.unknown', 'there is nobody with this id');
}

function refused(path: string, message: string): Fault {
  return new Fault('request.invalid', 'the request has values that cannot be taken; see errors', {
    issues: [{ path, message }],
  });
}
