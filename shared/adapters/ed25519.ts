import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { KeyPair } from '../domain/webhook-key.ts';

const KIND = { kty: 'OKP', crv: 'Ed25519' } as const;

/** A fresh key pair from the operating system's randomness. */
export function makeKeyPair(): KeyPair {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { kid: thumbprint(x), x, d };
}

/** The id that RFC 7638 gives a public key: its members by name, without white space, hashed. */
export function thumbprint(x: string): string {
  const { crv, kty } = KIND;
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}

// A key that is remembered is imported once for all that it signs.
const imported = new WeakMap<object, KeyObject>();

/** The Ed25519 signature over the content, in base64. */
export function signEd25519(pair: Omit<KeyPair, 'kid'>, content: string): string {
  const key =
    imported.get(pair) ?? createPrivateKey({ key: { ...KIND, x: pair.x, d: pair.d }, format: 'jwk' });
  imported.set(pair, key);
  return sign(null, Buffer.from(content), key).toString('base64');
}
