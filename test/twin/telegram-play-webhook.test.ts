import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openTwinStore } from '../../local/persistence.ts';
import { createTelegramMemory } from '../../local/telegram-memory.ts';
import { temporaryDir } from './assembly.ts';
import { NOON } from './backend.ts';
import {
  DEMO,
  type Door,
  openReceiver,
  type PlayServer,
  type Reply,
  refusal,
  servePlay,
} from './telegram.ts';

const ANNA = 5_001;
const BORIS = 5_002;
const HOUR_MS = 3_600_000;

let door: Door;
let play: PlayServer;

beforeEach(async () => {
  door = await openReceiver();
  play = await servePlay({ demoWebhook: door.url });
});

/** Texts and other things that came, in order, by their chat. */
const texts = (chat?: number) =>
  door.taken
    .map(({ update }) => update.message)
    .filter((message) => chat === undefined || message.chat.id === chat)
    .map(({ text }) => text);
const info = () => play.api().getWebhookInfo();

async function passing(ms: number): Promise<void> {
  play.time.pass(ms);
  await play.settled();
}

describe('an update', () => {
  it('is posted to the webhook with its secret', async () => {
    const { update_id, message_id } = await play.act(ANNA, { text: '/start ref_7 привет' });
    await play.settled();

    expect(door.taken).toMatchObject([
      {
        headers: {
          'content-type': 'application/json',
          'x-telegram-bot-api-secret-token': 'local-telegram-secret',
        },
      },
    ]);
    expect(door.taken[0]!.update).toEqual({
      update_id,
      message: {
        message_id,
        from: { id: ANNA, is_bot: false, first_name: 'Анна', language_code: 'ru' },
        chat: { id: ANNA, type: 'private', first_name: 'Анна' },
        date: NOON / 1_000,
        text: '/start ref_7 привет',
        entities: [{ type: 'bot_command', offset: 0, length: 6 }],
      },
    });
  });

  it('has a higher number than the one before, and its message one more in its chat', async () => {
    const first = await play.act(ANNA, { text: '1' });
    const second = await play.act(ANNA, { text: '2' });
    const other = await play.act(BORIS, { text: '1' });
    expect([second.update_id, other.update_id]).toEqual([first.update_id + 1, first.update_id + 2]);
    expect([first.message_id, second.message_id, other.message_id]).toEqual([1, 2, 1]);
  });

  it('shows whoever writes as it was said of them last', async () => {
    await play.act(ANNA, { text: '1', from: { first_name: 'Ольга', last_name: 'К.' } });
    await play.act(ANNA, { location: { latitude: 1, longitude: 2 }, reply_to_message: { message_id: 1 } });
    await play.settled();
    expect(door.taken[1]!.update.message).toMatchObject({
      from: { id: ANNA, first_name: 'Ольга', last_name: 'К.' },
      chat: { id: ANNA, type: 'private', first_name: 'Ольга', last_name: 'К.' },
      location: { latitude: 1, longitude: 2 },
      reply_to_message: { message_id: 1 },
    });
    expect(door.taken[1]!.update.message).not.toHaveProperty('text');
  });

  it('tells of a block and of its end', async () => {
    await play.act(ANNA, { text: '1' });
    await play.act(ANNA, { block: true });
    await play.act(ANNA, { unblock: true });
    await play.settled();
    expect(door.taken.slice(1).map(({ update }) => update.my_chat_member)).toMatchObject([
      {
        chat: { id: ANNA },
        old_chat_member: { status: 'member' },
        new_chat_member: { status: 'kicked', user: { id: 42, is_bot: true } },
      },
      { old_chat_member: { status: 'kicked' }, new_chat_member: { status: 'member' } },
    ]);
  });

  it('tells a group’s move in both', async () => {
    await play.act(-400, { text: '1' });
    await play.act(-400, { migrate_to: -1_001_234_567_890 });
    await play.settled();
    expect(door.taken.slice(1).map(({ update }) => update.message)).toMatchObject([
      { chat: { id: -400, type: 'group' }, migrate_to_chat_id: -1_001_234_567_890 },
      { chat: { id: -1_001_234_567_890, type: 'supergroup' }, migrate_from_chat_id: -400 },
    ]);
  });

  it('may be a raw one, and come twice', async () => {
    const raw = { update_id: 7, channel_post: { strange: true } };
    await play.api().setWebhook(door.url, { allowed_updates: ['channel_post'] });
    expect(await play.act(ANNA, { update: raw })).toEqual({ update_id: 7 });
    expect(await play.act(ANNA, { update: raw })).toEqual({ update_id: 7 });
    await play.settled();
    expect(door.taken.map(({ update }) => update)).toEqual([raw, raw]);

    await play.act(ANNA, { update: { ...raw, update_id: 2_000_000_000 } });
    expect(await play.act(ANNA, { update: { channel_post: {} } })).toEqual({ update_id: 2_000_000_001 });
  });

  it('of a kind that the bot does not want is not made', async () => {
    expect(await play.act(ANNA, { update: { poll: { id: '1' } } })).toEqual({ update_id: null });
    await play.api().setWebhook(door.url, { allowed_updates: [] });
    await play.act(ANNA, { update: { poll: { id: '1' } } });
    expect(await play.act(ANNA, { update: { chat_member: {} } })).toEqual({ update_id: null });
    await play.settled();
    expect(door.taken.map(({ update }) => update.poll)).toEqual([{ id: '1' }]);
  });
});

