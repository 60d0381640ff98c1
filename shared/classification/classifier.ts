import {
  type Band,
  type Classification,
  type RankedLabel,
  type Reason,
  UNREADABLE,
} from './classification.ts';
import { explain } from './explain.ts';
import type { Model, Thresholds } from './model.ts';
import { dropNoise } from './noise.ts';
import { ordersMachine } from './orders.ts';
import { spell } from './read-message.ts';
import { probabilities, score } from './score.ts';
import { type Token, tokenise } from './tokens.ts';
import { createVectoriser, type Occurrences, type Vectoriser } from './vectoriser.ts';

const RANKED = 3;
/** Told to operators where a text was refused for what it wants of the bot. */
const ORDER: Reason = { feature: 'указание боту', weight: 1 };

export interface Classifier {
  /** Never throws; reads the first 2,000 characters, and takes well under 5 ms whatever they are. */
  classify(text: string): Classification;
  readonly version: string;
  readonly thresholds: Thresholds;
}

/** Makes the classifier of a model. Costs about a millisecond and the memory of a few numbers per feature. */
export function createClassifier(model: Model): Classifier {
  const vectoriser = createVectoriser(model.vocabulary, model.weighting);
  return {
    version: model.version,
    thresholds: model.thresholds,
    classify(text) {
      const spelt = spell(text, model.languages);
      const tokens = dropNoise(text, tokenise(spelt));
      if (tokens.length === 0) return refuse(model, []);
      const refusing = model.labels.includes(UNREADABLE) && ordersMachine(text, spelt, model.labels);
      return refusing ? refuse(model, [ORDER]) : decide(model, vectoriser, tokens);
    },
  };
}

/** Which band a confidence falls into. */
export function bandOf(confidence: number, thresholds: Thresholds): Band {
  if (confidence >= thresholds.answer) return 'answer';
  return confidence >= thresholds.refuse ? 'doubt' : 'refuse';
}

function refuse(model: Model, reasons: Reason[]): Classification {
  const ranking = [{ label: UNREADABLE, confidence: 1 }];
  return { label: UNREADABLE, confidence: 1, band: 'refuse', ranking, reasons, model: model.version };
}

function decide(model: Model, vectoriser: Vectoriser, tokens: readonly Token[]): Classification {
  const occurrences: Occurrences = { places: [], firsts: [], lasts: [] };
  const vector = vectoriser.vectorise(tokens, occurrences);
  const ranked = rank(model.labels, probabilities(score(model, vector), model.calibration));
  const best = ranked[0] ?? { label: UNREADABLE, confidence: 0 };
  return {
    label: best.label,
    confidence: best.confidence,
    band: bandOf(best.confidence, model.thresholds),
    ranking: ranked.slice(0, RANKED),
    reasons: explain(model, model.labels.indexOf(best.label), tokens, vector, occurrences),
    model: model.version,
  };
}

function rank(labels: readonly string[], chances: Float64Array): RankedLabel[] {
  return labels
    .map((label, k) => ({ label, confidence: chances[k] ?? 0 }))
    .sort((a, b) => b.confidence - a.confidence || (a.label < b.label ? -1 : 1));
}
