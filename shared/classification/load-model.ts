import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from './model.ts';
import { decodeModel, METADATA_FILE, type ModelMetadata, WEIGHTS_FILE } from './model-file.ts';

/**
 * Reads a model from its folder, at once and synchronously: call it when the first message needs it.
 * @throws Error that names the folder if there is no model, or no readable one.
 */
export function loadModel(dir: string): Model {
  try {
    const metadata = JSON.parse(readFileSync(join(dir, METADATA_FILE), 'utf8')) as ModelMetadata;
    return decodeModel(metadata, readFileSync(join(dir, WEIGHTS_FILE)));
  } catch (cause) {
    throw new Error(`no model can be read from ${dir}: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}
