import type { Feedback } from '../domain/feedback.ts';
import { type LabelledExample, textToLearn } from '../domain/labelled-example.ts';
import { textOf } from '../domain/message-text.ts';
import type { Conversations, FeedbackRows } from '../ports.ts';

export interface ExamplesPorts {
  conversations: Pick<Conversations, 'text' | 'messages'>;
  feedback: Pick<FeedbackRows, 'list'>;
}

export interface ExamplesPage {
  items: LabelledExample[];
  /** The turn behind which the next page begins. */
  next: string | undefined;
}

/**
 * What people at the desk have labelled, newest first: the words of each turn's messages as they stand, so that nothing
 * of a client is kept twice. A page may have fewer than asked for: what has no words, no label or no messages any more
 * is left out.
 */
export async function listExamples(
  ports: ExamplesPorts,
  page: { limit: number; before?: string | undefined },
): Promise<ExamplesPage> {
  const given = await ports.feedback.list({ ...page, limit: page.limit + 1 });
  const shown = given.slice(0, page.limit);
  const items = await Promise.all(shown.map((feedback) => exampleOf(ports, feedback)));
  return {
    items: items.flatMap((item) => item ?? []),
    next: given.length > page.limit ? shown.at(-1)?.turn_id : undefined,
  };
}

async function exampleOf(
  { conversations }: ExamplesPorts,
  { turn_id, conversation_id, scenario, by, at }: Feedback,
): Promise<LabelledExample | undefined> {
  if (!scenario) return undefined;
  const turn = await conversations.text(conversation_id, turn_id);
  if (turn?.source !== 'ai_bot') return undefined;
  const messages = await conversations.messages(conversation_id, turn.answers);
  if (messages.length < turn.answers.length) return undefined;
  const text = textOf(messages);
  if (text.trim() === '') return undefined;
  return { turn_id, text: textToLearn(text), label: scenario, by, at };
}
