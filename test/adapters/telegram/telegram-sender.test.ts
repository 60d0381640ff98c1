import { afterEach, describe, expect, it } from 'vitest';
import { MemoryBotPacing } from '../../../shared/adapters/memory/bot-pacing.ts';
import { BOT_DEADLINES, TelegramSender } from '../../../shared/adapters/telegram/telegram-sender.ts';
import type { SendErrorClass, SendResult } from '../../../shared/domain/delivery.ts';
import type { DeskText } from '../../../shared/domain/desk-text.ts';
import { LIMITS } from '../../../shared/domain/limits.ts';
import type { Scenario } from '../../../shared/domain/scenario.ts';
import { splitText } from '../../../shared/domain/telegram/split-text.ts';
import type { BotApi, BotApiAnswer, BotPacing, BotTokens, OutgoingText } from '../../../shared/ports.ts';
import { aFollowUpText, anOperatorText, aTurn, CLIENT, DAY, SECOND } from '../../builders.ts';
import { FixedClock } from '../../usecases/desk.ts';
import { cleanUp } from '../http/local-servers.ts';
import { closedPort } from '../http/troubled-machine.ts';
import {
  apiAt,
  cut,
  cutInTheMidst,
  html,
  json,
  ok,
  type Play,
  playedBotApi,
  refuse,
  reset,
  SECRET,
  silent,
  TOKEN,
} from './played-bot-api.ts';

afterEach(cleanUp);

const CHAT = '777';
const GROUP = '-555';

const sent = (message_id = 1): BotApiAnswer => ({
  result: { kind: 'response', status: 200, body: '{"ok":true}', timing: { total_ms: 1 } },
  answer: { ok: true, value: { message_id, text: 'слова', chat: { first_name: 'Мария' } } },
});
const refused = (code: number, description: string, more: object = {}): BotApiAnswer => ({
  result: { kind: 'response', status: code, body: description, timing: { total_ms: 1 } },
  answer: { ok: false, code, description, ...more },
});
const failed = (error: SendErrorClass, unsent?: true): BotApiAnswer => ({
  result: { kind: 'error', error, timing: { total_ms: 1 } },
  unsent,
});

interface Called {
  at: number;
  token: string;
  method: string;
  parameters: Record<string, unknown>;
}

/** A sender whose Bot API gives these answers, one a call and the last for all that follow; each takes `takes` ms. */
function play(
  answers: BotApiAnswer[],
  over: { pacing?: BotPacing; tokens?: BotTokens; takes?: number } = {},
) {
  const clock = new FixedClock();
  const calls: Called[] = [];
  const pauses: number[] = [];
  const api: Pick<BotApi, 'call'> = {
    async call(token, method, parameters) {
      calls.push({ at: clock.wall(), token, method, parameters });
      clock.advance(over.takes ?? 0);
      return answers[Math.min(calls.length, answers.length) - 1] ?? sent();
    },
  };
  const sender = new TelegramSender({
    api,
    tokens: over.tokens ?? { token: async (bot) => (bot === 'desk' ? TOKEN : undefined) },
    pacing: over.pacing ?? new MemoryBotPacing(clock),
    clock,
    async pause(milliseconds) {
      pauses.push(milliseconds);
      clock.advance(milliseconds);
    },
  });
  return { sender, calls, pauses, clock };
}

/** Paces nobody. */
const OPEN: BotPacing = { take: async () => 0, hold: async () => {}, isHeld: async () => false };

const outgoing = (text: string | DeskText, over: Partial<OutgoingText> = {}): OutgoingText => ({
  partner: 'telegram.desk',
  client_id: CLIENT,
  channel: { bot: 'desk', chat_id: CHAT },
  text: typeof text === 'string' ? aTurn({ text }) : text,
  ...over,
});
const LONG = Array.from({ length: 9_000 }, (_, at) => `слово${at}`)
  .join(' ')
  .slice(0, 9_000);
const PARTS = splitText(LONG);