describe('an answer of the webhook', () => {
  const tapped = async (answer: Reply | ((query: string) => object)) => {
    await play.act(ANNA, { text: 'hello' });
    await play.settled();
    door.answer = ({ callback_query }) =>
      typeof answer === 'function' ? says(JSON.stringify(answer(callback_query.id))) : answer;
    await play.act(ANNA, { callback_data: 'yes' });
    await play.settled();
    return (await play.ask('GET', '/stats')).body.by_method;
  };
  const says = (body: string, status = 200) => ({
    status,
    headers: { 'content-type': 'application/json' },
    body,
  });
  const answers = (query: string) => ({ method: 'answerCallbackQuery', callback_query_id: query });

  it('that asks for a method has it done', async () => {
    expect(await tapped(answers)).toEqual({ answerCallbackQuery: 1 });
    const [tap] = door.taken.flatMap(({ update }) => update.callback_query ?? []);
    expect((await refusal(play.api().answerCallbackQuery(tap.id))).error_code).toBe(400);
  });

  it('may send, by the name of a method in whatever case', async () => {
    await tapped(() => ({ method: 'sendmessage', chat_id: ANNA, text: 'x' }));
    expect(await play.sent(ANNA)).toMatchObject([{ text: 'x' }]);
  });

  it.each<[string, Reply | ((query: string) => object)]>([
    ['is no success', says('{"method":"sendMessage","chat_id":5001,"text":"x"}', 500)],
    ['is no JSON', { status: 200, body: '{"method":"sendMessage","chat_id":5001,"text":"x"}' }],
    ['is broken', says('{"method":"sendMessage"')],
    ['names nothing', says('{}')],
    ['names no method', () => ({ method: 'sing' })],
    ['would change the webhook', () => ({ method: 'deleteWebhook' })],
    ['asks for news', () => ({ method: 'getMe' })],
  ])('that %s does nothing', async (_, answer) => {
    expect(await tapped(answer)).toEqual({});
    expect((await info()).url).toBe(door.url);
  });

  it('does what it asks for whatever befalls callers', async () => {
    await play.ask('PUT', '/behaviour', { status: 500 });
    expect(await tapped(answers)).toEqual({ answerCallbackQuery: 1 });
  });
});

