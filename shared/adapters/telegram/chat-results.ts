import type { ChatResult, SendResult } from '../../domain/delivery.ts';
import { invalidRequest } from './bot-api.ts';
import type { messagesOf } from './send-message.ts';

/** One text on its way into a chat, and how far it has come. */
export interface ChatDelivery {
  readonly bot: string;
  token: string;
  /** Those that the Bot API takes no more. */
  readonly refused: Set<string>;
  readonly messages: ReturnType<typeof messagesOf>;
  readonly started: number;
  chat: string;
  /** Parts in the chat, earlier attempts' included. */
  sent: number;
  /** What came of the last part that this attempt has put into the chat. */
  last?: SendResult;
  moved_to?: string;
}

/** Every part was in the chat before. */
export const NOTHING_LEFT: SendResult = { kind: 'response', status: 200, body: '', timing: { total_ms: 0 } };
const NO_ROOM: SendResult = {
  kind: 'error',
  error: 'client.exhausted',
  detail: 'paced',
  timing: { total_ms: 0 },
};

export function paced(delivery: ChatDelivery): SendResult {
  return told(delivery, delivery.last ?? NO_ROOM, { verdict: 'unsent', paced: true });
}

export function told(
  { sent, messages, moved_to }: ChatDelivery,
  result: SendResult,
  came: Omit<ChatResult, 'parts'>,
): SendResult {
  const parts = { sent, of: messages.length };
  return { ...result, chat: { ...came, parts, ...(moved_to !== undefined && { moved_to }) } };
}

export function refusedByUs(reason: 'token' | 'no_chat' | 'other', parts: ChatResult['parts']): SendResult {
  return { ...invalidRequest().result, chat: { verdict: 'refused', reason, parts } };
}

/** The answer repeats the words and whom they went to; only its number is worth keeping. */
export function withoutWords(result: SendResult, value: unknown): SendResult {
  const message_id: unknown = Object(value).message_id;
  return result.kind === 'response'
    ? { ...result, body: JSON.stringify({ ok: true, result: { message_id } }) }
    : result;
}
