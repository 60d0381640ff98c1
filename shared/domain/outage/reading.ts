import type { Classification } from '../classification.ts';
import type { Scenario } from '../scenario.ts';
import type { TroubleKind } from './trouble.ts';

/** What the trouble model makes of a text. */
export interface TroubleReading {
  /** Probability that nothing is broken for whoever wrote it, 0 to 1. */
  none: number;
  /** The likeliest kinds, best first; what is left of 1 is shared by the others. */
  likeliest: readonly { kind: TroubleKind; chance: number }[];
}

/** A text for technical support is a report unless the trouble model is sure that it is none. */
const NONE_SURELY = 0.9;
/** Of anything else it takes more, the surer the classifier is that it is something else. */
const NONE_UNSURE = 0.6;
const NONE_HARDLY = 0.4;
/** A second kind counts, too, if it is at least so likely beside the first. */
const SECOND = 0.3;

/** The kinds of trouble that a text reports, the likeliest first; none: it reports no trouble. */
export function troublesIn(
  classification: Classification,
  { none, likeliest }: TroubleReading,
): TroubleKind[] {
  const [first, second] = likeliest;
  // The desk itself has said what such words are about.
  if (classification.keyword && !isTechnical(classification.scenario)) return [];
  if (!first || none > mostNone(classification)) return [];
  return second && second.chance >= SECOND * first.chance ? [first.kind, second.kind] : [first.kind];
}

function mostNone({ scenario, band, guess, also }: Classification): number {
  if ([scenario, guess, also?.scenario].some(isTechnical)) return NONE_SURELY;
  return band === 'answer' ? NONE_HARDLY : NONE_UNSURE;
}

function isTechnical(scenario: Scenario | undefined): boolean {
  return scenario === 'TECH_SUPPORT_BASIC' || scenario === 'MASS_OUTAGE';
}
