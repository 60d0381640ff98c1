import type { Classification, Likely } from './classification.ts';
import { isSocial, type Scenario } from './scenario.ts';

/** Sentences that are looked at by themselves, and the words that one of them has at least. */
const SENTENCES = 6;
const WORDS = 3;

/** Whoever complains, or reminds, speaks of other matters in passing, and speaks of them again and again. */
const IN_PASSING: readonly Scenario[] = ['UNKNOWN', 'COMPLAINT', 'REMINDER'];

/** The sentences of a text that may each be about something of their own; none if there are no two. */
export function sentencesApart(text: string): string[] {
  const sentences = text
    .split(/[.!?;\n]+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.split(/\s+/).length >= WORDS)
    .slice(0, SENTENCES);
  return sentences.length < 2 ? [] : sentences;
}

/**
 * What else a message asks: one sentence of it surely is about what the whole is taken for, and another as surely about
 * something else.
 */
export function secondIntent(
  whole: Classification,
  sentences: readonly Classification[],
): Likely | undefined {
  const sure = sentences.filter(({ band }) => band === 'answer');
  if (whole.band !== 'answer' || !sure.some(({ scenario }) => scenario === whole.scenario)) return undefined;
  const other = sure.find(({ scenario }) => scenario !== whole.scenario && isRequest(scenario));
  return other && { scenario: other.scenario, confidence: other.confidence };
}

/** Is there anything to look for? What is not sure, or no request, has no second one. */
export function mayHaveSecond({ band, scenario }: Classification): boolean {
  return band === 'answer' && isRequest(scenario);
}

function isRequest(scenario: Scenario): boolean {
  return !isSocial(scenario) && !IN_PASSING.includes(scenario);
}
