import type { Classifier } from '../classifier.ts';
import type { Example } from './examples.ts';
import type { Judged } from './measure.ts';

/** What a model says of messages, beside what is right. */
export function judgeModel(classifier: Classifier, examples: readonly Example[]): Judged[] {
  return examples.map((example) => judgeOne(classifier, example));
}

export function judgeOne(classifier: Classifier, { text, label, alsoOk, batch }: Example): Judged {
  const { label: guess, confidence, band } = classifier.classify(text);
  return { label, alsoOk, batch, guess, confidence, answered: band === 'answer' };
}
