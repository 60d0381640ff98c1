import { LIMITS } from './limits.ts';

/** How much work a password's hash is: the parameters of Argon2id. */
export interface PasswordCost {
  memory_kib: number;
  passes: number;
  parallelism: number;
}

/** What is kept of a password, with the parameters that made it, so that they can grow. */
export interface PasswordHash extends PasswordCost {
  algorithm: 'argon2id';
  /** Base64. */
  salt: string;
  tag: string;
}

/** OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
export const PASSWORD_COST: PasswordCost = { memory_kib: 19 * 1024, passes: 2, parallelism: 1 };

/** Was it made as new ones are? */
export function isCurrentHash({ memory_kib, passes, parallelism }: PasswordHash): boolean {
  const { memory_kib: memory, passes: times, parallelism: lanes } = PASSWORD_COST;
  return memory_kib === memory && passes === times && parallelism === lanes;
}

/** The same letters typed on another keyboard may come as other code points. */
export function passwordText(typed: string): string {
  return typed.normalize('NFC');
}

/** Why this cannot be the new password, or undefined. Length is what counts (NIST SP 800-63B): no rules for its letters. */
export function judgePassword(password: string, { id }: { id: string }): string | undefined {
  const { passwordLeast: least, passwordMost: most } = LIMITS;
  const letters = [...passwordText(password)];
  if (letters.length < least || letters.length > most) return `must have ${least} to ${most} characters`;
  if (new Set(letters).size < 4) return 'must have more different characters';
  if (id.length > 3 && password.toLowerCase().includes(id)) return 'must not contain your own id';
  return undefined;
}

/** Bytes of entropy that a generated password takes. */
export const PASSWORD_ENTROPY_BYTES = 20;
/** 32 that are hard to mistake for one another. */
const LETTERS = '23456789abcdefghijkmnpqrstuvwxyz';

/** A password for the first time, 100 bits in groups to be read aloud. */
export function passwordFrom(entropy: Uint8Array): string {
  const letters = Array.from(entropy.subarray(0, PASSWORD_ENTROPY_BYTES), (byte) => LETTERS[byte % 32]).join(
    '',
  );
  return letters.replace(/(.{5})(?=.)/g, '$1-');
}
