import { describe, expect, it } from 'vitest';
import { MemoryBotTokens } from '../../shared/adapters/memory/bot-tokens.ts';
import { MemoryBots } from '../../shared/adapters/memory/bots.ts';
import { endpointOfBot, hashOfSecret, isSecretOf } from '../../shared/domain/bot.ts';
import { type EndpointState, freshEndpoint } from '../../shared/domain/endpoint.ts';
import { Fault } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { BotApiAnswer } from '../../shared/ports.ts';
import { type AddBotPorts, addBot } from '../../shared/usecases/add-bot.ts';
import { readBot, readBots } from '../../shared/usecases/read-bots.ts';
import { removeBot } from '../../shared/usecases/remove-bot.ts';
import { type BotWebhookPorts, setBotWebhook } from '../../shared/usecases/set-bot-webhook.ts';
import { aBot, CONVERSATION, DAY, NOW } from '../builders.ts';
import { anOperatorsDesk, textOf } from './deaths.ts';
import { answerOf, LOST, PlayedBotApi, refusal, UNSENT } from './played-bot-api.ts';

const by = 'root';
const TOKEN = `42:${'t'.repeat(35)}`;
const OTHER = `43:${'o'.repeat(35)}`;

/** A desk whose Bot API knows two bots. */
function aBotDesk() {
  const [bots, tokens, botApi] = [new MemoryBots(), new MemoryBotTokens(), new PlayedBotApi()];
  const desk = anOperatorsDesk();
  const { clock, journal } = desk;
  botApi.knows(TOKEN, { id: 42, username: 'school_bot' });
  botApi.knows(OTHER, { id: 43, username: 'other_bot' });
  let made = 0;
  const ports: BotWebhookPorts & AddBotPorts = {
    endpoints: desk.start,
    bots,
    tokens,
    botApi,
    clock,
    journal,
    secretEntropy: () => new Uint8Array(32).fill(++made),
    publicUrl: 'https://desk.example.com/',
    loopbackAllowed: () => false,
  };
  const add = (id = 'school', token = TOKEN) => addBot(ports, { id, token, by });
  const set = (over: { url?: string; max_connections?: number } = {}) =>
    setBotWebhook(ports, { id: 'school', by, ...over });
  const taken = async (secret: unknown) =>
    isSecretOf((await bots.bot('school'))!, hashOfSecret(String(secret)), clock.business());
  const shown = () => botApi.of('setWebhook').map(({ secret_token }) => secret_token);
  return { desk, ports, bots, tokens, botApi, clock, journal, add, set, taken, shown };
}

async function faultIn(asked: Promise<unknown>): Promise<Fault> {
  const error = await asked.catch((it: unknown) => it);
  if (error instanceof Fault) return error;
  throw new Error(`it was not refused: ${String(error)}`);
}

