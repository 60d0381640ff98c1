import type { Scenario } from './scenario.ts';
import type { Turn } from './turn.ts';

export const VERDICTS = ['correct', 'incorrect', 'needs_escalation'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a person at the desk says of how a turn was understood: a label for the words of its messages, with who and when. */
export interface Feedback {
  turn_id: string;
  conversation_id: string;
  verdict: Verdict;
  /** What is right; none if somebody should have been called, whatever it was about. */
  scenario?: Scenario | undefined;
  /** What was said of it then, and by which model. */
  guess: Scenario;
  confidence: number;
  model: string;
  comment?: string | undefined;
  by: string;
  at: number;
}

export interface Judged {
  verdict: Verdict;
  scenario?: Scenario | undefined;
  comment?: string | undefined;
  by: string;
  at: number;
}

/** Feedback on a turn. What is right goes without saying where the turn was. */
export function feedbackOn(
  { id, conversation_id, classification }: Turn,
  { scenario, ...judged }: Judged,
): Feedback {
  const { scenario: guess, confidence, model } = classification;
  const right = { correct: guess, incorrect: scenario, needs_escalation: undefined }[judged.verdict];
  return {
    turn_id: id,
    conversation_id,
    ...judged,
    ...(right && { scenario: right }),
    guess,
    confidence,
    model,
  };
}
