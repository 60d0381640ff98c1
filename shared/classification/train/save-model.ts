import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../model.ts';
import { encodeWeights, FORMAT, METADATA_FILE, type ModelMetadata, WEIGHTS_FILE } from '../model-file.ts';

/** A model as it is kept. */
export interface ModelFiles {
  readonly version: string;
  readonly json: string;
  readonly weights: Uint8Array;
}

/** Writes a model's two files; the answer is its version. */
export function saveModel(dir: string, model: Omit<Model, 'version'>, training: unknown): string {
  const { version, json, weights } = filesOf(model, training);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, WEIGHTS_FILE), weights);
  writeFileSync(join(dir, METADATA_FILE), json);
  return version;
}

/** @param training what is to be known of where the model comes from */
export function filesOf(model: Omit<Model, 'version'>, training: unknown): ModelFiles {
  const weights = encodeWeights({ ...model, version: '' });
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
  const version = versionOf(metadata, weights);
  const file: ModelMetadata = { version, ...metadata };
  return { version, json: `${JSON.stringify(file, null, 2)}\n`, weights };
}

/** First twelve hexadecimal digits of the SHA-256 of a model's content. */
export function versionOf(metadata: Omit<ModelMetadata, 'version'>, weights: Uint8Array): string {
  return createHash('sha256').update(JSON.stringify(metadata)).update(weights).digest('hex').slice(0, 12);
}
