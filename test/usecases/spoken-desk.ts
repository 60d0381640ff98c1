import type { Classification } from '../../shared/domain/classification.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { SECOND } from '../builders.ts';
import { type Desk, incoming } from './desk.ts';

interface Words {
  client_id?: string;
  partner?: string;
  text: string;
  as?: Partial<Classification>;
  /** Nobody decides about it. */
  unanswered?: true;
}

/** Has a client say something, and the bot answer it. */
export async function spoken(desk: Desk, { as, unanswered, ...words }: Words): Promise<string> {
  if (as) desk.classifier.answers.set(words.text, as);
  desk.clock.advance(10 * SECOND);
  const { message_id } = await acceptMessage(desk.accept, incoming(words));
  const signal = desk.inbound.take().at(-1)?.signal;
  if (!signal) throw new Error('nobody was told of it');
  if (unanswered) return message_id;
  desk.clock.advance(5 * SECOND);
  await answerConversation(desk.answer, signal);
  desk.clock.advance(20 * SECOND);
  await deliverOutbound(desk.deliver, signal, 'outbound');
  return message_id;
}
