import { randomBytes } from 'node:crypto';
import { ID_ENTROPY_BYTES } from '../domain/ids.ts';
import type { Chance } from '../ports.ts';

/** Randomness from the operating system. */
export const randomChance: Chance = {
  entropy: () => randomBytes(ID_ENTROPY_BYTES),
  fraction: () => Math.random(),
};
