import type { Model } from './model.ts';
import { decodeModel, type ModelMetadata } from './model-file.ts';

const LENGTH_BYTES = 4;

/** A model's two files as one: the length of the JSON in bytes (32 bits, little-endian), the JSON, the weights. */
export function packModel(json: Uint8Array, weights: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(LENGTH_BYTES + json.length + weights.length);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, LENGTH_BYTES);
  bytes.set(weights, LENGTH_BYTES + json.length);
  return bytes;
}

/**
 * The model that {@link packModel} made a file of.
 * @throws Error if it is none, or none that this release reads
 */
export function unpackModel(bytes: Uint8Array): Model {
  if (bytes.length < LENGTH_BYTES) throw new Error('this is no model');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const weights = LENGTH_BYTES + length;
  if (weights > bytes.length) throw new Error('this is no model: it is shorter than it says');
  const json = new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, weights));
  return decodeModel(JSON.parse(json) as ModelMetadata, bytes.subarray(weights));
}