describe('a failing webhook', () => {
  it('is tried again at once, then after 2, 4, 8 … 60 s', async () => {
    door.answer = () => 500;
    await play.act(ANNA, { text: '1' });
    await play.settled();
    const due = [0, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1_000);
    for (const [index, ms] of due.entries()) {
      if (ms > 0) await passing(ms - 1);
      expect(door.taken, `before ${ms}`).toHaveLength(index + 1);
      await passing(ms > 0 ? 1 : 0);
      expect(door.taken, `after ${ms}`).toHaveLength(index + 2);
    }
    door.answer = () => 204;
    await passing(60_000);
    await passing(HOUR_MS);
    expect(door.taken).toHaveLength(due.length + 2);
    expect((await info()).pending_update_count).toBe(0);
  });

  it('keeps the order of a chat, and holds up no other', async () => {
    door.answer = ({ message }) => (message.chat.id === ANNA ? 500 : 200);
    for (const text of ['1', '2', '3']) await play.act(ANNA, { text });
    for (const text of ['1', '2']) await play.act(BORIS, { text });
    await play.settled();
    await passing(0);
    expect(texts(BORIS)).toEqual(['1', '2']);
    expect(texts(ANNA)).toEqual(['1', '1']);
    expect((await info()).pending_update_count).toBe(3);

    door.answer = () => 200;
    await passing(2_000);
    expect(texts(ANNA)).toEqual(['1', '1', '1', '2', '3']);
  });

  it('may say how long it wants to be left alone, up to an hour', async () => {
    door.answer = () => ({ status: 503, headers: { 'retry-after': '90000' } });
    await play.act(ANNA, { text: '1' });
    await play.settled();
    await passing(HOUR_MS - 1);
    expect(door.taken).toHaveLength(1);
    await passing(1);
    expect(door.taken).toHaveLength(2);
  });

  it.each([
    [302, 'Wrong response from the webhook: 302 Found'],
    [404, 'Wrong response from the webhook: 404 Not Found'],
    [410, 'Wrong response from the webhook: 410 Gone'],
    [500, 'Wrong response from the webhook: 500 Internal Server Error'],
  ])('that answers %d is told of', async (status, last_error_message) => {
    door.answer = () => ({ status, headers: { location: '/elsewhere' } });
    await play.act(ANNA, { text: '1' });
    await play.settled();
    expect(await info()).toEqual({
      url: door.url,
      has_custom_certificate: false,
      pending_update_count: 1,
      ip_address: '127.0.0.1',
      last_error_date: NOON / 1_000,
      last_error_message,
      max_connections: 40,
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    });
  });

  it('that is not there is told of', async () => {
    await play.api().setWebhook('http://127.0.0.1:9/nothing');
    await play.act(ANNA, { text: '1' });
    await play.settled();
    expect((await info()).last_error_message).toMatch(/Connection refused|Webhook connection closed/);
  });

  it('that stays silent is given up after a minute', async () => {
    door.answer = () => new Promise(() => undefined);
    await play.act(ANNA, { text: '1' });
    await expect.poll(() => door.taken.length).toBe(1);
    door.answer = () => 200;
    await passing(60_000);
    expect((await info()).last_error_message).toBe('Read timeout expired');
    await passing(0);
    expect(texts()).toEqual(['1', '1']);
  });

  it('loses an update that is a day old, and that alone', async () => {
    door.answer = () => 500;
    await play.act(ANNA, { text: 'old' });
    await play.settled();
    for (let hours = 0; hours < 23; hours += 1) await passing(HOUR_MS);
    await play.act(ANNA, { text: 'young' });
    for (let minutes = 0; minutes < 60; minutes += 1) await passing(60_000);
    expect((await info()).pending_update_count).toBe(1);
    door.answer = () => 200;
    await passing(60_000);
    expect(texts().at(-1)).toBe('young');
    expect((await info()).pending_update_count).toBe(0);
  });

  it('drains after a day of silence, everything and in order', async () => {
    door.answer = () => 503;
    for (let index = 0; index < 60; index += 1) await play.act(6_000 + (index % 20), { text: String(index) });
    for (let hours = 0; hours < 20; hours += 1) await passing(HOUR_MS);
    door.taken.length = 0;
    door.answer = () => 200;
    await passing(60_000);
    expect(texts()).toHaveLength(60);
    for (let chat = 0; chat < 20; chat += 1)
      expect(texts(6_000 + chat)).toEqual([chat, chat + 20, chat + 40].map(String));
  });

  it('that was gone for 23 hours is removed, its updates are kept', async () => {
    door.answer = () => 410;
    await play.act(ANNA, { text: '1' });
    await play.settled();
    await passing(0);
    for (let minutes = 0; minutes < 23 * 60; minutes += 1) await passing(60_000);
    expect((await info()).url).toBe(door.url);
    await passing(60_000);
    expect(await info()).toMatchObject({ url: '', pending_update_count: 1 });
    expect(await play.api().getUpdates()).toMatchObject([{ message: { text: '1' } }]);
  });
});

describe('connections', () => {
  /** Lets updates in without an answer, and counts those that are under way. */
  function holding() {
    const under = { way: 0, most: 0 };
    const { promise, resolve } = Promise.withResolvers<void>();
    door.answer = async () => {
      under.way += 1;
      under.most = Math.max(under.most, under.way);
      await promise;
      under.way -= 1;
      return 200;
    };
    return { under, release: resolve };
  }

  it.each([
    [40, undefined],
    [3, 3],
  ])('are %d at a time when setWebhook said %s', async (expected, max_connections) => {
    if (max_connections !== undefined) await play.api().setWebhook(door.url, { max_connections });
    const { under, release } = holding();
    for (let chat = 0; chat < 50; chat += 1) await play.act(7_000 + chat, { text: 'x' });
    await expect.poll(() => under.way).toBe(expected);
    release();
    await play.settled();
    expect(under.most).toBe(expected);
    expect(texts()).toHaveLength(50);
  });

  it('is one once nothing was taken for ten seconds', async () => {
    door.answer = () => 500;
    await play.act(ANNA, { text: 'x' });
    await play.settled();
    for (const seconds of [0, 2, 4, 8]) await passing(seconds * 1_000);
    const { under, release } = holding();
    for (let chat = 0; chat < 5; chat += 1) await play.act(7_000 + chat, { text: 'x' });
    await expect.poll(() => under.way).toBe(1);
    release();
    await play.settled();
    expect(texts().length).toBe(10);
  });
});

