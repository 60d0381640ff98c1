import type { PasswordHash } from './password.ts';
import type { Session } from './session.ts';

/** What people at the desk may do; an admin may do all that an operator may. */
export const ROLES = ['operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Somebody of the desk who asks for something. */
export interface Staff {
  id: string;
  role: Role;
}

/** Somebody who works at the desk and signs in with a password. */
export interface Operator extends Staff {
  name: string;
  /** Epoch milliseconds of business time. */
  created_at: number;
  created_by: string;
  /** Set if access was taken away, business time. */
  disabled_at?: number | undefined;
  password: PasswordHash;
  /** Until then nothing else is allowed: somebody else knows this password. */
  must_change: boolean;
  /** Counts the changes of role, access and password; every write of them is conditional on the one it saw. */
  revision: number;
  /** Where this person is signed in, by the ids of the sessions; some may be over. */
  sessions: Readonly<Record<string, Session>>;
}

const OPERATOR_ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** Who did what nobody did; nobody is called so. */
export const DESK = 'desk';

export function isOperatorId(text: string): boolean {
  return OPERATOR_ID.test(text) && text !== DESK;
}

/** As it was meant: telephones begin words with a capital letter, and pasted names bring white space along. */
export function operatorIdTyped(text: string): string {
  return text.trim().toLowerCase();
}

export function mayDo(role: Role, needed: Role): boolean {
  return role === 'admin' || needed === 'operator';
}

/** Somebody else who may do everything; undefined: nobody would be left, if this one could not. */
export function otherAdmin(operators: readonly Operator[], id: string): Operator | undefined {
  return operators.find((one) => isAdmin(one) && one.id !== id);
}

/** May do everything, and has access. */
export function isAdmin({ role, disabled_at }: Operator): boolean {
  return role === 'admin' && disabled_at === undefined;
}
