import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type TelegramDoor, telegramDoor } from '../../functions/telegram/telegram-door.ts';
import { CachedBots } from '../../shared/adapters/cached-bots.ts';
import { MemoryBots } from '../../shared/adapters/memory/bots.ts';
import { hashOfSecret, withSecret } from '../../shared/domain/bot.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { DEFAULT_RATES } from '../../shared/domain/rate-limit.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { httpEvent, lambdaContext, MINUTE, NOW, SECOND } from '../builders.ts';
import { UPDATES } from '../domain/telegram/updates.ts';
import { aChatDesk, BOT, CHAT } from '../usecases/chat.ts';

const SECRET = 'a-secret_of-the-bot';
const PATH = `/api/telegram/${BOT}/webhook`;

/** The door of one bot, behind which somebody answers. */
async function aDoor(over: Partial<TelegramDoor> = {}) {
  const chat = aChatDesk();
  const bots = new MemoryBots();
  const secrets = [{ hash: hashOfSecret(SECRET) }];
  await bots.saveBot(undefined, {
    id: BOT,
    telegram_id: 42,
    username: 'school_bot',
    created_at: NOW,
    revision: 0,
    secrets,
  });
  const door: TelegramDoor = {
    ...chat.ports,
    bots: new CachedBots(bots, chat.desk.clock),
    addresses: new CallerRates(DEFAULT_RATES),
    journal: chat.desk.journal,
    ...over,
  };
  const handle = telegramDoor(door);
  const post = (body: unknown, headers: Record<string, string> = {}, path = PATH): Promise<HttpResponse> => {
    const shown = { 'x-telegram-bot-api-secret-token': SECRET, ...headers };
    return handle(httpEvent('POST', path, { body, headers: shown }), lambdaContext);
  };
  /** Every conversation that was signalled. */
  const answerAll = async (): Promise<void> => {
    for (const { signal } of chat.desk.inbound.take()) await answerConversation(chat.desk.answer, signal);
  };
  return { ...chat, bots, door, handle, post, answerAll };
}

const codeOf = ({ statusCode, body }: HttpResponse) => `${statusCode} ${JSON.parse(body).code}`;
const aText = (update_id: number, text = 'Не открывается урок') => ({
  update_id,
  message: {
    message_id: update_id,
    date: NOW / SECOND,
    chat: { id: CHAT, type: 'private', first_name: 'Ольга' },
    from: { id: CHAT, is_bot: false, first_name: 'Ольга', language_code: 'ru' },
    text,
  },
});

describe('an update', () => {
  it('is durable before it is answered, and comes twice without effect', async () => {
    const { post, head, desk } = await aDoor();
    expect((await post(aText(1))).statusCode).toBe(200);
    expect((await head()).pending).toHaveLength(1);
    expect(desk.inbound.take()).toHaveLength(1);
    expect((await post(aText(1))).statusCode).toBe(200);
    expect((await head()).pending).toHaveLength(1);
  });

  it.each(Object.entries(UPDATES))('of every kind is taken: %s', async (_, update) => {
    const { post } = await aDoor();
    const { statusCode, headers } = await post(update);
    expect(statusCode).toBe(200);
    expect(headers['x-request-id']).toBeDefined();
  });

  it('is taken though a slash ends its path', async () => {
    const { post, head } = await aDoor();
    expect((await post(aText(1), {}, `${PATH}/`)).statusCode).toBe(200);
    expect((await head()).pending).toHaveLength(1);
  });

  it('that is a tap is answered with what lets the button stop waiting', async () => {
    const { post } = await aDoor();
    const { body } = await post(UPDATES['a tap']);
    expect(JSON.parse(body)).toEqual({
      method: 'answerCallbackQuery',
      callback_query_id: UPDATES['a tap'].callback_query?.id,
    });
  });

  it.each([
    ['that is of no kind', { update_id: 7 }, 'unreadable'],
    ['whose message has no chat', { update_id: 7, message: {} }, 'unreadable'],
    ['that is larger than any', { ...aText(7), padding: 'x'.repeat(LIMITS.bodyBytes) }, 'body.too_large'],
  ])('%s is kept where operators see it', async (_, update, why) => {
    const { post, parked } = await aDoor();
    expect((await post(update)).statusCode).toBe(200);
    const [kept] = [...parked.all.values()];
    expect(kept).toMatchObject({ bot: BOT, update: 7 });
    if (why !== 'unreadable') expect(kept?.why).toBe(why);
  });

  it('that fails by what it says is kept too, and keeps nothing behind it waiting', async () => {
    const poison = { update_id: 8, message: aText(8).message };
    const { post, parked, ports, desk } = await aDoor();
    const broken = telegramDoor({
      ...(await aDoor()).door,
      ...ports,
      conversations: new Proxy(desk.conversations, {
        get: (store, name) => {
          if (name === 'admit') return () => Promise.reject(new TypeError('it is a poison'));
          return Reflect.get(store, name).bind?.(store) ?? Reflect.get(store, name);
        },
      }),
    });
    const headers = { 'x-telegram-bot-api-secret-token': SECRET };
    const response = await broken(httpEvent('POST', PATH, { body: poison, headers }), lambdaContext);
    expect(response.statusCode).toBe(200);
    expect([...parked.all.values()]).toMatchObject([{ update: 8, why: 'update.failed' }]);
    expect((await post(aText(9))).statusCode).toBe(200);
  });

  it('that the table does not take now may come again', async () => {
    const throttled = Object.assign(new Error(), { name: 'ThrottlingException' });
    const { door, parked } = await aDoor();
    const conversations = new Proxy(door.conversations, {
      get: (store, name) => (name === 'head' ? () => Promise.reject(throttled) : Reflect.get(store, name)),
    });
    const { post } = await aDoor({ conversations });
    const response = await post(aText(1));
    expect(codeOf(response)).toBe('503 dependency.unavailable');
    expect(response.headers['retry-after']).toBeDefined();
    expect(parked.all.size).toBe(0);
  });
});

