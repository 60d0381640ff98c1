import { conversationOf } from '../domain/ids.ts';
import type { Turn } from '../domain/turn.ts';
import type { Conversations, HistoryItem } from '../ports.ts';

/** The turn that answers a message; its id sorts behind that of every message it answers. */
export async function turnAnswering(
  conversations: Pick<Conversations, 'decisionsAfter'>,
  id: string,
): Promise<Turn | undefined> {
  const turns = (await conversations.decisionsAfter(conversationOf(id), id)).flatMap(turnIn);
  const answering = turns.filter(({ answers }) => answers.includes(id));
  // What was left or taken back may have been answered after all.
  return answering.find(({ left }) => !left) ?? answering[0];
}

/** The turn that an item of a conversation's history is, if it is one. */
export function turnIn(item: HistoryItem): Turn[] {
  if (item.kind === 'left') return [item.turn];
  return item.kind === 'text' && item.text.source === 'ai_bot' ? [item.text] : [];
}