describe('adding a bot', () => {
  it('keeps the token apart from the row, which says who the bot is', async () => {
    const { add, bots, tokens, journal } = aBotDesk();
    const { bot, added } = await add();
    expect(bot).toEqual(aBot({ revision: 1 }));
    expect([added, await bots.bots(), await tokens.token('school')]).toEqual([true, [bot], TOKEN]);
    expect(journal.of('bot.added')).toEqual([{ bot: 'school', by, added: true, telegram_id: 42 }]);
    expect(JSON.stringify([journal.lines, await bots.bots()])).not.toContain('ttt');
  });

  it('stores the token before the row', async () => {
    const { add, bots, tokens } = aBotDesk();
    tokens.putToken = () => Promise.reject(new Error('no store'));
    await expect(add()).rejects.toThrow('no store');
    expect(await bots.bots()).toEqual([]);
  });

  it('that is there replaces its token, and nothing of its webhook', async () => {
    const { ports, add, set, bots, tokens, botApi } = aBotDesk();
    const first = await add();
    await set();
    const before = await bots.bot('school');
    const renewed = `42:${'n'.repeat(35)}`;
    botApi.knows(renewed, { id: 42, username: 'renamed_bot' });
    const { bot, added } = await addBot(ports, { id: 'school', token: renewed, by });
    expect([added, await tokens.token('school')]).toEqual([false, renewed]);
    expect(bot).toMatchObject({ username: 'renamed_bot', secrets: before?.secrets });
    expect(bot.created_at).toBe(first.bot.created_at);
  });

  it.each([
    ['under the id of another bot', 'school', OTHER],
    ['under a second id', 'other', TOKEN],
  ])('is refused %s, and nothing changes', async (_, id, token) => {
    const { add, bots, tokens } = aBotDesk();
    await add();
    expect((await faultIn(add(id, token))).code).toBe('bot.exists');
    expect(await bots.bots()).toHaveLength(1);
    expect([await tokens.token('school'), await tokens.token('other')]).toEqual([TOKEN, undefined]);
  });

  it.each<[string, BotApiAnswer, string, string[]]>([
    ['401', refusal(401, 'Unauthorized'), 'bot.token_refused', ['token']],
    ['404', refusal(404, 'Not Found'), 'bot.token_refused', ['token']],
    ['no bot', answerOf({ id: 'x' }), 'bot.token_refused', ['token']],
    ['nothing', answerOf(null), 'bot.token_refused', ['token']],
    ['429', refusal(429, 'Too Many Requests', 7), 'dependency.unavailable', []],
    ['502', refusal(502, 'Bad Gateway'), 'dependency.unavailable', []],
    ['silence', LOST, 'dependency.unavailable', []],
    ['no connection', UNSENT, 'dependency.unavailable', []],
  ])('is refused if the Bot API answers with %s', async (_, answer, code, paths) => {
    const { add, bots, tokens, botApi } = aBotDesk();
    botApi.answerWith('getMe', answer);
    const fault = await faultIn(add());
    expect([fault.code, fault.issues.map(({ path }) => path)]).toEqual([code, paths]);
    expect(fault.retryAfterS).toBe(
      code === 'bot.token_refused'
        ? undefined
        : answer.answer?.ok === false
          ? (answer.answer.retry_after ?? 1)
          : 1,
    );
    expect(JSON.stringify([fault.message, fault.issues])).not.toContain('ttt');
    expect([await bots.bots(), await tokens.token('school')]).toEqual([[], undefined]);
  });

  it('is refused once there are as many as there may be', async () => {
    const { add, bots } = aBotDesk();
    for (let n = 0; n < LIMITS.bots; n++)
      await bots.saveBot(undefined, aBot({ id: `bot${n}`, telegram_id: 1000 + n }));
    const { code, issues } = await faultIn(add());
    expect([code, issues[0]?.path]).toEqual(['request.invalid', 'id']);
  });

  it('by two at once makes one bot, and both are told it', async () => {
    const { add, bots } = aBotDesk();
    const made = await Promise.all([add(), add()]);
    expect(made[0]?.bot).toEqual(made[1]?.bot);
    expect(await bots.bots()).toHaveLength(1);
  });

  it('tells whoever comes second with another bot, whose token does not stay', async () => {
    const { add, bots, tokens } = aBotDesk();
    const outcomes = await Promise.allSettled([add(), add('school', OTHER)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'bot.exists' },
    });
    const [winner, kept] = [await bots.bot('school'), await tokens.token('school')];
    expect([undefined, winner?.telegram_id === 42 ? TOKEN : OTHER]).toContain(kept);
  });
});

