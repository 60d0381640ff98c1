import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../model.ts';
import { encodeWeights, FORMAT, METADATA_FILE, type ModelMetadata, WEIGHTS_FILE } from '../model-file.ts';

/** Writes a model's two files; the answer is its version. */
export function saveModel(dir: string, model: Omit<Model, 'version'>, training: unknown): string {
  const bytes = encodeWeights({ ...model, version: '' });
  const metadata = {
    format: FORMAT,
    labels: model.labels,
    features: model.vocabulary.size,
    texts: model.vocabulary.texts,
    weighting: model.weighting,
    calibration: model.calibration,
    thresholds: model.thresholds,
    training,
  };
  const version = versionOf(metadata, bytes);
  const file: ModelMetadata = { version, ...metadata };
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, WEIGHTS_FILE), bytes);
  writeFileSync(join(dir, METADATA_FILE), `${JSON.stringify(file, null, 2)}\n`);
  return version;
}

/** First twelve hexadecimal digits of the SHA-256 of a model's content. */
export function versionOf(metadata: Omit<ModelMetadata, 'version'>, weights: Uint8Array): string {
  return createHash('sha256').update(JSON.stringify(metadata)).update(weights).digest('hex').slice(0, 12);
}
