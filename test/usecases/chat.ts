import { MemoryParkedUpdates } from '../../shared/adapters/memory/parked-updates.ts';
import { partnerOfBot } from '../../shared/domain/bot.ts';
import type { Head } from '../../shared/domain/conversation.ts';
import type { ChatResult, SendResult } from '../../shared/domain/delivery.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Reading, ReadMessage } from '../../shared/domain/telegram/reading.ts';
import { acceptUpdate, type Taken, type UpdatePorts } from '../../shared/usecases/accept-update.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { NOW } from '../builders.ts';
import { aDesk, status } from './desk.ts';

export const BOT = 'demo';
export const CHAT = 42;
export const IN_CHAT = conversationId(partnerOfBot(BOT), String(CHAT));
const SIGNAL = { conversation_id: IN_CHAT };

export function aReading(over: Partial<ReadMessage> = {}): ReadMessage {
  return {
    kind: 'message',
    chat: CHAT,
    text: 'Не открывается урок',
    attachments: [],
    note: { message: 1 },
    client: { name: 'Ольга', locale: 'ru' },
    sent_at: NOW,
    ...over,
  };
}

/** What a chat made of a send. */
export function chatResult(verdict: ChatResult['verdict'], over: Partial<ChatResult> = {}): SendResult {
  const sent = verdict === 'taken' ? 1 : 0;
  return { ...status(200), chat: { verdict, parts: { sent, of: 1 }, ...over } };
}

/** A desk with a bot; updates get rising numbers. */
export function aChatDesk(pace: 'natural' | 'immediate' = 'immediate') {
  const desk = aDesk({ pace, rate: undefined });
  const parked = new MemoryParkedUpdates();
  const pauses: number[] = [];
  let update = 0;
  const pause = async (milliseconds: number): Promise<void> => {
    pauses.push(milliseconds);
    desk.clock.advanceWall(milliseconds);
  };
  // Nothing that is sent or shown takes long.
  const waits = (ms: number) =>
    ms === LIMITS.typingWaitWall ? new Promise<void>(() => undefined) : pause(ms);
  const ports: UpdatePorts = {
    ...desk.accept,
    policy: { ...desk.accept.policy, backlog: LIMITS.pendingInChat },
    parked,
    pause,
  };
  return {
    desk,
    parked,
    pauses,
    ports,
    takes(reading: Reading, number?: number): Promise<Taken> {
      update += 1;
      return acceptUpdate(ports, { bot: BOT, update: number ?? update, reading, body: '{}' });
    },
    answers: () => answerConversation(desk.answer, SIGNAL),
    delivers: () => deliverOutbound({ ...desk.deliver, pause: waits }, SIGNAL, 'slow'),
    async head(): Promise<Head> {
      const head = await desk.conversations.head(IN_CHAT);
      if (!head) throw new Error('there is no chat yet');
      return head;
    },
    async texts(): Promise<string[]> {
      const items = await desk.conversations.history(IN_CHAT, { limit: 50, decisionsOnly: true });
      return items.flatMap((item) => (item.kind === 'text' ? [item.text.text] : [])).reverse();
    },
    async outcomes(): Promise<string[]> {
      const items = await desk.conversations.history(IN_CHAT, { limit: 50, decisionsOnly: true });
      return items.flatMap((item) => (item.kind === 'text' ? [item.outcome] : [])).reverse();
    },
  };
}
