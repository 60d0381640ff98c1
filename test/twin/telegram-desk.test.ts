import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import { UPDATES } from '../domain/telegram/updates.ts';

const SECRET = 'local-telegram-secret';

let twin: Twin;
beforeAll(async () => {
  twin = await startTwin({
    port: 0,
    pace: 'immediate',
    adminToken: 'token-of-the-admin',
    log: () => undefined,
  });
});
afterAll(() => twin.close());

/** No quiet hours, whatever the time of day; in force after a minute. */
beforeAll(async () => {
  await ask('PUT', '/api/policy', { changes: { quiet_hours: { from: '00:00', to: '00:00' } } });
  await advance(61);
});

interface Sent {
  at: string;
  method: string;
  text: string;
  message_id: number;
  reply_markup?: { inline_keyboard: { text: string; callback_data: string }[][] };
}

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${twin.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${twin.adminToken}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return response.json();
}

const advance = (seconds: number) => ask('POST', '/_local/clock/advance', { seconds });
const writes = (chat: number, message: unknown) => ask('POST', `/_local/telegram/chats/${chat}`, message);
const misbehaves = (how: unknown) => ask('PUT', '/_local/telegram/behaviour', how);

interface Stats {
  sent: number;
  refused_429: number;
  within_retry_after: number;
  by_method: Record<string, number>;
}

const stats = () => ask('GET', '/_local/telegram/stats') as Promise<Stats>;
/** Resolves once so many calls were refused with 429. */
const refusals = (count: number) =>
  expect.poll(async () => (await stats()).refused_429, { timeout: 10_000 }).toBe(count);
const forgetStats = () => ask('DELETE', '/_local/telegram/stats');

async function sentTo(chat: number): Promise<Sent[]> {
  const { items } = (await ask('GET', `/_local/telegram/chats/${chat}`)) as { items: Sent[] };
  return items;
}

/** What stands in the chat once there is so much of it; time moves meanwhile. */
async function said(chat: number, times: number): Promise<string[]> {
  for (let looks = 0; looks < 60; looks++) {
    const sent = await sentTo(chat);
    if (sent.length >= times) return sent.map(({ text }) => text);
    await advance(1);
  }
  return (await sentTo(chat)).map(({ text }) => text);
}

