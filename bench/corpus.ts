import { fileURLToPath } from 'node:url';
import { readExamples } from '../shared/classification/train/examples.ts';

const inClassification = (path: string): string =>
  fileURLToPath(new URL(`../shared/classification/${path}`, import.meta.url));

export const MODEL_DIR = inClassification('model');

/** What customers write, in the corpus's own order, which is by topic. */
export function corpusTexts(): string[] {
  return readExamples([inClassification('corpus/messages.jsonl')]).map(({ text }) => text);
}

/** The texts of a run: from all over the corpus, the same in every run. */
export function mixedTexts(): (n: number) => string {
  const texts = corpusTexts();
  // Prime, and no divisor of the corpus's size: every text comes once before any comes twice.
  const stride = 2_741;
  return (n) => texts[(n * stride) % texts.length] ?? '';
}