describe('a text', () => {
  it('is one plain message, and its answer is kept without words and names', async () => {
    const { sender, calls } = play([sent(41)]);
    expect(await sender.send(outgoing('Обновите <b>страницу</b>.'))).toEqual({
      kind: 'response',
      status: 200,
      body: '{"ok":true,"result":{"message_id":41}}',
      timing: { total_ms: 1 },
      chat: { verdict: 'taken', parts: { sent: 1, of: 1 } },
    });
    expect(calls).toMatchObject([
      {
        token: TOKEN,
        method: 'sendMessage',
        parameters: {
          chat_id: CHAT,
          text: 'Обновите <b>страницу</b>.',
          link_preview_options: { is_disabled: true },
        },
      },
    ]);
    expect(calls[0]?.parameters).not.toHaveProperty('parse_mode');
    expect(calls[0]?.parameters).not.toHaveProperty('reply_markup');
  });

  it('that is long goes in parts, in order, each a second after the one before', async () => {
    expect(PARTS.length).toBe(3);
    const { sender, calls } = play([sent()], { takes: 100 });
    expect((await sender.send(outgoing(LONG))).chat).toEqual({ verdict: 'taken', parts: { sent: 3, of: 3 } });
    expect(calls.map(({ parameters }) => parameters['text'])).toEqual(PARTS);
    const distances = calls.slice(1).map(({ at }, before) => at - (calls[before]?.at ?? 0));
    expect(distances).toEqual([LIMITS.chatSpacingWall + 100, LIMITS.chatSpacingWall + 100]);
  });

  it('goes on where an earlier attempt ended, at once', async () => {
    const { sender, calls, pauses } = play([sent()]);
    const result = await sender.send(outgoing(LONG, { parts_sent: 2 }));
    expect(result.chat).toEqual({ verdict: 'taken', parts: { sent: 3, of: 3 } });
    expect(calls.map(({ parameters }) => parameters['text'])).toEqual(PARTS.slice(2));
    expect(pauses).toEqual([]);
  });

  it.each([3, 4])('of which %i parts are there needs no request any more', async (parts_sent) => {
    const { sender, calls } = play([sent()]);
    const result = await sender.send(outgoing(LONG, { parts_sent }));
    expect(result.chat).toEqual({ verdict: 'taken', parts: { sent: 3, of: 3 } });
    expect(calls).toEqual([]);
  });

  it('begins no part that might outlive its claim, and waits for none in vain', async () => {
    const { sender, calls, pauses } = play([sent()], { takes: LIMITS.chatSpanWall - SECOND });
    const result = await sender.send(outgoing(LONG));
    expect(result).toMatchObject({
      kind: 'response',
      chat: { verdict: 'unsent', paced: true, parts: { sent: 1, of: 3 } },
    });
    expect([calls.length, pauses]).toEqual([1, []]);
    expect(LIMITS.chatSpanWall + BOT_DEADLINES.totalMs).toBeLessThan(LIMITS.claimWall);
  });

  it.each([
    [LIMITS.chatSpanWall, 2],
    [LIMITS.chatSpanWall + 1, 1],
  ])('waits for a moment %i ms after its beginning: %i parts', async (after, parts) => {
    const moments = [0, after];
    let begun = 0;
    const pacing = { ...OPEN, take: async () => begun + (moments.shift() ?? 0) };
    const { sender, calls, clock } = play([sent()], { pacing, takes: 2_000 });
    begun = clock.wall();
    const result = await sender.send(outgoing(LONG));
    expect(result.chat).toMatchObject({ verdict: 'unsent', paced: true, parts: { sent: parts, of: 3 } });
    expect(calls.map(({ at }) => at - begun)).toEqual([0, after].slice(0, parts));
  });

  it.each([
    ['a later part is refused', refused(400, 'Bad Request'), { verdict: 'refused', reason: 'other' }],
    ['a later part is cut off', failed('request.closed'), { verdict: 'unknown' }],
    ['a later part does not leave', failed('connect.refused', true), { verdict: 'unsent' }],
  ])('of which %s tells how far it came', async (_, answer, chat) => {
    const { sender, calls } = play([sent(), answer]);
    expect((await sender.send(outgoing(LONG))).chat).toEqual({ ...chat, parts: { sent: 1, of: 3 } });
    expect(calls.length).toBe(2);
  });
});

