import type { Policy } from './policy.ts';
import type { Scenario } from './scenario.ts';

/** Sure enough to answer; unsure, so an operator looks too; not understood. */
export type Band = 'answer' | 'doubt' | 'refuse';

export interface Classification {
  scenario: Scenario;
  /** Calibrated probability, 0 to 1. */
  confidence: number;
  band: Band;
  /** The features that decided, in words an operator understands. */
  reasons: string[];
  /** Version of the model that judged. */
  model: string;
  /** What it would be if it had been understood; unset for noise, which no threshold makes readable. */
  guess?: Scenario | undefined;
  /** The verdict before thresholds and keywords of the desk, where it is not what is in force, so that others can be tried on it later. */
  by_model?: OwnVerdict | undefined;
  /** What else the message surely asks. */
  also?: Likely | undefined;
  /** The desk's keyword that decided. */
  keyword?: { phrase: string; priority: number } | undefined;
  /** What a language model said where the classifier was in doubt; it is weighed in the rest. */
  second_opinion?: { model: string; scenario: Scenario; confidence: number } | undefined;
}

interface OwnVerdict {
  scenario: Scenario;
  band: Band;
  /** Set where a keyword has put its own in their place. */
  confidence?: number | undefined;
  reasons?: string[] | undefined;
}

/** A model's verdict, with what it takes to weigh it against another opinion. */
export interface Judgement {
  classification: Classification;
  /** The likeliest scenarios, best first; what is left of 1 is shared by the others. Empty: there was nothing to read. */
  likeliest: readonly Likely[];
  /** The model's own: confidence from which on it is answered, and below which it is refused. */
  thresholds: { answer: number; refuse: number };
}

export interface Likely {
  scenario: Scenario;
  confidence: number;
}

/** Stands for a verdict that could not be had. */
export const NOT_JUDGED: Classification = {
  scenario: 'UNKNOWN',
  confidence: 0,
  band: 'refuse',
  reasons: [],
  model: 'none',
};

/** The classification by the desk's own thresholds, where it has set some in place of the model's. */
export function byThresholds(
  verdict: Classification,
  { answer, refuse }: Policy['thresholds'],
): Classification {
  const { guess, by_model: _before, ...judged } = verdict;
  const own = guess ?? judged.scenario;
  const readable = judged.band !== 'refuse' || own !== 'UNKNOWN';
  const band = readable ? bandOf(judged, answer, refuse) : 'refuse';
  const scenario = band === 'refuse' ? 'UNKNOWN' : own;
  const same = band === judged.band && scenario === own;
  return { ...judged, band, scenario, ...(!same && { by_model: { scenario: own, band: judged.band } }) };
}

/** The classification as something that is no scenario, whatever the words remind of. */
export function asUnknown(classification: Classification): Classification {
  const { scenario, band, by_model } = classification;
  if (scenario === 'UNKNOWN') return classification;
  return { ...classification, scenario: 'UNKNOWN', by_model: by_model ?? { scenario, band } };
}

/** What the model said, of a classification that is kept. */
export function verdictOf({ by_model, ...kept }: Classification): Classification {
  if (!by_model) return kept;
  const { keyword: _, ...rest } = kept;
  const { scenario, band, confidence = kept.confidence, reasons = kept.reasons } = by_model;
  const own = { ...rest, confidence, reasons, band };
  return band === 'refuse' ? { ...own, scenario: 'UNKNOWN', guess: scenario } : { ...own, scenario };
}

function bandOf({ band, confidence }: Classification, answer: number | null, refuse: number | null): Band {
  if (refuse !== null && confidence < refuse) return 'refuse';
  if (answer !== null && confidence >= answer) return 'answer';
  if (answer !== null && band === 'answer') return 'doubt';
  return refuse !== null && band === 'refuse' ? 'doubt' : band;
}
