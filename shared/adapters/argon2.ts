import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { PASSWORD_COST, type PasswordCost, type PasswordHash, passwordText } from '../domain/password.ts';
import type { Passwords } from '../ports.ts';

const SALT_BYTES = 16;
const TAG_BYTES = 32;

const derive = promisify(argon2);

/** Passwords by Argon2id (RFC 9106), as Node has it since 24.7. */
export class Argon2Passwords implements Passwords {
  // What the password of an unknown name is compared with: nobody's.
  readonly #nobody: PasswordHash = {
    algorithm: 'argon2id',
    ...PASSWORD_COST,
    salt: randomBytes(SALT_BYTES).toString('base64'),
    tag: randomBytes(TAG_BYTES).toString('base64'),
  };

  async hash(password: string): Promise<PasswordHash> {
    const salt = randomBytes(SALT_BYTES);
    const tag = await tagOf(password, salt, PASSWORD_COST);
    return {
      algorithm: 'argon2id',
      ...PASSWORD_COST,
      salt: salt.toString('base64'),
      tag: tag.toString('base64'),
    };
  }

  async verify(password: string, hash: PasswordHash | undefined): Promise<boolean> {
    const kept = hash ?? this.#nobody;
    const tag = await tagOf(password, Buffer.from(kept.salt, 'base64'), kept);
    return timingSafeEqual(tag, Buffer.from(kept.tag, 'base64')) && hash !== undefined;
  }
}

function tagOf(password: string, nonce: Buffer, cost: PasswordCost): Promise<Buffer> {
  const { memory_kib: memory, passes, parallelism } = cost;
  return derive('argon2id', {
    message: passwordText(password),
    nonce,
    parallelism,
    tagLength: TAG_BYTES,
    memory,
    passes,
  });
}
