import { conversationOf, messageId, timeOf } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Turn } from '../domain/turn.ts';
import type { Conversations } from '../ports.ts';

/** Sorts before every id of its millisecond that is made with chance. */
const NO_ENTROPY = new Uint8Array(10);

/** The turn that answers a message, if it was decided soon after; a turn's id sorts right behind what it answers. */
export async function turnAnswering(
  conversations: Pick<Conversations, 'history'>,
  id: string,
): Promise<Turn | undefined> {
  const conversation = conversationOf(id);
  const before = messageId(timeOf(id) + LIMITS.answerSearched, conversation, NO_ENTROPY);
  const page = { limit: LIMITS.answersSearched, before, repliesOnly: true };
  for (const item of await conversations.history(conversation, page)) {
    if (item.kind === 'reply' && item.turn.answers.includes(id)) return item.turn;
  }
  return undefined;
}
