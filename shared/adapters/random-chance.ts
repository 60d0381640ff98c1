import { randomBytes } from 'node:crypto';
import { ID_ENTROPY_BYTES } from '../domain/ids.ts';
import { SECRET_ENTROPY_BYTES } from '../domain/webhook-secret.ts';
import type { Chance } from '../ports.ts';

/** Randomness from the operating system. */
export const randomChance: Chance = {
  entropy: () => randomBytes(ID_ENTROPY_BYTES),
  fraction: () => Math.random(),
};

/** What a new webhook secret is made of. */
export const randomSecretEntropy = (): Uint8Array => randomBytes(SECRET_ENTROPY_BYTES);

/** What tokens, tickets and passwords are made of. */
export const randomSecretBytes = (count: number): Uint8Array => randomBytes(count);
