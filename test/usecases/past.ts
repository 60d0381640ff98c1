import { readPolicy } from '../../shared/contracts/policy.ts';
import type { Classification } from '../../shared/domain/classification.ts';
import { type Handbook, SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Attachment } from '../../shared/domain/message.ts';

import type { Past } from '../../shared/domain/retell.ts';
import type { HistoryItem } from '../../shared/ports.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import {
  handBackConversation,
  replyToClient,
  takeConversation,
} from '../../shared/usecases/operate-conversation.ts';
import { runFollowUps } from '../../shared/usecases/run-follow-ups.ts';
import { CONVERSATION } from '../builders.ts';
import { aDesk, incoming, SIGNAL } from './desk.ts';

const OPERATOR = 'operator_001';

/** The shipped handbook with these changes of its policy. */
export function under(changes: object): Handbook {
  const { policy, issues } = readPolicy(changes);
  if (!policy) throw new Error(`no policy: ${JSON.stringify(issues)}`);
  return { ...SHIPPED_HANDBOOK, policy };
}

/** A conversation as it comes about: each step a millisecond or more after the one before. */
export function aPast(handbook: Handbook = SHIPPED_HANDBOOK) {
  const desk = aDesk({ pace: 'immediate', rate: undefined });
  desk.handbooks.handbook = handbook;
  let replies = 0;
  const answer = () => answerConversation(desk.answer, SIGNAL);
  const write = async (text: string, attachments: Attachment[]) => {
    desk.clock.advance(1);
    await acceptMessage(desk.accept, incoming({ text, attachments }));
  };
  return {
    desk,
    /** A message, and what the model makes of it; the bot looks at once. */
    async says(text: string, verdict?: Partial<Classification>, attachments: Attachment[] = []) {
      if (verdict) desk.classifier.answers.set(text, verdict);
      await write(text, attachments);
      await answer();
    },
    /** A message that nobody looks at for now. */
    whispers: (text: string) => write(text, []),
    async passes(milliseconds: number) {
      desk.clock.advance(milliseconds + 1);
      await runFollowUps(desk.follow, SIGNAL);
      await answer();
    },
    delivers: () => deliverOutbound(desk.deliver, SIGNAL),
    async isTaken() {
      desk.clock.advance(1);
      await takeConversation(desk.operate, CONVERSATION, OPERATOR);
    },
    async isAnswered() {
      desk.clock.advance(1);
      replies += 1;
      const said = { operator: OPERATOR, text: 'Здравствуйте', key: `key ${replies}` };
      await replyToClient(desk.operate, CONVERSATION, said);
    },
    async isHandedBack() {
      desk.clock.advance(1);
      await handBackConversation(desk.operate, CONVERSATION);
      await answer();
    },
    async read(): Promise<Past & { items: HistoryItem[] }> {
      const limit = LIMITS.dryRunRows;
      const items = await desk.conversations.history(CONVERSATION, { limit, broughtBack: true });
      return { head: await desk.head(), items, profile: {} };
    },
  };
}

export type PlayedPast = ReturnType<typeof aPast>;
