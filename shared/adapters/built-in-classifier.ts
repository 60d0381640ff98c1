import type { Classification as Guess } from '../classification/classification.ts';
import { createClassifier, type Classifier as Model } from '../classification/classifier.ts';
import { loadModel } from '../classification/load-model.ts';
import type { Classification, Judgement, Likely } from '../domain/classification.ts';
import { isScenario } from '../domain/scenario.ts';
import type { Classifier } from '../ports.ts';

/** The shipped model, read from its folder with the first message. */
export class BuiltInClassifier implements Classifier {
  readonly #directory: string;
  #model: Model | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async classify(text: string): Promise<Judgement> {
    return judgementOf(this.#load(), text);
  }

  version(): string {
    return this.#load().version;
  }

  #load(): Model {
    this.#model ??= createClassifier(loadModel(this.#directory));
    return this.#model;
  }
}

/** What a model says of a text, in the desk's words: a label that is no scenario of it is not understood. */
export function judgementOf({ classify, thresholds }: Model, text: string): Judgement {
  const guess = classify(text);
  return { classification: classificationOf(guess), likeliest: likeliestOf(guess), thresholds };
}

function classificationOf({ label, confidence, band, reasons, model }: Guess): Classification {
  const understood = band !== 'refuse' && isScenario(label);
  return {
    scenario: understood ? label : 'UNKNOWN',
    confidence: rounded(confidence),
    band: understood ? band : 'refuse',
    reasons: reasons.map((reason) => reason.feature),
    model,
    ...(!understood && isScenario(label) && { guess: label }),
  };
}

function likeliestOf({ ranking }: Guess): Likely[] {
  return ranking.flatMap(({ label, confidence }) =>
    isScenario(label) ? [{ scenario: label, confidence: rounded(confidence) }] : [],
  );
}

function rounded(confidence: number): number {
  return Math.round(confidence * 10_000) / 10_000;
}
