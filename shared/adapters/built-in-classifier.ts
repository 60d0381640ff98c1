import { createClassifier, type Classifier as Model } from '../classification/classifier.ts';
import { loadModel } from '../classification/load-model.ts';
import type { Classification } from '../domain/classification.ts';
import { isScenario } from '../domain/scenario.ts';
import type { Classifier } from '../ports.ts';

/** The shipped model, read from its folder with the first message. */
export class BuiltInClassifier implements Classifier {
  readonly #directory: string;
  #model: Model | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async classify(text: string): Promise<Classification> {
    this.#model ??= createClassifier(loadModel(this.#directory));
    const { label, confidence, band, reasons, model } = this.#model.classify(text);
    const understood = band !== 'refuse' && isScenario(label);
    return {
      scenario: understood ? label : 'UNKNOWN',
      confidence: Math.round(confidence * 10_000) / 10_000,
      band: understood ? band : 'refuse',
      reasons: reasons.map((reason) => reason.feature),
      model,
      ...(!understood && isScenario(label) && { guess: label }),
    };
  }
}