describe('quick replies', () => {
  const choice = (scenario: Scenario) => ({ scenario, label: `Кнопка ${scenario}` });
  const choices = (['LESSON_LINK', 'COMPLAINT', 'UNKNOWN'] as const).map(choice);
  const button = (scenario: Scenario) => ({
    text: `Кнопка ${scenario}`,
    callback_data: `choice:${scenario}`,
  });

  it('stand under the last part, two a row', async () => {
    const { sender, calls } = play([sent()]);
    await sender.send(outgoing(aTurn({ text: LONG, choices })));
    expect(calls.map(({ parameters }) => parameters['reply_markup'])).toEqual([
      undefined,
      undefined,
      { inline_keyboard: [[button('LESSON_LINK'), button('COMPLAINT')], [button('UNKNOWN')]] },
    ]);
  });

  it.each([
    ['a turn that has none', aTurn({ choices: [] })],
    ['an operator', anOperatorText()],
    ['a reminder', aFollowUpText()],
  ])('are not under the words of %s', async (_, text) => {
    const { sender, calls } = play([sent()]);
    await sender.send(outgoing({ ...text, ...(text.source !== 'ai_bot' && { choices }) }));
    expect(calls[0]?.parameters).not.toHaveProperty('reply_markup');
  });
});

describe('what becomes of a send:', () => {
  it.each<[string, BotApiAnswer, object]>([
    [
      'the client blocked the bot',
      refused(403, 'Forbidden: bot was blocked by the user'),
      { reason: 'blocked' },
    ],
    ['there is no such chat', refused(400, 'Bad Request: chat not found'), { reason: 'no_chat' }],
    ['the token was revoked', refused(401, 'Unauthorized'), { reason: 'token' }],
    ['the token is wrong', refused(404, 'Not Found'), { reason: 'token' }],
    [
      'too many requests',
      refused(429, 'Too Many Requests', { retry_after: 7 }),
      { reason: 'flood', retry_after: 7 },
    ],
    ['too many, without a number', refused(429, 'Too Many Requests'), { reason: 'flood' }],
    ['another refusal', refused(400, 'Bad Request: message text is empty'), { reason: 'other' }],
    ['its own failure', refused(500, 'Internal Server Error'), { reason: 'other' }],
  ])('%s', async (_, answer, chat) => {
    const { sender, calls } = play([answer]);
    const result = await sender.send(outgoing('Да.'));
    expect(result).toEqual({
      ...answer.result,
      chat: { verdict: 'refused', parts: { sent: 0, of: 1 }, ...chat },
    });
    expect(calls.length).toBe(1);
  });

  it('a refusal behind another status has its own', async () => {
    const { result, answer } = refused(403, 'Forbidden: bot was blocked by the user');
    const { sender } = play([{ result: { ...result, status: 200 } as SendResult, answer }]);
    expect(await sender.send(outgoing('Да.'))).toMatchObject({ status: 403, chat: { reason: 'blocked' } });
  });

  it.each([
    'Internal Server Error: sent message was immediately deleted',
    'Internal Server Error: Request aborted',
  ])('%s may have been in the chat', async (description) => {
    const { sender } = play([refused(500, description)]);
    expect((await sender.send(outgoing('Да.'))).chat).toEqual({
      verdict: 'unknown',
      parts: { sent: 0, of: 1 },
    });
  });

  it.each([
    ['the secret store has no token', { bot: 'other', chat_id: CHAT }, 'token'],
    ['the conversation has no bot', { chat_id: CHAT }, 'token'],
    ['the conversation has no chat', { bot: 'desk' }, 'no_chat'],
  ])('%s: nobody is asked', async (_, channel, reason) => {
    const { sender, calls } = play([sent()]);
    expect(await sender.send(outgoing('Да.', { channel }))).toEqual({
      kind: 'error',
      error: 'request.invalid',
      timing: { total_ms: 0 },
      chat: { verdict: 'refused', reason, parts: { sent: 0, of: 1 } },
    });
    expect(calls).toEqual([]);
  });

  it('there is nothing to say: nobody is asked', async () => {
    const { sender, calls } = play([sent()]);
    expect((await sender.send(outgoing(' \n '))).chat).toMatchObject({ verdict: 'refused', reason: 'other' });
    expect(calls).toEqual([]);
  });
});

