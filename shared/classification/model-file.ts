import { CYRILLIC, costsLength, LATIN } from './alphabet.ts';
import type { Calibration, Model, Thresholds } from './model.ts';
import { createVocabulary } from './vocabulary.ts';

export const METADATA_FILE = 'model.json';
export const WEIGHTS_FILE = 'weights.bin';
/** Raised when an older reader would misread the files. */
export const FORMAT = 1;

/** What a model's JSON file says; the binary file holds the rest, in the order of `sections`. */
export interface ModelMetadata {
  readonly format: number;
  /** First twelve hexadecimal digits of the SHA-256 of the weights and of this file without this field. */
  readonly version: string;
  readonly labels: readonly string[];
  readonly features: number;
  /** How many texts it was trained on. */
  readonly texts: number;
  readonly weighting: readonly number[];
  readonly calibration: Calibration;
  readonly thresholds: Thresholds;
  /** Where the model comes from and what was measured; the classifier does not read it. */
  readonly training: unknown;
}

/**
 * Puts a model together from its two files.
 * @throws Error if the files do not belong to this format or to each other.
 */
export function decodeModel(metadata: ModelMetadata, bytes: Uint8Array): Model {
  if (metadata.format !== FORMAT)
    throw new Error(`the model has format ${metadata.format}, this version reads ${FORMAT}`);
  const { labels, features } = metadata;
  const expected = sizeOf(features, labels.length);
  if (bytes.length !== expected)
    throw new Error(`the model's weights have ${bytes.length} bytes instead of ${expected}`);
  const take = sectionReader(bytes);
  const hashes = new Uint32Array(take(features * 4));
  const biases = new Float32Array(take(labels.length * 4));
  const frequencies = new Uint16Array(take(features * 2));
  const russian = { letters: CYRILLIC, costs: new Uint8Array(take(costsLength(CYRILLIC))) };
  const latin = { letters: LATIN, costs: new Uint8Array(take(costsLength(LATIN))) };
  return {
    ...metadata,
    languages: { russian, latin },
    vocabulary: createVocabulary(hashes, frequencies, metadata.texts),
    scales: new Uint8Array(take(features)),
    biases,
    weights: new Int8Array(take(features * labels.length)),
  };
}

/** The binary file of a model: little-endian, the widest numbers first. */
export function encodeWeights(model: Model): Uint8Array {
  const sections = [
    model.vocabulary.hashes,
    model.biases,
    model.vocabulary.frequencies,
    model.languages.russian.costs,
    model.languages.latin.costs,
    model.scales,
    model.weights,
  ];
  const bytes = new Uint8Array(sizeOf(model.vocabulary.size, model.labels.length));
  let at = 0;
  for (const section of sections) {
    bytes.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), at);
    at += section.byteLength;
  }
  return bytes;
}

function sizeOf(features: number, labels: number): number {
  return features * 7 + labels * 4 + costsLength(CYRILLIC) + costsLength(LATIN) + features * labels;
}

function sectionReader(bytes: Uint8Array): (length: number) => ArrayBuffer {
  const whole = new Uint8Array(bytes).buffer;
  let at = 0;
  return (length) => {
    at += length;
    return whole.slice(at - length, at);
  };
}
