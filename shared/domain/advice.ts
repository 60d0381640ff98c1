import type { Band, Classification, Judgement } from './classification.ts';
import { SCENARIOS, type Scenario } from './scenario.ts';

/** What a language model makes of a message. */
export interface Advice {
  scenario: Scenario;
  /** How sure it says it is, 0 to 1. */
  confidence: number;
  /** Which model said so. */
  model: string;
}

/** How far a language model is trusted at most, however sure it says it is. */
const TRUST_MOST = 0.9;
/** A model that is wrong, or was talked into it, takes one of so many that are easily confused, and not just any. */
const CONFUSED = 3;
/** Scenarios that a message can have: an outage is never seen in one alone. */
export const CHOICES = SCENARIOS.filter((scenario) => scenario !== 'MASS_OUTAGE');

/**
 * The classification once a second opinion is weighed in. The classifier's chances are the prior; a model that is right
 * with probability `t` names the right scenario with `t`, and shares the rest among those that are easily confused
 * with it (Bayes' rule). So it tips the scales between what is likely and cannot make likely what the words do not bear out, whoever
 * talked it into that.
 */
export function advisedBy(judgement: Judgement, advice: Advice): Classification {
  const { classification, thresholds } = judgement;
  const { scenario: named, confidence: stated, model } = advice;
  const second_opinion = { model, scenario: named, confidence: stated };
  const trust = Math.min(TRUST_MOST, stated);
  const rest = (1 - trust) / CONFUSED;
  if (trust <= rest) return { ...classification, second_opinion };
  const prior = chanceOf(judgement, named);
  const [best] = judgement.likeliest.filter(({ scenario }) => scenario !== named);
  const evidence = prior * trust + (1 - prior) * rest;
  const posterior = (prior * trust) / evidence;
  const other = ((best?.confidence ?? 0) * rest) / evidence;
  const [scenario, confidence] = best && other > posterior ? [best.scenario, other] : [named, posterior];
  return decided({ ...classification, second_opinion }, scenario, confidence, thresholds);
}

/** What no likely scenario has is shared out evenly. */
function chanceOf({ likeliest }: Judgement, scenario: Scenario): number {
  const found = likeliest.find((likely) => likely.scenario === scenario);
  if (found) return found.confidence;
  const left = 1 - likeliest.reduce((sum, { confidence }) => sum + confidence, 0);
  return Math.max(left, 0) / Math.max(CHOICES.length - likeliest.length, 1);
}

function decided(
  { guess: _, ...classification }: Classification,
  scenario: Scenario,
  chance: number,
  { answer, refuse }: Judgement['thresholds'],
): Classification {
  const confidence = Math.round(chance * 10_000) / 10_000;
  const band: Band = confidence >= answer ? 'answer' : confidence >= refuse ? 'doubt' : 'refuse';
  if (band === 'refuse') return { ...classification, scenario: 'UNKNOWN', guess: scenario, confidence, band };
  return { ...classification, scenario, confidence, band };
}
