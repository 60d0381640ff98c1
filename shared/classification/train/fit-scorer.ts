import { readMessage } from '../read-message.ts';
import type { Languages } from '../repair.ts';
import { createVectoriser } from '../vectoriser.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { learnLanguages } from './learn-languages.ts';
import { learnVocabulary } from './learn-vocabulary.ts';
import { stackVectors } from './matrix.ts';
import { prune } from './prune.ts';
import type { TrainingSettings } from './settings.ts';
import { type Hyperplanes, trainSvm } from './svm.ts';

/** Texts and the number of each one's label. */
export interface LabelledTexts {
  readonly texts: readonly string[];
  readonly targets: Int32Array;
}

/** What training yields before it is calibrated and quantised. */
export interface Scorer {
  readonly languages: Languages;
  readonly vocabulary: Vocabulary;
  readonly hyperplanes: Hyperplanes;
}

/** Learns alphabets, vocabulary and hyperplanes from examples. */
export function fitScorer(
  { texts, targets }: LabelledTexts,
  classes: number,
  settings: TrainingSettings,
): Scorer {
  const languages = learnLanguages(texts);
  const read = texts.map((text) => readMessage(text, languages));
  const vocabulary = learnVocabulary(read, settings.weighting, settings.leastTexts);
  const vectoriser = createVectoriser(vocabulary, settings.weighting);
  const matrix = stackVectors(read, vectoriser, vocabulary.size);
  const hyperplanes = trainSvm(matrix, targets, classes, settings.svm);
  return { languages, ...prune(vocabulary, hyperplanes, settings.mostFeatures) };
}
