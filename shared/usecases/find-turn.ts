import { conversationOf } from '../domain/ids.ts';
import type { Turn } from '../domain/turn.ts';
import type { Conversations } from '../ports.ts';

/** The turn that answers a message; its id sorts behind that of every message it answers. */
export async function turnAnswering(
  conversations: Pick<Conversations, 'repliesAfter'>,
  id: string,
): Promise<Turn | undefined> {
  for (const item of await conversations.repliesAfter(conversationOf(id), id)) {
    if (item.kind === 'reply' && item.turn.answers.includes(id)) return item.turn;
  }
  return undefined;
}
