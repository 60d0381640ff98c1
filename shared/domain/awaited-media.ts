import type { Classification } from './classification.ts';
import { type Message, showsSomething } from './message.ts';
import type { Policy } from './policy.ts';
import type { Scenario } from './scenario.ts';

const MODEL = 'awaited-media';

/**
 * A picture without words, after the bot asked for a screenshot, a certificate or a review, is what it asked for.
 * Nothing has to be guessed then.
 */
export function awaitedMedia(
  last: Scenario | undefined,
  messages: readonly Message[],
  { scenarios }: Policy,
): Classification | undefined {
  if (!last || !scenarios[last].hands_over.includes('media')) return undefined;
  if (!messages.some(({ attachments }) => attachments.some(showsSomething))) return undefined;
  return { scenario: last, confidence: 1, band: 'answer', reasons: ['вложение'], model: MODEL };
}

/** Nobody has read such a burst: there was nothing to read. */
export function isAwaitedMedia({ model }: Classification): boolean {
  return model === MODEL;
}