describe('a bot that gets a token', () => {
  const id = endpointOfBot('school');
  const disabled = (rule = 'telegram.token'): EndpointState => ({ name: 'disabled', at: NOW, rule });
  const text_id = textOf({ n: 1 });

  /** A desk that knows the bot's endpoint like this, with a text held for it. */
  async function standing(state: EndpointState) {
    const it = aBotDesk();
    const { endpoints } = it.desk;
    await endpoints.save(undefined, { ...freshEndpoint('telegram.school', 'telegram:school'), state });
    const of = { partner: 'telegram.school', client_id: '42', conversation_id: CONVERSATION };
    await endpoints.hold({ ...of, endpoint_id: id, text_id, held_at: NOW, until: NOW + DAY });
    const stands = async () => (await endpoints.endpoint(id))?.state;
    const drains = async () => it.desk.jobLane.take().length;
    return { ...it, endpoints, stands, drains };
  }

  it('is enabled, if it was disabled for want of one, and what was held for it is let go', async () => {
    const { add, stands, drains, journal } = await standing(disabled());
    await add();
    expect([await stands(), await drains()]).toMatchObject([{ name: 'ramping' }, 1]);
    expect(journal.of('endpoint.enabled')).toEqual([{ endpoint_id: id, by }]);
  });

  it('is enabled though it was removed in the meantime', async () => {
    const { ports, add, set, desk, stands, drains } = await standing({ name: 'closed' });
    await add();
    await set();
    await desk.workOff();
    await removeBot(ports, { id: 'school', by });
    // An update that came late was answered, and there was no token to send that by.
    const seen = await desk.endpoints.endpoint(id);
    if (seen) await desk.endpoints.save(seen, { ...seen, state: disabled() });
    await add();
    expect([await stands(), await drains()]).toMatchObject([{ name: 'ramping' }, 1]);
  });

  it.each([disabled('endpoint.by_hand'), disabled('endpoint.failing')])(
    'stays disabled, if it was for another reason: %o',
    async (state) => {
      const { add, stands, drains } = await standing(state);
      await add();
      expect([await stands(), await drains()]).toEqual([state, 0]);
    },
  );

  it('keeps its open breaker, which ends by itself', async () => {
    const open: EndpointState = { name: 'open', probe_at: NOW + DAY, openings: 1 };
    const { add, stands } = await standing(open);
    await add();
    expect(await stands()).toEqual(open);
  });

  it('has no endpoint before something is sent to it', async () => {
    const { add, desk } = aBotDesk();
    await add();
    expect([await desk.endpoints.endpoint(id), desk.jobLane.take()]).toEqual([undefined, []]);
  });

  it('lets go what is held when it is added again, if it was cut short before', async () => {
    const { ports, add, desk, stands, drains } = await standing(disabled());
    const { start } = desk.jobs;
    desk.jobs.start = () => Promise.reject(new Error('the process ended'));
    await expect(add()).rejects.toThrow('the process ended');
    expect([await stands(), await drains()]).toMatchObject([{ name: 'ramping' }, 0]);
    desk.jobs.start = start;
    expect((await addBot(ports, { id: 'school', token: TOKEN, by })).added).toBe(false);
    expect(await drains()).toBe(1);
  });
});

