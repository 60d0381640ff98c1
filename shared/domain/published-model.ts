import { SCENARIOS } from './scenario.ts';

/** Under this name the model that the desk has trained anew is published. */
export const MODEL_DOCUMENT = 'model';

/** A model in place of the shipped one, kept as a file that is cut into parts. */
export interface PublishedModel {
  /** The model's own version: twelve hexadecimal digits of the hash of its content. */
  id: string;
  parts: number;
  /** SHA-256 of the whole file, hexadecimal. */
  sha256: string;
  /** The shipped model in whose place it stands. A release that ships another knows words in another way: there it counts no more. */
  over: string;
  /** What was measured before it was published: kept for whoever looks at it. */
  figures: unknown;
}

export const MODEL_ID = /^[0-9a-f]{12}$/;

/** The model in a stored document; undefined: the shipped one, or nothing that can be read. */
export function modelIn(body: unknown): PublishedModel | undefined {
  const model = (body as { model?: unknown } | null | undefined)?.model as PublishedModel | null | undefined;
  const sound =
    typeof model === 'object' &&
    model !== null &&
    MODEL_ID.test(model.id) &&
    MODEL_ID.test(model.over) &&
    Number.isSafeInteger(model.parts) &&
    typeof model.sha256 === 'string';
  return sound ? model : undefined;
}

/** Labels that no scenario of the desk stands for; a model that has some would be asked in vain. */
export function strangeLabels(labels: readonly string[]): string[] {
  return labels.filter((label) => !(SCENARIOS as readonly string[]).includes(label));
}