describe('a chat that moved', () => {
  const upgraded = 'Bad Request: group chat was upgraded to a supergroup chat';
  const moved = refused(400, upgraded, { migrate_to: '-1001' });
  const channel = { bot: 'desk', chat_id: GROUP };
  const chatsAsked = (calls: Called[]) => calls.map(({ parameters }) => parameters['chat_id']);

  it('gets the part once more at its new number, at once, and what follows there', async () => {
    const { sender, calls, pauses } = play([sent(), moved, sent()], { pacing: OPEN });
    expect((await sender.send(outgoing(LONG, { channel }))).chat).toEqual({
      verdict: 'taken',
      parts: { sent: 3, of: 3 },
      moved_to: '-1001',
    });
    expect(chatsAsked(calls)).toEqual([GROUP, GROUP, '-1001', '-1001']);
    expect(calls.map(({ parameters }) => parameters['text'])).toEqual([
      PARTS[0],
      PARTS[1],
      PARTS[1],
      PARTS[2],
    ]);
    expect(pauses).toEqual([1050, 1050, 1050]);
  });

  it.each([
    ['moves again', moved, { verdict: 'refused', reason: 'no_chat' }],
    ['is cut off there', failed('request.closed'), { verdict: 'unknown' }],
    ['blocks it there', refused(403, 'Forbidden: bot was kicked'), { verdict: 'refused', reason: 'blocked' }],
  ])('and %s is told where it went, and not asked a third time', async (_, answer, chat) => {
    const { sender, calls } = play([moved, answer], { pacing: OPEN });
    expect((await sender.send(outgoing('Да.', { channel }))).chat).toEqual({
      ...chat,
      parts: { sent: 0, of: 1 },
      moved_to: '-1001',
    });
    expect(chatsAsked(calls)).toEqual([GROUP, '-1001']);
  });

  it('too late for this attempt is told where, and nothing counts as sent', async () => {
    const { sender, calls } = play([moved], { pacing: OPEN, takes: LIMITS.chatSpanWall + 1 });
    expect((await sender.send(outgoing('Да.', { channel }))).chat).toEqual({
      verdict: 'unsent',
      paced: true,
      parts: { sent: 0, of: 1 },
      moved_to: '-1001',
    });
    expect(calls.length).toBe(1);
  });
});

describe('the pace', () => {
  it('is taken for the bot before every part, and for a group besides', async () => {
    const taken: unknown[] = [];
    const take = async (...whose: unknown[]) => {
      taken.push(whose);
      return 0;
    };
    const { sender } = play([sent()], { pacing: { ...OPEN, take } });
    await sender.send(outgoing(LONG));
    await sender.send(outgoing('Да.', { channel: { bot: 'desk', chat_id: GROUP } }));
    expect(taken).toEqual([...PARTS.map(() => ['desk', undefined]), ['desk', GROUP]]);
  });

  it('is kept by waiting for the moment', async () => {
    const { sender, calls, clock } = play([sent()]);
    const begun = clock.wall();
    for (let at = 0; at < 30; at++)
      await sender.send(outgoing('Да.', { channel: { bot: 'desk', chat_id: `${at}` } }));
    const distances = calls.slice(1).map(({ at }, before) => at - (calls[before]?.at ?? 0));
    const gap = SECOND / LIMITS.botRate;
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(Math.floor(gap));
    expect(clock.wall() - begun).toBe(Math.ceil(29 * gap));
  });

  it.each([
    ['has no moment soon', undefined],
    ['is behind', LIMITS.pacedWaitWall + 1],
  ])('of a bot that %s sends the text away untried', async (_, wait) => {
    let start = 0;
    const pacing = { ...OPEN, take: async () => (wait === undefined ? wait : start + wait) };
    const { sender, calls, pauses, clock } = play([sent()], { pacing });
    start = clock.wall();
    expect(await sender.send(outgoing('Да.'))).toEqual({
      kind: 'error',
      error: 'client.exhausted',
      detail: 'paced',
      timing: { total_ms: 0 },
      chat: { verdict: 'unsent', paced: true, parts: { sent: 0, of: 1 } },
    });
    expect([calls, pauses]).toEqual([[], []]);
  });

  it.each([
    [7, 7 * SECOND],
    [undefined, LIMITS.floodWait],
    [10 ** 9, DAY],
  ])('stands still after a flood of %s s', async (retry_after, silence) => {
    const held: unknown[] = [];
    const pacing = { ...OPEN, hold: async (...what: unknown[]) => void held.push(what) };
    const { sender, clock } = play([refused(429, 'Too Many Requests', { retry_after })], { pacing });
    await sender.send(outgoing('Да.'));
    expect(held).toEqual([['desk', clock.business() + silence]]);
  });

  it('lets nothing pass within it that waited for its moment, or comes to it too late', async () => {
    let now = 0;
    let held = false;
    const moments = [1_000, 2_000];
    const lateness = [LIMITS.momentLateWall + 1, LIMITS.momentLateWall];
    const calls: number[] = [];
    const sender = new TelegramSender({
      api: {
        async call() {
          calls.push(now);
          return sent();
        },
      },
      tokens: { token: async () => TOKEN },
      pacing: { ...OPEN, take: async () => moments.shift(), isHeld: async () => held },
      clock: { wall: () => now, business: () => now },
      pause: async (ms) => {
        now += ms + (lateness.shift() ?? 0);
      },
    });
    expect((await sender.send(outgoing('Да.'))).chat).toMatchObject({ verdict: 'taken' });
    expect(calls).toEqual([2_000 + LIMITS.momentLateWall]);
    held = true;
    moments.push(now + 500);
    expect((await sender.send(outgoing('Да.'))).chat).toMatchObject({ verdict: 'unsent', paced: true });
    expect(calls).toHaveLength(1);
  });

  it('lets nothing of that bot pass within it, whoever asks', async () => {
    const { sender, calls, clock } = play([refused(429, 'Too Many Requests', { retry_after: 7 }), sent()]);
    await sender.send(outgoing('Да.'));
    const asked = clock.wall();
    clock.advance(7 * SECOND - 1);
    const other = outgoing('Да.', { channel: { bot: 'desk', chat_id: '778' } });
    expect((await sender.send(other)).chat).toMatchObject({ verdict: 'unsent', paced: true });
    clock.advance(1);
    expect((await sender.send(other)).chat).toMatchObject({ verdict: 'taken' });
    expect(calls.map(({ at }) => at - asked)).toEqual([0, 7 * SECOND]);
  });
});