describe('setting a webhook', () => {
  it('tells Telegram where the desk is, with a secret that nobody else is told', async () => {
    const { add, set, botApi, bots, taken, shown, journal } = aBotDesk();
    await add();
    const { webhook } = await set();
    expect(botApi.of('setWebhook')).toEqual([
      {
        url: 'https://desk.example.com/api/telegram/school/webhook',
        secret_token: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
        allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
        max_connections: 40,
        drop_pending_updates: false,
      },
    ]);
    expect(webhook).toMatchObject({ max_connections: 40, pending_update_count: 0 });
    expect(await taken(shown()[0])).toBe(true);
    const told = JSON.stringify([webhook, journal.lines, await bots.bot('school')]);
    expect(told).not.toContain(String(shown()[0]));
    expect(journal.of('bot.webhook_set')).toEqual([{ bot: 'school', by, max_connections: 40 }]);
  });

  it('takes the old secret for an hour more, and then no longer', async () => {
    const { add, set, clock, taken, shown } = aBotDesk();
    await add();
    await set();
    await set({ url: 'https://other.example.com:8443/x', max_connections: 1 });
    const [old, fresh] = shown();
    expect(old).not.toBe(fresh);
    expect([await taken(old), await taken(fresh)]).toEqual([true, true]);
    clock.advance(LIMITS.botSecretOverlap - 1);
    expect(await taken(old)).toBe(true);
    clock.advance(1);
    expect([await taken(old), await taken(fresh)]).toEqual([false, true]);
  });

  it('takes both before Telegram is asked, so that no update is refused meanwhile', async () => {
    const { add, set, botApi, taken, shown } = aBotDesk();
    await add();
    await set();
    let both: boolean[] = [];
    botApi.meanwhile = async (method) => {
      if (method === 'setWebhook') both = await Promise.all(shown().map(taken));
    };
    await set();
    expect(both).toEqual([true, true]);
  });

  it.each<[string, BotApiAnswer, string]>([
    ['refused', refusal(400, 'Bad Request: bad webhook: HTTPS url must be provided'), 'bot.api_refused'],
    ['refused for its token', refusal(401, 'Unauthorized'), 'bot.api_refused'],
    ['not sent', UNSENT, 'dependency.unavailable'],
  ])('that is %s ends no secret, and offers the same one again', async (_, answer, code) => {
    const { add, set, bots, botApi, clock, taken, shown } = aBotDesk();
    await add();
    await set();
    await set();
    const before = (await bots.bot('school'))?.secrets;
    botApi.answerWith('setWebhook', answer);
    const fault = await faultIn(set());
    expect(fault.code).toBe(code);
    if (answer.answer?.ok === false) expect(fault.message).toContain(answer.answer.description);
    expect((await bots.bot('school'))?.secrets.slice(1)).toEqual(before);
    clock.advance(LIMITS.botSecretOverlap);
    expect(await Promise.all(shown().slice(0, 2).map(taken))).toEqual([false, true]);
    botApi.answerWith('setWebhook', undefined);
    await set();
    expect([shown()[3], await taken(shown()[3])]).toEqual([shown()[2], true]);
  });

  it.each<[string, BotApiAnswer, number]>([
    ['is lost', LOST, 1],
    ['says to come later', refusal(429, 'Too Many Requests: retry after 9', 9), 9],
    ['is trouble at Telegram', refusal(500, 'Internal Server Error'), 1],
  ])('whose answer %s takes both secrets until it is set again', async (_, answer, retryAfterS) => {
    const { add, set, botApi, clock, taken, shown } = aBotDesk();
    await add();
    await set();
    botApi.answerWith('setWebhook', answer);
    for (const _again of [1, 2, 3, 4, 5, 6, 7])
      expect(await faultIn(set())).toMatchObject({ code: 'dependency.unavailable', retryAfterS });
    clock.advance(100 * LIMITS.botSecretOverlap);
    expect(new Set(shown()).size).toBe(2);
    expect(await Promise.all(shown().map(taken))).not.toContain(false);
    botApi.answerWith('setWebhook', undefined);
    await set();
    clock.advance(LIMITS.botSecretOverlap);
    expect([await taken(shown()[0]), await taken(shown().at(-1))]).toEqual([false, true]);
    expect(shown().at(-1)).toBe(shown()[1]);
    await set();
    expect(new Set(shown()).size).toBe(3);
  });

  it('under a new token offers a new secret, and takes the one that was offered before as well', async () => {
    const { add, set, botApi, taken, shown } = aBotDesk();
    await add();
    botApi.answerWith('setWebhook', LOST);
    await faultIn(set());
    const renewed = `42:${'n'.repeat(35)}`;
    botApi.knows(renewed, { id: 42, username: 'school_bot' });
    await add('school', renewed);
    await faultIn(set());
    expect(new Set(shown()).size).toBe(2);
    expect(await Promise.all(shown().map(taken))).toEqual([true, true]);
  });

  it('cut short while Telegram was asked costs no update, however long it takes to be set again', async () => {
    const { add, set, botApi, clock, taken, shown } = aBotDesk();
    await add();
    await set();
    botApi.meanwhile = async () => Promise.reject(new Error('the process ended'));
    await expect(set()).rejects.toThrow('the process ended');
    clock.advance(100 * LIMITS.botSecretOverlap);
    expect(await Promise.all(shown().map(taken))).toEqual([true, true]);
  });

  it('goes on from what somebody else changed meanwhile', async () => {
    const { ports, add, set, bots, taken, shown } = aBotDesk();
    await add();
    const { saveBot } = bots;
    let interrupted = false;
    bots.saveBot = async (...args) => {
      if (!interrupted) {
        interrupted = true;
        await addBot(ports, { id: 'school', token: TOKEN, by: 'other' });
      }
      return saveBot.apply(bots, args);
    };
    await set();
    expect([await taken(shown()[0]), (await bots.bot('school'))?.revision]).toEqual([true, 4]);
  });

  it('by two at once offers one secret, whichever call Telegram works on last', async () => {
    const { ports, add, bots, clock, taken, shown } = aBotDesk();
    await add();
    await Promise.all([1, 2].map(() => setBotWebhook(ports, { id: 'school', by })));
    expect((await bots.bot('school'))?.secrets).toHaveLength(1);
    clock.advance(100 * LIMITS.botSecretOverlap);
    expect([shown().length, new Set(shown()).size, await taken(shown()[0])]).toEqual([2, 1, true]);
  });

  it('whose answer comes after somebody else has set another goes on taking both', async () => {
    const { add, set, botApi, clock, taken, shown } = aBotDesk();
    await add();
    let [isLate, meanwhile] = [false, 0];
    botApi.meanwhile = async (method) => {
      if (method !== 'setWebhook' || isLate) return;
      isLate = true;
      // The first of these offers what is under way, the second a secret of its own.
      for (; meanwhile < 2; meanwhile++) await set();
    };
    await set();
    clock.advance(100 * LIMITS.botSecretOverlap);
    expect(new Set(shown()).size).toBe(2);
    expect(await Promise.all(shown().map(taken))).toEqual([true, true, true]);
  });

  it.each([
    ['http://desk.example.com/x', /https/],
    ['https://desk.example.com:444/x', /port/],
    ['x', /URL/],
  ])('to %s is refused before anything changes', async (url, message) => {
    const { add, set, bots, botApi } = aBotDesk();
    await add();
    const fault = await faultIn(set({ url }));
    expect([fault.code, fault.issues.map(({ path }) => path)]).toEqual(['request.invalid', ['url']]);
    expect(fault.issues[0]?.message).toMatch(message);
    expect([(await bots.bot('school'))?.secrets, botApi.of('setWebhook')]).toEqual([[], []]);
  });

  it('goes to this machine in the twin', async () => {
    const { ports, add, botApi } = aBotDesk();
    await add();
    const local = { ...ports, publicUrl: 'http://localhost:3000', loopbackAllowed: () => true };
    await setBotWebhook(local, { id: 'school', by });
    expect(botApi.of('setWebhook')[0]).toMatchObject({
      url: 'http://localhost:3000/api/telegram/school/webhook',
    });
  });

  it('of a bot that is unknown, or without a token, is refused', async () => {
    const { add, set, tokens, botApi } = aBotDesk();
    expect((await faultIn(set())).code).toBe('bot.unknown');
    await add();
    await tokens.removeToken('school');
    expect((await faultIn(set())).code).toBe('bot.api_refused');
    expect(botApi.of('setWebhook')).toEqual([]);
  });
});

