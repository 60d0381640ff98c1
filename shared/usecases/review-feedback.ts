import type { Feedback } from '../domain/feedback.ts';
import { type FeedbackSummary, summaryOf } from '../domain/feedback-summary.ts';
import { firstIdOf } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import type { FeedbackRows } from '../ports.ts';
import type { Span } from './walk-said.ts';

interface Walked {
  feedback: Feedback[];
  /** The id behind which the rest begins; undefined: there is none. */
  next: string | undefined;
}

/**
 * What was said of turns of that time, counted: of LIMITS.feedbackCounted turns at most, the newest first. With a `next`
 * there are older ones, whose counts are to be added.
 */
export async function summariseFeedback(
  ports: { feedback: FeedbackRows },
  span: Span,
  before: string | undefined,
): Promise<{ summary: FeedbackSummary; next: string | undefined }> {
  const at = before ?? firstIdOf(span.to + 1);
  const { feedback, next } = await walk(ports, { before: at, most: LIMITS.feedbackCounted });
  const within = feedback.filter(({ turn_id }) => turn_id >= firstIdOf(span.from));
  return { summary: summaryOf(within), next: within.length < feedback.length ? undefined : next };
}

/** What was misunderstood, the newest turns first. A page may be short, or empty, although more follows. */
export async function listMisclassified(
  ports: { feedback: FeedbackRows },
  { limit, before }: { limit: number; before: string | undefined },
): Promise<Walked> {
  const { feedback, next } = await walk(ports, { before, most: LIMITS.feedbackLookedAt });
  const wrong = feedback.filter(({ verdict }) => verdict === 'incorrect');
  if (wrong.length <= limit) return { feedback: wrong, next };
  const shown = wrong.slice(0, limit);
  return { feedback: shown, next: shown.at(-1)?.turn_id };
}

async function walk(
  { feedback: rows }: { feedback: FeedbackRows },
  { before, most }: { before: string | undefined; most: number },
): Promise<Walked> {
  const feedback: Feedback[] = [];
  let next = before;
  while (feedback.length < most) {
    const page = await rows.list({ limit: LIMITS.feedbackAtOnce, before: next });
    feedback.push(...page);
    next = page.at(-1)?.turn_id;
    if (page.length < LIMITS.feedbackAtOnce) return { feedback, next: undefined };
  }
  return { feedback, next };
}
