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
  /** The model's own verdict, where it is not what is in force, so that other thresholds can be tried on it later. */
  by_model?: { scenario: Scenario; band: Band } | undefined;
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
  const { scenario, band } = by_model;
  return band === 'refuse'
    ? { ...kept, scenario: 'UNKNOWN', band, guess: scenario }
    : { ...kept, scenario, band };
}

function bandOf({ band, confidence }: Classification, answer: number | null, refuse: number | null): Band {
  if (refuse !== null && confidence < refuse) return 'refuse';
  if (answer !== null && confidence >= answer) return 'answer';
  if (answer !== null && band === 'answer') return 'doubt';
  return refuse !== null && band === 'refuse' ? 'doubt' : band;
}