describe('a bot that is asked for', () => {
  it('is told with what Telegram says', async () => {
    const { ports, add, botApi } = aBotDesk();
    await add();
    botApi.answerWith(
      'getWebhookInfo',
      answerOf({
        url: 'https://desk.example.com/x',
        pending_update_count: 12,
        last_error_date: NOW / 1000,
        last_error_message: 'Wrong response from the webhook: 503',
        max_connections: 40,
        allowed_updates: ['message'],
        ip_address: '203.0.113.7',
      }),
    );
    expect((await readBot(ports, 'school')).webhook).toEqual({
      url: 'https://desk.example.com/x',
      pending_update_count: 12,
      last_error_at: NOW,
      last_error_message: 'Wrong response from the webhook: 503',
      max_connections: 40,
      allowed_updates: ['message'],
    });
  });

  it.each([
    null,
    'x',
    [],
    {},
    { url: 1, pending_update_count: -1, last_error_date: 1e15, allowed_updates: 'all' },
    { max_connections: 'many', last_error_message: {} },
  ])('is told without what Telegram does not say as it promised: %j', async (value) => {
    const { ports, add, botApi } = aBotDesk();
    await add();
    botApi.answerWith('getWebhookInfo', answerOf(value));
    expect((await readBot(ports, 'school')).webhook).toEqual({
      url: '',
      pending_update_count: 0,
      last_error_at: undefined,
      last_error_message: undefined,
      max_connections: undefined,
      allowed_updates: [],
    });
  });

  it.each<[string, BotApiAnswer, string]>([
    ['refuses', refusal(401, 'Unauthorized'), '401 Unauthorized'],
    ['is in trouble', refusal(502, 'Bad Gateway'), '502 Bad Gateway'],
    ['is silent', LOST, 'response.timeout'],
    [
      'says no JSON',
      { result: { kind: 'response', status: 200, body: '<', timing: { total_ms: 1 } } },
      'an answer with status 200',
    ],
  ])('is told with why nothing is known, if Telegram %s', async (_, answer, error) => {
    const { ports, add, botApi } = aBotDesk();
    await add();
    await add('other', OTHER);
    botApi.answerWith('getWebhookInfo', answer);
    const state = { webhook: undefined, error };
    expect(await readBots(ports)).toMatchObject([
      { bot: { id: 'other' }, ...state },
      { bot: { id: 'school' }, ...state },
    ]);
  });

  it('is told without its token, and is unknown if there is none', async () => {
    const { ports, add, tokens } = aBotDesk();
    expect((await faultIn(readBot(ports, 'school'))).code).toBe('bot.unknown');
    await add();
    await tokens.removeToken('school');
    expect((await readBot(ports, 'school')).error).toMatch(/secret store/);
  });
});