/** Posts an update as Telegram does. */
const post = (update: unknown, headers: Record<string, string> = {}, path = '/api/telegram/demo/webhook') =>
  fetch(`${twin.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-telegram-bot-api-secret-token': SECRET,
      ...headers,
    },
    body: JSON.stringify(update),
  });

const aText = (chat: number) => ({
  update_id: chat,
  message: {
    message_id: 1,
    date: Math.floor(twin.clock.now() / 1_000),
    chat: { id: chat, type: 'private', first_name: 'Ольга' },
    from: { id: chat, is_bot: false, first_name: 'Ольга', language_code: 'ru' },
    text: 'Не открывается урок',
  },
});

describe('a customer in Telegram', () => {
  it('is greeted, is offered what to tap on, and gets what it taps on', async () => {
    await writes(101, { text: '/start' });
    const [greeting] = await said(101, 1);
    expect(greeting).toMatch(/^Здравствуйте/);
    const [sent] = await sentTo(101);
    const button = sent?.reply_markup?.inline_keyboard.flat().find(({ text }) => text === 'Ссылка на урок');
    await writes(101, { callback_data: button?.callback_data, message_id: sent?.message_id });
    expect((await said(101, 2))[1]).toMatch(/ссылк/i);
    expect((await stats()).by_method['answerCallbackQuery']).toBe(1);
  });

  it('is reminded in the chat, and not after it has answered', async () => {
    await writes(102, { text: 'Здравствуйте' });
    await said(102, 1);
    await advance(15 * 60 + 20);
    expect(await said(102, 2)).toHaveLength(2);
    await writes(102, { text: 'Спасибо, не нужно' });
    await said(102, 3);
    const before = (await sentTo(102)).length;
    await advance(20 * 60);
    expect((await sentTo(102)).length).toBe(before);
  });

  it('that sends a long burst gets one answer to it', async () => {
    const photo = { photo: true, media_group_id: 'album-1' };
    await Promise.all([1, 2, 3].map(() => writes(103, photo)));
    expect(await said(103, 1)).toHaveLength(1);
    await advance(10);
    expect(await sentTo(103)).toHaveLength(1);
  });
});

/** Of a dozen sends. */
const MOST_UNDER_WAY = 3;

describe('a Bot API that misbehaves', () => {
  it('and cuts the connection after it took the text in is not asked again', async () => {
    await misbehaves({ failure: 'reset_after_write', times: 1 });
    await writes(104, { text: 'Не открывается урок' });
    expect(await said(104, 1)).toHaveLength(1);
    await advance(3600);
    expect(await sentTo(104)).toHaveLength(1);
    const { items } = (await ask('GET', '/api/deliveries?state=dead')) as {
      items: { client_id: string; rule: string }[];
    };
    expect(items).toContainEqual(
      expect.objectContaining({ client_id: '104', rule: expect.stringMatching(/^telegram\.unknown/) }),
    );
  });

  it('and asks to wait is waited for, in business time', async () => {
    await forgetStats();
    await misbehaves({ status: 429, retry_after: 60, times: 1 });
    const before = twin.clock.now();
    await writes(105, { text: 'Не открывается урок' });
    await refusals(1);
    await advance(50);
    expect(await sentTo(105)).toEqual([]);
    await advance(25);
    const [sent, ...others] = await sentTo(105);
    expect(Date.parse(sent?.at ?? '') - before).toBeGreaterThanOrEqual(60_000);
    expect(others).toEqual([]);
    // What was under way when the refusal came cannot be called back.
    const { refused_429, within_retry_after } = await stats();
    expect([refused_429 - within_retry_after, within_retry_after <= MOST_UNDER_WAY]).toEqual([1, true]);
  });

  it('and asks to wait while many write at once is asked nothing new meanwhile, and everybody is answered once', async () => {
    await forgetStats();
    const chats = Array.from({ length: 12 }, (_, index) => 300 + index);
    await misbehaves({ status: 429, retry_after: 20, times: 1 });
    await Promise.all(chats.map((chat) => writes(chat, { text: 'Как отменить урок?' })));
    for (const chat of chats) expect(await said(chat, 1), `chat ${chat}`).toHaveLength(1);
    await advance(60);
    for (const chat of chats) expect(await sentTo(chat), `chat ${chat}`).toHaveLength(1);
    // What was under way when the refusal came cannot be called back.
    const { refused_429, within_retry_after } = await stats();
    expect([refused_429 - within_retry_after, within_retry_after <= MOST_UNDER_WAY]).toEqual([1, true]);
  });

  it('and tells that the customer has blocked the bot is not asked again until the customer writes', async () => {
    await writes(106, { text: 'Здравствуйте' });
    await said(106, 1);
    await writes(106, { block: true });
    await advance(16 * 60);
    expect(await sentTo(106)).toHaveLength(1);
    await writes(106, { unblock: true });
    await writes(106, { text: 'Где ссылка на урок?' });
    expect((await said(106, 2)).length).toBe(2);
  });
});

it('a picture from a chat is had by the link that an admin is given', async () => {
  const content = Buffer.from('what the client sees').toString('base64');
  // Of what was given up, an admin is told which message it was to answer.
  await misbehaves({ failure: 'reset_after_write', times: 1 });
  await writes(107, { photo: { content }, caption: 'Не открывается урок' });
  await said(107, 1);
  const { items } = (await ask('GET', '/api/deliveries')) as {
    items: { client_id: string; message_id: string }[];
  };
  const dead = items.find(({ client_id }) => client_id === '107')?.message_id;
  const { in_reply_to: message } = (await ask('GET', `/api/deliveries/${dead}`)) as { in_reply_to: string };
  const { url } = (await ask('GET', `/api/files/${message}/0`)) as { url: string };
  const file = await fetch(url);
  expect([file.status, file.headers.get('content-type'), await file.text()]).toEqual([
    200,
    'image/jpeg',
    'what the client sees',
  ]);
});

describe('an update', () => {
  it('of every kind is answered 200', async () => {
    for (const [kind, update] of Object.entries(UPDATES))
      expect([kind, (await post(update)).status]).toEqual([kind, 200]);
  });

  it('is taken though a slash ends its path', async () => {
    await writes(108, { text: 'Здравствуйте' });
    await said(108, 1);
    const slashed = await post(aText(108), {}, '/api/telegram/demo/webhook/');
    expect(slashed.status).toBe(200);
    expect(await said(108, 2)).toHaveLength(2);
  });

  it.each([
    ['GET', '/api/telegram/demo/webhook', 405],
    ['POST', '/api/telegram/demo/nothing/', 404],
  ])('is what %s %s is not: 401 without the secret, %d with it', async (method, path, status) => {
    const asks = (headers: Record<string, string>) => fetch(`${twin.url}${path}`, { method, headers });
    expect((await asks({})).status).toBe(401);
    expect((await asks({ 'x-telegram-bot-api-secret-token': SECRET })).status).toBe(status);
  });

  it('without the secret is refused', async () => {
    expect((await post(UPDATES['a text'], { 'x-telegram-bot-api-secret-token': 'x' })).status).toBe(401);
  });
});
