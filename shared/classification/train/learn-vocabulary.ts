import { visitFeatures } from '../features.ts';
import type { Token } from '../tokens.ts';
import { createVocabulary, type Vocabulary } from '../vocabulary.ts';

const MOST_COUNTED = 2 ** 16 - 1;

/** Learns which features are worth knowing: those of a weighted kind that stand in at least `leastTexts` texts. */
export function learnVocabulary(
  texts: readonly (readonly Token[])[],
  weighting: readonly number[],
  leastTexts: number,
): Vocabulary {
  const kept = [...countTexts(texts, weighting)]
    .filter(([, holding]) => holding >= leastTexts)
    .sort(([a], [b]) => a - b);
  const hashes = Uint32Array.from(kept, ([hash]) => hash);
  const frequencies = Uint16Array.from(kept, ([, holding]) => Math.min(holding, MOST_COUNTED));
  return createVocabulary(hashes, frequencies, texts.length);
}

function countTexts(texts: readonly (readonly Token[])[], weighting: readonly number[]): Map<number, number> {
  const frequencies = new Map<number, number>();
  for (const tokens of texts) {
    const seen = new Set<number>();
    visitFeatures(tokens, (kind, hash) => {
      if (weighting[kind] !== 0) seen.add(hash);
    });
    for (const hash of seen) frequencies.set(hash, (frequencies.get(hash) ?? 0) + 1);
  }
  return frequencies;
}
