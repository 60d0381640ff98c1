import { createHash } from 'node:crypto';
import { unpackModel } from '../classification/packed-model.ts';
import type { ReadModelFile } from '../ports.ts';

/** Reads a model's file for what it says of itself. @throws Error if it is none that this release reads */
export const readModelFile: ReadModelFile = (bytes) => {
  const { version, labels } = unpackModel(bytes);
  return { id: version, labels, sha256: sha256Of(bytes) };
};

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
