import { describe, expect, it } from 'vitest';
import { isDefinite, refusalReason } from '../../../shared/adapters/telegram/refusals.ts';
import type { ChatRefusal } from '../../../shared/domain/delivery.ts';

const refusal = (code: number, description: string) => ({ ok: false as const, code, description });

describe('a refusal means', () => {
  it.each<[ChatRefusal, number, string]>([
    ['blocked', 403, 'Forbidden: bot was blocked by the user'],
    ['blocked', 403, 'Forbidden: user is deactivated'],
    ['blocked', 403, 'Forbidden: bot was kicked from the group chat'],
    ['blocked', 403, 'Forbidden: bot was kicked from the supergroup chat'],
    ['blocked', 403, "Forbidden: bot can't initiate conversation with a user"],
    ['blocked', 403, "Forbidden: bot can't send messages to bots"],
    ['blocked', 403, 'Forbidden: bot is not a member of the supergroup chat'],
    ['no_chat', 403, 'Forbidden: the group chat was deleted'],
    ['no_chat', 400, 'Bad Request: chat not found'],
    ['no_chat', 400, 'Bad Request: user not found'],
    ['no_chat', 400, 'Bad Request: PEER_ID_INVALID'],
    ['no_chat', 400, 'Bad Request: chat_id is empty'],
    ['no_chat', 400, 'Bad Request: group chat was deactivated'],
    ['no_chat', 400, 'Bad Request: group chat was upgraded to a supergroup chat'],
    ['token', 401, 'Unauthorized'],
    ['token', 404, 'Not Found'],
    ['no_chat', 404, 'Not Found: chat not found'],
    ['flood', 429, 'Too Many Requests: retry after 7'],
    ['other', 400, 'Bad Request: message text is empty'],
    ['other', 400, 'Bad Request: message is too long'],
    ['other', 400, 'Bad Request: have no rights to send a message'],
    ['other', 403, 'Forbidden: MESSAGE_DELETE_FORBIDDEN'],
    ['other', 409, 'Conflict: terminated by other getUpdates request'],
    ['other', 400, 'bot was blocked by the user'],
    ['other', 500, 'Internal Server Error'],
    ['other', 500, 'Internal Server Error: chat not found'],
  ])('%s: %i %s', (reason, code, description) => {
    expect(refusalReason(refusal(code, description))).toBe(reason);
  });
});

it.each([
  [true, 400, 'Bad Request: message text is empty'],
  [true, 403, 'Forbidden: request aborted'],
  [true, 500, 'Internal Server Error'],
  [true, 503, 'Service Unavailable'],
  [false, 501, 'Not Implemented'],
  [false, 502, 'Bad Gateway'],
  [false, 504, 'Gateway Timeout'],
  [false, 500, 'Internal Server Error: sent message was immediately deleted'],
  [false, 500, 'Internal Server Error: Request aborted'],
])('that nothing is in the chat is %s after %i %s', (definite, code, description) => {
  expect(isDefinite(refusal(code, description))).toBe(definite);
});