describe('removing a bot', () => {
  const remove = (ports: BotWebhookPorts) => removeBot(ports, { id: 'school', by });

  it('takes its webhook, its row and its token, and lets the id be used again', async () => {
    const { ports, add, set, bots, tokens, botApi, journal } = aBotDesk();
    await add();
    await set();
    expect(await remove(ports)).toBe(true);
    expect([await bots.bots(), await tokens.token('school')]).toEqual([[], undefined]);
    expect(botApi.of('deleteWebhook')).toEqual([{ drop_pending_updates: false }]);
    expect(journal.of('bot.removed')).toEqual([{ bot: 'school', by, webhook_removed: true }]);
    expect((await faultIn(remove(ports))).code).toBe('bot.unknown');
    expect((await add('school', OTHER)).added).toBe(true);
  });

  it.each([
    ['refuses', refusal(401, 'Unauthorized')],
    ['is silent', LOST],
  ])('is done though Telegram %s', async (_, answer) => {
    const { ports, add, bots, tokens, botApi } = aBotDesk();
    await add();
    botApi.answerWith('deleteWebhook', answer);
    expect(await remove(ports)).toBe(false);
    expect([await bots.bots(), await tokens.token('school')]).toEqual([[], undefined]);
  });

  it('is done though its token is missing, or it changes meanwhile', async () => {
    const { ports, add, set, bots, tokens, botApi } = aBotDesk();
    await add();
    await tokens.removeToken('school');
    expect(await remove(ports)).toBe(false);
    expect(botApi.of('deleteWebhook')).toEqual([]);
    await add();
    const { removeBot: removeRow } = bots;
    bots.removeBot = async (seen) => {
      bots.removeBot = removeRow;
      await set();
      return removeRow.call(bots, seen);
    };
    expect(await remove(ports)).toBe(true);
    expect(await bots.bots()).toEqual([]);
  });

  it('keeps the token as long as the row stands', async () => {
    const { ports, add, bots, tokens } = aBotDesk();
    await add();
    bots.removeBot = async () => 'conflict';
    expect((await faultIn(remove(ports))).code).toBe('dependency.unavailable');
    expect(await tokens.token('school')).toBe(TOKEN);
  });
});
