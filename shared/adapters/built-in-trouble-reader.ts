import { type Classifier, createClassifier } from '../classification/classifier.ts';
import { loadModel } from '../classification/load-model.ts';
import type { TroubleReading } from '../domain/outage/reading.ts';
import { isTroubleKind } from '../domain/outage/trouble.ts';
import type { TroubleReader } from '../ports.ts';

/** Label of what reports no trouble. */
const NONE = 'NONE';

/** The shipped model of troubles, read from its folder with the first text that may report one. */
export class BuiltInTroubleReader implements TroubleReader {
  readonly #directory: string;
  #model: Classifier | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  read(text: string): TroubleReading {
    this.#model ??= createClassifier(loadModel(this.#directory));
    const { ranking } = this.#model.classify(text);
    const rest = 1 - ranking.reduce((sum, { confidence }) => sum + confidence, 0);
    const likeliest = ranking.flatMap(({ label, confidence }) =>
      isTroubleKind(label) ? [{ kind: label, chance: confidence }] : [],
    );
    return { none: ranking.find(({ label }) => label === NONE)?.confidence ?? rest, likeliest };
  }
}
