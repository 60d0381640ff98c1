import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';

const TOKEN = `4711:${'CANARY-'.repeat(5)}`;
const CHAT = 9_001;

let twin: Twin;
const lines: string[] = [];
/** What a webhook that is not the desk's was shown. */
const shown: string[] = [];
const receiver = createServer((request, response) => {
  shown.push(String(request.headers['x-telegram-bot-api-secret-token']));
  request.resume().on('end', () => response.end());
});
const receiverUrl = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/updates`;

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const log = (line: string) => void lines.push(line);
  twin = await startTwin({ port: 0, verbose: true, log });
});
afterAll(async () => {
  await twin.close();
  receiver.closeAllConnections();
  receiver.close();
});

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }> {
  const response = await fetch(`${twin.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${twin.adminToken}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

const stateOf = async (bot: string) => (await ask('GET', `/api/admin/bots/${bot}`)).body;

/** Writes to the bot, and waits until Telegram has handed it on; what its webhook then showed. */
async function shownFor(text: string): Promise<string> {
  const before = shown.length;
  await ask('POST', `/_local/telegram/chats/${CHAT}?bot=school_bot`, { text });
  await expect.poll(() => shown.length, { timeout: 10_000 }).toBeGreaterThan(before);
  return shown[before] ?? '';
}

it('the demo bot is there, and its webhook is set', async () => {
  const { body } = await ask('GET', '/api/admin/bots');
  expect(body.items).toMatchObject([
    { id: 'demo', error: null, webhook: { url: expect.stringMatching(/\/api\/telegram\/demo\/webhook$/) } },
  ]);
});

it('a bot is added with its token, told where updates go, and removed', async () => {
  const added = { id: 'school', token: TOKEN };
  const refused = await ask('POST', '/api/admin/bots', added);
  expect([refused.status, refused.body.code]).toEqual([422, 'bot.token_refused']);
  await ask('PUT', '/_local/telegram/bots', { token: TOKEN, username: 'school_bot' });
  const made = await ask('POST', '/api/admin/bots', added);
  expect([made.status, made.body]).toMatchObject([201, { telegram_id: 4711, username: 'school_bot' }]);
  expect((await stateOf('school')).webhook).toMatchObject({ url: '' });

  const usual = await ask('POST', '/api/admin/bots/school/webhook', { max_connections: 5 });
  const door = `${twin.url}/api/telegram/school/webhook`;
  expect([usual.status, usual.body.webhook]).toMatchObject([200, { url: door, max_connections: 5 }]);

  await ask('POST', '/api/admin/bots/school/webhook', { url: receiverUrl() });
  const first = await shownFor('Здравствуйте!');
  expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const again = await ask('POST', '/api/admin/bots/school/webhook', { url: receiverUrl() });
  const second = await shownFor('Не открывается урок');
  expect(second).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(second).not.toBe(first);
  expect((await stateOf('school')).webhook).toMatchObject({ pending_update_count: 0, last_error_at: null });

  const refusedUrl = await ask('POST', '/api/admin/bots/school/webhook', {
    url: 'http://desk.example.com/x',
  });
  expect([refusedUrl.status, refusedUrl.body.errors[0].path]).toEqual([422, 'url']);
  expect((await ask('GET', '/_local/calls')).body.services.ssm.PutParameter).toBe(1);
  const removed = await ask('DELETE', '/api/admin/bots/school');
  expect(removed).toEqual({ status: 200, body: { id: 'school', webhook_removed: true } });
  expect((await ask('GET', '/api/admin/bots/school')).status).toBe(404);
  const told = JSON.stringify([refused, made, usual, again, refusedUrl, lines]);
  for (const secret of ['CANARY', first, second]) expect(told).not.toContain(secret);
});

it('bots are asked after in no other words than an admin’s', async () => {
  for (const [method, path] of [
    ['GET', '/api/admin/bots'],
    ['POST', '/api/admin/bots'],
    ['GET', '/api/admin/bots/demo'],
    ['DELETE', '/api/admin/bots/demo'],
    ['POST', '/api/admin/bots/demo/webhook'],
  ] as const) {
    const response = await fetch(`${twin.url}${path}`, {
      method,
      headers: { authorization: 'Bearer fl_local_demo_key' },
    });
    expect([path, response.status]).toEqual([path, 403]);
  }
});