describe('a token that is not taken any more', () => {
  const revoked = refused(401, 'Unauthorized');

  it('is replaced by the one that was given since, once', async () => {
    const asked: (string | undefined)[] = [];
    const tokens: BotTokens = {
      token: async (_bot, gone) => {
        asked.push(gone);
        return gone === undefined ? TOKEN : '42:newer';
      },
    };
    const { sender, calls } = play([revoked, sent()], { tokens });
    expect((await sender.send(outgoing('Да.'))).chat).toMatchObject({ verdict: 'taken' });
    expect([calls.map(({ token }) => token), asked]).toEqual([
      [TOKEN, '42:newer'],
      [undefined, TOKEN],
    ]);
    const both = play([revoked], { tokens });
    expect((await both.sender.send(outgoing('Да.'))).chat).toMatchObject({
      verdict: 'refused',
      reason: 'token',
    });
    expect(both.calls).toHaveLength(2);
  });

  it('is refused if there is no other', async () => {
    const { sender, calls } = play([revoked]);
    expect((await sender.send(outgoing('Да.'))).chat).toMatchObject({ reason: 'token' });
    expect(calls).toHaveLength(1);
  });
});

describe('a store that fails is no reason to take the text for sent:', () => {
  const down = async (): Promise<never> => {
    throw Object.assign(new Error(`no answer about ${TOKEN}`), { name: 'ThrottlingException' });
  };
  const ours = {
    kind: 'error',
    error: 'client.exhausted',
    detail: 'ThrottlingException',
    timing: { total_ms: 0 },
  };

  it('the secret store', async () => {
    const { sender, calls } = play([sent()], { tokens: { token: down } });
    const result = await sender.send(outgoing('Да.'));
    expect(result).toEqual({ ...ours, chat: { verdict: 'unsent', parts: { sent: 0, of: 1 } } });
    expect(calls).toEqual([]);
  });

  it('the pace, and what had been sent before is known', async () => {
    let moments = 1;
    const pacing = { ...OPEN, take: async () => (moments-- > 0 ? 0 : down()) };
    const { sender, calls } = play([sent()], { pacing });
    const result = await sender.send(outgoing(LONG));
    expect(result).toEqual({ ...ours, chat: { verdict: 'unsent', parts: { sent: 1, of: 3 } } });
    expect(calls.length).toBe(1);
  });

  it('the pace, when it should stand still', async () => {
    const { sender } = play([refused(429, 'Too Many Requests')], { pacing: { ...OPEN, hold: down } });
    expect((await sender.send(outgoing('Да.'))).chat).toMatchObject({ verdict: 'refused', reason: 'flood' });
  });
});

