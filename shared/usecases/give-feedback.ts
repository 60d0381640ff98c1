import { Fault } from '../domain/errors.ts';
import { type Feedback, feedbackOn, type Judged } from '../domain/feedback.ts';
import { conversationOf, isMessageId } from '../domain/ids.ts';
import type { Turn } from '../domain/turn.ts';
import type { Clock, Conversations, FeedbackRows, Journal } from '../ports.ts';
import { turnAnswering } from './find-turn.ts';

export interface FeedbackPorts {
  conversations: Pick<Conversations, 'text' | 'decisionsAfter'>;
  feedback: FeedbackRows;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

export type Opinion = Omit<Judged, 'at'> & {
  /** Of a reply, or of a message that it answers. */
  message_id: string;
};

/**
 * Notes what a person says of how a message was understood, in place of what was said of it before.
 * @throws Fault message.unknown, request.invalid if the correction is what the turn says already
 */
export async function giveFeedback(
  ports: FeedbackPorts,
  { message_id, ...judged }: Opinion,
): Promise<{ feedback: Feedback; replaced: boolean }> {
  const turn = await turnOf(ports, message_id);
  if (judged.verdict === 'incorrect' && judged.scenario === turn.classification.scenario)
    throw new Fault('request.invalid', 'this is what it was understood as', {
      issues: [{ path: 'scenario', message: 'must be another than what it was understood as' }],
    });
  const feedback = feedbackOn(turn, { ...judged, at: ports.clock.business() });
  const before = await ports.feedback.feedback(turn.id);
  await ports.feedback.put(feedback);
  // The client may have been erased meanwhile, by somebody who did not see this yet.
  if (!(await ports.conversations.text(turn.conversation_id, turn.id))) {
    await ports.feedback.remove(turn.id);
    throw unknownMessage();
  }
  const { turn_id, verdict, guess, scenario, model, by } = feedback;
  ports.journal.info('feedback.given', { turn_id, verdict, guess, scenario, model, by });
  return { feedback, replaced: before !== undefined };
}

async function turnOf({ conversations }: FeedbackPorts, id: string): Promise<Turn> {
  const found = isMessageId(id) ? await findTurn(conversations, id) : undefined;
  if (found) return found;
  throw unknownMessage();
}

function unknownMessage(): Fault {
  return new Fault('message.unknown', 'the desk has decided about no message with this id');
}

async function findTurn(
  conversations: FeedbackPorts['conversations'],
  id: string,
): Promise<Turn | undefined> {
  const text = await conversations.text(conversationOf(id), id);
  if (text?.source === 'ai_bot') return text;
  return turnAnswering(conversations, id);
}
