import { normalise } from '../../shared/classification/normalise.ts';
import type { Example } from '../../shared/classification/train/examples.ts';

/** What a person at the desk has labelled. */
export interface Correction {
  message_id: string;
  text: string;
  label: string;
}

export interface Lesson {
  /** What the next model learns from. */
  examples: Example[];
  /** The corrections among them. */
  corrections: Example[];
}

/**
 * The corpus with what people have corrected. The same words count once, as the newest correction has them: it takes the
 * place of a line of the corpus that says otherwise. What stands in the frozen set is left out, because nothing learns from that.
 * @param given newest first
 */
export function lessonOf(
  corpus: readonly Example[],
  given: readonly Correction[],
  frozen: readonly Example[],
): Lesson {
  const exams = new Set(frozen.map(({ text }) => wordsOf(text)));
  const newest = new Map<string, Example>();
  for (const { text, label } of given) {
    const words = wordsOf(text);
    if (!newest.has(words) && !exams.has(words))
      newest.set(words, { text, label, alsoOk: [], batch: undefined });
  }
  const kept = corpus.filter(({ text, label }) => (newest.get(wordsOf(text))?.label ?? label) === label);
  const corrections = [...newest.values()];
  return { examples: [...kept, ...corrections], corrections };
}

/** What makes two messages the same; punctuation, where there is nothing else. */
function wordsOf(text: string): string {
  const plain = normalise(text);
  return plain.match(/[\p{L}\p{N}]+/gu)?.join(' ') ?? plain;
}