describe('a word beside the text', () => {
  it('shows that somebody writes', async () => {
    const { sender, calls, pauses } = play([refused(429, 'Too Many Requests')]);
    await sender.typing({ bot: 'desk', chat_id: CHAT });
    expect(calls).toMatchObject([
      { token: TOKEN, method: 'sendChatAction', parameters: { chat_id: CHAT, action: 'typing' } },
    ]);
    expect(pauses).toEqual([]);
  });

  it.each([
    ['the store fails', { token: () => Promise.reject(new Error('down')) }],
    ['there is no token', { token: async () => undefined }],
  ])('is left unsaid when %s', async (_, tokens) => {
    const { sender, calls } = play([sent()], { tokens });
    await sender.typing({ bot: 'desk', chat_id: CHAT });
    expect(calls).toEqual([]);
  });

  it.each([{}, { bot: 'desk' }, { chat_id: CHAT }])('is for chats only, not for %j', async (channel) => {
    const { sender, calls } = play([sent()]);
    await sender.typing(channel);
    expect(calls).toEqual([]);
  });
});

describe('over real sockets', () => {
  const SHORT = { connectMs: 5_000, headersMs: 150, totalMs: 5_000 };
  const sendBy = (base: string): Promise<SendResult> => {
    const clock = new FixedClock();
    const sender = new TelegramSender({
      api: apiAt(base, { deadlines: SHORT }),
      tokens: { token: async () => TOKEN },
      pacing: OPEN,
      clock,
      pause: async () => {},
    });
    return sender.send(outgoing('Да.'));
  };
  const echo: Play = (response, request) => html(502, `Bad Gateway: ${request.url}`)(response, request);

  it.each<[string, Play, object]>([
    ['ok', ok({ message_id: 5 }), { verdict: 'taken' }],
    ['400', refuse(400, 'Bad Request: chat not found'), { verdict: 'refused', reason: 'no_chat' }],
    ['401', refuse(401, 'Unauthorized'), { verdict: 'refused', reason: 'token' }],
    ['403', refuse(403, 'Forbidden: bot was blocked by the user'), { verdict: 'refused', reason: 'blocked' }],
    ['404', refuse(404, 'Not Found'), { verdict: 'refused', reason: 'token' }],
    ['409', refuse(409, 'Conflict'), { verdict: 'refused', reason: 'other' }],
    [
      '429',
      refuse(429, 'Too Many Requests: retry after 3', { retry_after: 3 }),
      { verdict: 'refused', reason: 'flood', retry_after: 3 },
    ],
    ['500', refuse(500, 'Internal Server Error'), { verdict: 'refused', reason: 'other' }],
    ['a reason that repeats the URL', refuse(400, `Bad Request: /bot${TOKEN}`), { verdict: 'refused' }],
    ['cut off after the body was read', cut, { verdict: 'unknown' }],
    ['reset after the body was read', reset, { verdict: 'unknown' }],
    ['cut off within the answer', cutInTheMidst, { verdict: 'unknown' }],
    ['no answer in time', silent, { verdict: 'unknown' }],
    ['garbage for an answer', html(200, 'ok'), { verdict: 'unknown' }],
    ['ok without a result', json(200, { ok: true }), { verdict: 'unknown' }],
    ['the 502 of a proxy', html(502), { verdict: 'unknown' }],
    ['the 502 of a proxy that repeats the URL', echo, { verdict: 'unknown' }],
    ['the 504 of a proxy', html(504), { verdict: 'unknown' }],
    ['a redirect', html(302), { verdict: 'unknown' }],
  ])('%s: asked once, and told without the token', async (_, answer, chat) => {
    const { base, asked } = await playedBotApi(answer);
    const result = await sendBy(base);
    expect(result.chat).toMatchObject(chat);
    expect(asked.length).toBe(1);
    expect(JSON.stringify(result)).not.toContain(SECRET.slice(0, 8));
  });

  it('nobody there: it surely was not sent', async () => {
    const result = await sendBy(`http://localhost:${await closedPort()}`);
    expect(result).toMatchObject({ error: 'connect.refused', chat: { verdict: 'unsent' } });
    expect(result.chat).not.toHaveProperty('paced');
  });
});
