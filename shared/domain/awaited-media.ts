import type { Classification } from './classification.ts';
import { type Message, showsSomething } from './message.ts';
import { SCENARIO_RULES, type Scenario } from './scenario.ts';

/**
 * A picture without words, after the bot asked for a screenshot, a certificate or a review, is what it asked for.
 * Nothing has to be guessed then.
 */
export function awaitedMedia(
  last: Scenario | undefined,
  messages: readonly Message[],
): Classification | undefined {
  if (!last || !SCENARIO_RULES[last].mediaEscalates) return undefined;
  if (!messages.some(({ attachments }) => attachments.some(showsSomething))) return undefined;
  return { scenario: last, confidence: 1, band: 'answer', reasons: ['вложение'], model: 'awaited-media' };
}
