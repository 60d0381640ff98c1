import { LIMITS } from './limits.ts';
import type { Message } from './message.ts';

/** What was written, captions included. */
export function textOf(messages: readonly Message[]): string {
  const words = messages.flatMap(({ text, attachments }) => [
    text,
    ...attachments.map(({ caption = '' }) => caption),
  ]);
  const said = words.filter((word) => word !== '').join('\n');
  return said.slice(0, LIMITS.turnTextCharacters);
}
