import { describe, expect, it } from 'vitest';
import { PARTNER_ROUTES } from '../../functions/ingest/routes.ts';
import { CLIENT, CONVERSATION, HOUR, MINUTE, NOW } from '../builders.ts';
import { HOOK } from '../usecases/desk.ts';
import { aStory } from './story.ts';

it('P1: webhook URL, platform and chat id are stored with the conversation', async () => {
  const { desk, post } = await aStory();
  await post('Здравствуйте', { 'x-webhook-url': HOOK, 'x-platform': 'telegram', 'x-chat-id': '42' });
  desk.clock.advance(HOUR);
  await post('Ещё вопрос');
  expect((await desk.head()).channel).toEqual({ webhook_url: HOOK, platform: 'telegram', chat_id: '42' });
});

describe('P5: a webhook URL is judged at the door,', () => {
  it.each([
    'http://crm.example.com/hook',
    'https://localhost/hook',
    'http://localhost:8000/api/webhook/receive',
    'https://127.0.0.1/hook',
    'https://169.254.169.254/latest/meta-data/',
    'https://user:secret@crm.example.com/hook',
    'https://crm.example.com:6379/hook',
    'crm',
    '',
  ])('%j is refused, and nothing is taken in', async (url) => {
    const { desk, post, body } = await aStory();
    const refused = post('Не открывается урок', { 'x-webhook-url': url });
    expect((await refused).statusCode).toBe(422);
    expect(await body(refused)).toMatchObject({ code: expect.stringMatching(/^(webhook_url|request)\./) });
    expect(await desk.conversations.head(CONVERSATION)).toBeUndefined();
  });

  it('and none stands in for one that was not given: the reply is kept to be fetched', async () => {
    const { desk, ask, post, passes, body } = await aStory();
    await post('Не открывается урок');
    await passes(MINUTE);
    expect((await desk.head()).channel).toEqual({});
    expect(desk.sender.sent).toEqual([]);
    const [reply] = await body<unknown[]>(ask('GET', `/api/messages/${CLIENT}`));
    expect(reply).toMatchObject({ delivery: 'stored' });
  });
});

it('F1: a message is counted against its client’s limit once, not twice', async () => {
  const { desk, post } = await aStory();
  const statuses: number[] = [];
  for (let n = 0; n < 11; n++) statuses.push((await post(`Сообщение ${n}`)).statusCode);
  expect(statuses).toEqual([...Array<number>(10).fill(202), 429]);
  expect((await desk.head()).window).toEqual({ start: NOW, count: 10 });
});

describe('N2: the partners’ routes are closed to', () => {
  const routes = PARTNER_ROUTES.map(
    ({ method, path }) => [method, path.replaceAll(/\{[^}]+\}/g, 'x')] as const,
  );

  it.each(routes)('whoever shows no key or a wrong one: %s %s', async (method, path) => {
    const { ask } = await aStory();
    for (const key of ['', 'wrong'])
      expect((await ask(method, path, { body: {}, key })).statusCode).toBe(401);
  });

  it('other partners: they see nothing of a client that has the same id', async () => {
    const { ask, says, body } = await aStory();
    await says('Не открывается урок');
    const path = `/api/messages/${CLIENT}`;
    expect(await body<unknown[]>(ask('GET', path))).toHaveLength(2);
    expect(await body<unknown[]>(ask('GET', path, { key: 'other-key' }))).toEqual([]);
  });
});

it('N3: without a key nobody makes the desk write to a chat or call a URL', async () => {
  const { desk, ask, passes } = await aStory();
  const headers = { 'x-webhook-url': HOOK, 'x-platform': 'telegram', 'x-chat-id': '42' };
  await ask('POST', '/api/messages', { body: { client_id: CLIENT, content: 'x' }, headers, key: '' });
  await passes(HOUR);
  expect(desk.sender.sent).toEqual([]);
  expect(await desk.conversations.head(CONVERSATION)).toBeUndefined();
});

it('N4: the callback address is not dropped before it is saved: the reply goes there', async () => {
  const { desk, post, passes } = await aStory();
  await post('Не открывается урок', { 'x-webhook-url': HOOK });
  await passes(0);
  expect(desk.sender.sent.map(({ channel }) => channel.webhook_url)).toEqual([HOOK]);
});

it.each([
  'Спасибо --',
  "'; DROP TABLE clients; --",
  'SELECT * FROM lessons',
  '/* ? */',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '{{7*7}}',
])('N19: the text %j is data, taken as it is', async (content) => {
  const { desk, post } = await aStory();
  expect((await post(content)).statusCode).toBe(202);
  const [item] = await desk.conversations.history(CONVERSATION, { limit: 1 });
  expect(item).toMatchObject({ message: { text: content } });
});

it.each([
  ['{"client_id":"x","content":', 400],
  ['{"client_id":"x","content":"--"', 400],
  [{ client_id: "x'; --", content: 'x' }, 422],
  [{ client_id: 'x', content: ['--'] }, 422],
  [[], 422],
])('N20: what is refused is refused by its reason, never by a 500: %j is a %i', async (body, status) => {
  const { ask } = await aStory();
  const response = await ask('POST', '/api/messages', { body });
  expect(response.statusCode).toBe(status);
  expect(JSON.parse(response.body).code).not.toBe('internal');
});

it.each(['idempotency-key', 'x-idempotency-key'])('N27: the header %s is read', async (name) => {
  const { desk, post } = await aStory();
  const first = await post('Не открывается урок', { [name]: 'order-1' });
  desk.clock.advance(HOUR);
  const again = await post('Не открывается урок', { [name]: 'order-1' });
  expect(again.body).toBe(first.body);
  expect(again.headers['idempotent-replayed']).toBe('true');
  expect((await desk.head()).pending).toHaveLength(1);
});
