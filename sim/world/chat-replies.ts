import type { SendErrorClass } from '../../shared/domain/delivery.ts';
import type { BotApiAnswer, BotApiRefusal } from '../../shared/ports.ts';
import type { Sequence } from './dice.ts';
import { SECOND } from './times.ts';

/** How the Bot API reacts to one message that a bot sends. */
export interface ChatReply {
  /** The message is in the chat, whatever the sender hears of it. */
  put: boolean;
  takes: number;
  status?: number | undefined;
  error?: SendErrorClass | undefined;
  /** Nothing of the request has left. */
  unsent?: true | undefined;
  refusal?: BotApiRefusal | undefined;
}

const HEAD_DEADLINE = 10 * SECOND;

export function puts(takes = 40): ChatReply {
  return { put: true, takes, status: 200 };
}

/** @param retryAfter seconds for which the bot is to keep silent */
export function refuses(code: number, description: string, retryAfter?: number): ChatReply {
  const refusal = {
    ok: false,
    code,
    description,
    ...(retryAfter !== undefined && { retry_after: retryAfter }),
  };
  return { put: false, takes: 30, status: code, refusal: refusal as BotApiRefusal };
}

export function floods(retryAfter: number): ChatReply {
  return refuses(429, `Too Many Requests: retry after ${retryAfter}`, retryAfter);
}

/** Nobody answers at the other end. */
export function unreachable(error: SendErrorClass = 'connect.refused'): ChatReply {
  return { put: false, takes: 20, error, unsent: true };
}

/** The request was written, and no answer came back. */
export function cut(put: boolean): ChatReply {
  return { put, takes: HEAD_DEADLINE, error: 'response.timeout' };
}

/** An answer that is not the Bot API's. */
export function garbles(put: boolean, status = 502): ChatReply {
  return { put, takes: 60, status };
}

export const UNAUTHORIZED = refuses(401, 'Unauthorized');
export const BLOCKED = refuses(403, 'Forbidden: bot was blocked by the user');

/** Everything that may come back. */
export function anyChatReply(draw: Sequence): ChatReply {
  const takes = draw.between(5, 400);
  switch (draw.between(0, 9)) {
    case 0:
      return floods(draw.pick([1, 3, 30, 300]));
    case 1:
      return draw.chance(0.5)
        ? refuses(500, 'Internal Server Error')
        : { ...refuses(draw.pick(GATEWAYS), 'Bad Gateway'), put: draw.chance(0.5) };
    case 2:
      return refuses(400, 'Bad Request: message text is strange');
    case 3:
      return {
        ...cut(draw.chance(0.5)),
        error: draw.pick(['response.timeout', 'request.reset', 'response.aborted']),
      };
    case 4:
      return garbles(draw.chance(0.5), draw.pick([200, 502, 504]));
    case 5:
      return unreachable(draw.pick(['connect.refused', 'dns.timeout', 'connect.timeout']));
    default:
      return puts(takes);
  }
}

/** Codes of what stands before the Bot API, which cannot know what became of a message. */
const GATEWAYS = [502, 504];

/** The answer says whether the message is in the chat. */
export function isClear({ put, status = 200, error, refusal }: ChatReply): boolean {
  if (error !== undefined) return false;
  return refusal ? !GATEWAYS.includes(refusal.code) : put && status === 200;
}

/** What the client of the Bot API makes of it. */
export function answerOf(reply: ChatReply): BotApiAnswer {
  const timing = { total_ms: reply.takes };
  const { error, unsent, refusal, status = 200 } = reply;
  if (error) return { result: { kind: 'error', error, timing }, ...(unsent && { unsent }) };
  const result = { kind: 'response', status, body: '', timing } as const;
  if (refusal) return { result, answer: refusal };
  return isClear(reply) ? { result, answer: { ok: true, value: { message_id: 1 } } } : { result };
}
