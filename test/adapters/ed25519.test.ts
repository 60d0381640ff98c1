import { createPublicKey, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { makeKeyPair, signEd25519, thumbprint } from '../../shared/adapters/ed25519.ts';
import { aKeyPair } from '../builders.ts';

it('a key has the thumbprint that RFC 8037 prints', () => {
  expect(thumbprint(aKeyPair().x)).toBe(aKeyPair().kid);
});

it('a key signs as RFC 8037 prints, and as often as it is asked', () => {
  const printed = 'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg';
  const pair = aKeyPair();
  for (let time = 1; time <= 2; time++)
    expect(signEd25519(pair, 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc')).toBe(
      Buffer.from(printed, 'base64url').toString('base64'),
    );
});

it('a fresh key is another one each time, and its public half verifies what its private half signed', () => {
  const [one, other] = [makeKeyPair(), makeKeyPair()];
  expect(new Set([one.kid, one.x, one.d, other.kid, other.x, other.d]).size).toBe(6);
  expect(one.kid).toBe(thumbprint(one.x));
  const verifies = ({ x }: typeof one) => {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, Buffer.from('слово'), key, Buffer.from(signEd25519(one, 'слово'), 'base64'));
  };
  expect([one, other].map(verifies)).toEqual([true, false]);
});
