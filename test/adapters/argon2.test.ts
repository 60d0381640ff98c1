import { describe, expect, it } from 'vitest';
import { Argon2Passwords } from '../../shared/adapters/argon2.ts';
import { isCurrentHash } from '../../shared/domain/password.ts';

const passwords = new Argon2Passwords();

describe('a password by Argon2id', () => {
  it('is known again by its hash, with the parameters that OWASP asks for beside it', async () => {
    const hash = await passwords.hash('correct horse battery');
    expect(hash).toEqual({
      algorithm: 'argon2id',
      memory_kib: 19_456,
      passes: 2,
      parallelism: 1,
      salt: expect.stringMatching(/^[\w+/]{22}==$/),
      tag: expect.stringMatching(/^[\w+/]{43}=$/),
    });
    expect(isCurrentHash(hash)).toBe(true);
    expect(await passwords.verify('correct horse battery', hash)).toBe(true);
    expect(await passwords.verify('correct horse batterx', hash)).toBe(false);
  });

  it('has another hash every time', async () => {
    const [one, other] = await Promise.all([passwords.hash('the same'), passwords.hash('the same')]);
    expect([one.salt, one.tag]).not.toEqual([other.salt, other.tag]);
  });

  it('is nobody’s where there is no hash, whatever it is', async () => {
    expect(await passwords.verify('', undefined)).toBe(false);
  });

  it('is compared with the parameters that made its hash', async () => {
    const weak = { ...(await passwords.hash('x')), passes: 1, memory_kib: 8 };
    expect(isCurrentHash(weak)).toBe(false);
    expect(await passwords.verify('x', weak)).toBe(false);
  });

  it('may have its letters composed or not', async () => {
    const hash = await passwords.hash('мойпароль'.normalize('NFC'));
    expect(await passwords.verify('мойпароль'.normalize('NFD'), hash)).toBe(true);
  });
});