describe('setWebhook', () => {
  it('moves what waits to the new place', async () => {
    door.answer = () => 500;
    await play.act(ANNA, { text: '1' });
    await play.settled();
    const next = await openReceiver();
    await play.api().setWebhook(next.url, { secret_token: 'an-other_1' });
    await play.settled();
    expect(next.taken).toMatchObject([
      { update: { message: { text: '1' } }, headers: { 'x-telegram-bot-api-secret-token': 'an-other_1' } },
    ]);
    expect(await info()).not.toHaveProperty('last_error_message');
  });

  it('keeps the kinds of updates unless it is told others', async () => {
    await play.api().setWebhook(door.url, { allowed_updates: ['message'] });
    await play.api().setWebhook(`${door.url}/2`);
    expect((await info()).allowed_updates).toEqual(['message']);
  });

  it('drops what waits on request', async () => {
    door.answer = () => 500;
    await play.act(ANNA, { text: '1' });
    await play.settled();
    await play.api().deleteWebhook({ drop_pending_updates: true });
    expect(await info()).toMatchObject({ url: '', pending_update_count: 0 });
  });

  it('says what came of it', async () => {
    const call = async (method: string, body: unknown) => {
      const answer = await fetch(`${play.base}/_local/telegram/bot${DEMO}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return ((await answer.json()) as { description: string }).description;
    };
    const settings = { url: `${door.url}/2`, max_connections: 500 };
    expect(await call('setWebhook', settings)).toBe('Webhook was set');
    expect(await call('setWebhook', settings)).toBe('Webhook is already set');
    expect((await info()).max_connections).toBe(100);
    expect(await call('setWebhook', { url: '' })).toBe('Webhook was deleted');
    expect(await call('deleteWebhook', {})).toBe('Webhook is already deleted');
  });

  it.each([
    ['http://example.com/x', {}, 'bad webhook: An HTTPS URL must be provided for webhook'],
    ['https://example.com:444/x', {}, 'bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443'],
    ['nowhere', {}, 'invalid webhook URL specified'],
    ['https://example.com/x', { secret_token: 'a b' }, 'secret token contains unallowed characters'],
    ['https://example.com/x', { secret_token: 'x'.repeat(257) }, 'secret token is too long'],
  ])('refuses %s with %j', async (url, other, description) => {
    const error = await refusal(play.api().setWebhook(url, other));
    expect(error).toMatchObject({ error_code: 400, description: `Bad Request: ${description}` });
    expect((await info()).url).toBe(door.url);
  });
});

describe('over a restart', () => {
  it('chats, messages, updates that wait and bots are kept', async () => {
    const dir = await temporaryDir();
    const memory = () => {
      const store = openTwinStore(dir);
      onTestFinished(store.close);
      return createTelegramMemory(store);
    };
    const token = `77:${'b'.repeat(35)}`;
    const first = await servePlay({ demoWebhook: door.url, memory: memory() });
    door.answer = () => 500;
    await first.ask('PUT', '/bots', { token, username: 'second_bot' });
    await first.api(token).setWebhook(`${door.url}/second`, { allowed_updates: ['message'] });
    await first.act(ANNA, { text: '1' });
    await first.act(ANNA, { text: '2' });
    await first.act(BORIS, { block: true });
    await first.api().sendMessage(ANNA, 'before');
    await first.settled();
    first.close();
    door.taken.length = 0;
    door.answer = () => 200;

    const next = await openReceiver();
    const second = await servePlay({ demoWebhook: next.url, memory: memory() });
    await second.settled();
    expect(next.taken.map(({ update }) => update.message?.text)).toEqual(expect.arrayContaining(['1', '2']));
    expect(next.taken).toHaveLength(3);
    second.time.pass(2_000);
    expect((await second.api().sendMessage(ANNA, 'after')).message_id).toBe(4);
    expect((await second.sent(ANNA)).map(({ text }: { text: string }) => text)).toEqual(['before', 'after']);
    expect((await refusal(second.api().sendMessage(BORIS, 'x'))).error_code).toBe(403);
    expect(await second.api(token).getWebhookInfo()).toMatchObject({
      url: `${door.url}/second`,
      allowed_updates: ['message'],
    });

    second.close();
    const third = await servePlay({ demoWebhook: next.url, memory: memory() });
    await third.settled();
    expect(next.taken).toHaveLength(3);
  });
});