describe('what is no update', () => {
  it.each([
    ['{', '400 body.malformed'],
    ['', '400 body.malformed'],
    ['[]', '422 request.invalid'],
    ['{"update_id":"1"}', '422 request.invalid'],
    ['{"message":{"text":"x"}}', '422 request.invalid'],
    ['{"update_id":1.5}', '422 request.invalid'],
  ])('%s is refused with %s', async (body, code) => {
    expect(codeOf(await (await aDoor()).post(body))).toBe(code);
  });
});

describe('whoever does not show the bot’s secret', () => {
  it.each([
    ['none', { 'x-telegram-bot-api-secret-token': '' }, PATH, '401 auth.missing'],
    ['another', { 'x-telegram-bot-api-secret-token': 'wrong' }, PATH, '401 auth.invalid'],
    ['for a bot that there is none of', {}, '/api/telegram/other/webhook', '401 auth.invalid'],
    ['for what is no name of a bot', {}, '/api/telegram/__proto__/webhook', '401 auth.invalid'],
    ['at a path that there is none of', {}, '/api/telegram/other/webhooks', '401 auth.invalid'],
    ['for no bot', {}, '/api/telegram', '401 auth.invalid'],
  ])('is refused: %s', async (_, headers, path, code) => {
    const { post, desk } = await aDoor();
    expect(codeOf(await post(aText(1), headers, path))).toBe(code);
    expect(desk.inbound.sent).toEqual([]);
  });

  it('is refused in the same words however often, and told to wait by none: it may be Telegram', async () => {
    const { post } = await aDoor();
    for (let tries = 0; tries < 100; tries++) {
      const refused = await post(aText(1), { 'x-telegram-bot-api-secret-token': 'guess' });
      expect([codeOf(refused), refused.headers['retry-after']]).toEqual(['401 auth.invalid', undefined]);
    }
    expect((await post(aText(1))).statusCode).toBe(200);
  });

  it('has the table read for it only so often', async () => {
    const { post, bots, desk } = await aDoor();
    const reads = vi.spyOn(bots, 'bot');
    const guess = () => post(aText(1), { 'x-telegram-bot-api-secret-token': 'guess' });
    const most = DEFAULT_RATES.address[0]?.most ?? 0;
    for (let tries = 0; tries < most; tries++) await guess();
    const before = reads.mock.calls.length;
    desk.clock.advanceWall(6 * SECOND);
    await guess();
    expect(reads.mock.calls.length).toBe(before);
    desk.clock.advance(MINUTE);
    await guess();
    expect(reads.mock.calls.length).toBeGreaterThan(before);
  });

  it('is told apart at once after the secret was changed; the old one holds for an hour', async () => {
    const { post, bots, desk } = await aDoor();
    await post(aText(1));
    const seen = await bots.bot(BOT);
    if (!seen) throw new Error('there is no bot');
    await bots.saveBot(seen, withSecret(seen, hashOfSecret('new'), desk.clock.business()));
    desk.clock.advanceWall(6 * SECOND);
    const shows = (secret: string, update: number) =>
      post(aText(update), { 'x-telegram-bot-api-secret-token': secret });
    expect((await shows('new', 2)).statusCode).toBe(200);
    expect((await shows(SECRET, 3)).statusCode).toBe(200);
    desk.clock.advance(LIMITS.botSecretOverlap + MINUTE);
    expect((await shows(SECRET, 4)).statusCode).toBe(401);
    expect((await shows('new', 4)).statusCode).toBe(200);
  });
});

describe('another request', () => {
  const other = async (method: string, path: string, headers = {}) => {
    const { handle } = await aDoor();
    return handle(httpEvent(method, path, { headers }), lambdaContext);
  };

  it.each([
    ['GET', PATH, '405 method.not_allowed'],
    ['PUT', `${PATH}/`, '405 method.not_allowed'],
    ['POST', `/api/telegram/${BOT}`, '404 route.unknown'],
    ['GET', `/api/telegram/${BOT}/webhook/more`, '404 route.unknown'],
  ])(
    '%s %s is 401 without the bot’s secret, whatever there is, and %s with it',
    async (method, path, code) => {
      expect(codeOf(await other(method, path))).toBe('401 auth.missing');
      const shown = await other(method, path, { 'x-telegram-bot-api-secret-token': SECRET });
      expect(codeOf(shown)).toBe(code);
      expect(shown.headers['allow']).toBe(code.startsWith('405') ? 'POST' : undefined);
    },
  );
});

it('whatever has a number is answered 200, and nothing of it is said in the log', async () => {
  const { post, desk, answerAll: answers } = await aDoor();
  const update = fc
    .tuple(fc.constantFrom(...Object.values(UPDATES)), fc.nat(), fc.jsonValue(), fc.nat(9))
    .map(([sample, update_id, junk, at]) => {
      const [name = 'message'] = Object.keys(sample).filter((key) => key !== 'update_id');
      const content = (sample as unknown as Record<string, unknown>)[name];
      const changed = [junk, content, { ...(content as object), CANARY: junk, chat: junk }][at % 3];
      return { update_id, [name]: changed };
    });
  await fc.assert(
    fc.asyncProperty(update, async (it) => {
      expect((await post(it)).statusCode).toBe(200);
      await answers();
    }),
    { numRuns: 1000 },
  );
  expect(JSON.stringify(desk.journal.lines)).not.toContain('CANARY');
});
