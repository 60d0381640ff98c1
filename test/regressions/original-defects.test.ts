import { expect, it } from 'vitest';
import { type Door, respond } from '../../functions/ingest/routes.ts';
import { MemoryDirectory } from '../../shared/adapters/memory/directory.ts';
import { MemoryWebhookKeys } from '../../shared/adapters/memory/webhook-keys.ts';
import { DEFAULT_RATES } from '../../shared/domain/rate-limit.ts';
import { FIRST_CONTACT, SCENARIO_RULES } from '../../shared/domain/scenario.ts';
import { decideTurn } from '../../shared/domain/turn.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import { httpEdge } from '../../shared/edge/http-edge.ts';
import { hashKey } from '../../shared/edge/partner-key.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import {
  aClassification,
  aHead,
  aMessage,
  anId,
  CLIENT,
  CONVERSATION,
  HOUR,
  httpEvent,
  lambdaContext,
  MINUTE,
  NOW,
  PARTNER,
} from '../builders.ts';
import { aDesk, type Desk, HOOK, SIGNAL, status } from '../usecases/desk.ts';

/** The partners' door in front of a desk in memory. */
async function opened(over: Parameters<typeof aDesk>[0] = {}) {
  const desk = aDesk({ pace: 'immediate', ...over });
  const directory = new MemoryDirectory();
  await directory.putPartnerKey(hashKey('key'), PARTNER);
  const door: Door = {
    ...desk.accept,
    outbox: desk.conversations,
    directory,
    hosts: { check: async () => 'public' },
    loopbackAllowed: () => false,
    journal: desk.journal,
    callers: new CallerRates(DEFAULT_RATES),
    pinger: { ping: async () => ({ result: status(200), signatures: 1 }) },
    webhookKeys: new MemoryWebhookKeys(),
    dependencies: {},
    openApi: async () => '{}',
    pause: async (milliseconds) => desk.clock.advanceWall(milliseconds),
  };
  const handler = httpEdge(desk.journal, (event) => respond(door, event));
  const ask = (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<HttpResponse> =>
    handler(httpEvent(method, path, { headers: { 'x-api-key': 'key', ...headers }, body }), lambdaContext);
  const post = (content: string, headers: Record<string, string> = {}, more: object = {}) =>
    ask('POST', '/api/messages/', { client_id: CLIENT, content, ...more }, headers);
  return { desk, ask, post };
}

async function answered(desk: Desk): Promise<string[]> {
  await answerConversation(desk.answer, SIGNAL);
  await deliverOutbound(desk.deliver, SIGNAL);
  return desk.sender.sent.map(({ turn }) => turn.text);
}

it('P1: webhook URL, platform and chat id are stored with the conversation', async () => {
  const { desk, post } = await opened();
  await post('Здравствуйте', { 'x-webhook-url': HOOK, 'x-platform': 'telegram', 'x-chat-id': '42' });
  desk.clock.advance(HOUR);
  await post('Ещё вопрос');
  expect((await desk.head()).channel).toEqual({ webhook_url: HOOK, platform: 'telegram', chat_id: '42' });
});

it('P6: the first message is known by the conversation, not by a window of five minutes', async () => {
  const { desk, post } = await opened();
  for (const pause of [0, 6 * MINUTE, 24 * HOUR]) {
    desk.clock.advance(pause);
    await post(`Не открывается урок ${pause}`, { 'x-webhook-url': HOOK });
    await answered(desk);
  }
  const greeted = (await answered(desk)).map((text) => text.includes('Здравствуйте'));
  expect(greeted).toEqual([true, false, false]);
});

it('F1: a message is counted against its client’s limit once, not twice', async () => {
  const { desk, post } = await opened();
  const statuses: number[] = [];
  for (let n = 0; n < 11; n++) statuses.push((await post(`Сообщение ${n}`)).statusCode);
  expect(statuses).toEqual([...Array<number>(10).fill(202), 429]);
  expect((await desk.head()).window).toEqual({ start: NOW, count: 10 });
});

it('F3: a scenario whose text is missing says the safe text, hands over and tells the admin', () => {
  const { text, ...rest } = SCENARIO_RULES.GREETING;
  SCENARIO_RULES.GREETING = { ...rest, text: '' };
  try {
    const turn = decideTurn({
      id: anId(NOW + 1),
      head: aHead({ greeted: true }),
      messages: [aMessage()],
      profile: {},
      classification: aClassification({ scenario: 'GREETING' }),
      now: NOW,
      chance: 0,
      pace: 'immediate',
    });
    expect(turn.fallback).toBe(true);
    expect(turn.text).toMatch(/специалист/);
    expect(turn.hand_off).toMatchObject({ reason: 'system_error' });
    expect(turn.escalation?.deadline).toBeGreaterThan(NOW);
  } finally {
    SCENARIO_RULES.GREETING = { ...rest, text };
  }
});

it('F3: the admin is told of a text that is missing where no parameter is', async () => {
  const { desk, post } = await opened();
  const { text, ...rest } = SCENARIO_RULES.FAREWELL;
  SCENARIO_RULES.FAREWELL = { ...rest, text: ' ' };
  try {
    desk.classifier.answers.set('Спасибо', { scenario: 'FAREWELL' });
    await post('Спасибо');
    await answerConversation(desk.answer, SIGNAL);
    expect(
      desk.journal.lines.filter(({ level }) => level !== 'info').map(({ fields }) => fields),
    ).toContainEqual(expect.objectContaining({ scenario: 'FAREWELL' }));
  } finally {
    SCENARIO_RULES.FAREWELL = { ...rest, text };
  }
});

it('N4: the callback address is not dropped before it is saved: the reply goes there', async () => {
  const { desk, post } = await opened();
  await post('Не открывается урок', { 'x-webhook-url': HOOK });
  await answered(desk);
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
  const { desk, post } = await opened();
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
  const { ask } = await opened();
  const response = await ask('POST', '/api/messages', body);
  expect(response.statusCode).toBe(status);
  expect(JSON.parse(response.body).code).not.toBe('internal');
});

it('N21: the greeting is saved once, as part of the first reply', async () => {
  const { desk, ask, post } = await opened();
  await post('Не открывается урок', { 'x-webhook-url': HOOK });
  await answerConversation(desk.answer, SIGNAL);
  await answerConversation(desk.answer, SIGNAL);
  await deliverOutbound(desk.deliver, SIGNAL);
  const history: { content: string; type: string }[] = JSON.parse(
    (await ask('GET', `/api/messages/${CLIENT}`)).body,
  );
  expect(history.map(({ type }) => type)).toEqual(['bot_auto', 'user']);
  expect(
    history
      .map(({ content }) => content)
      .join()
      .split(FIRST_CONTACT),
  ).toHaveLength(2);
});

it('N26: a missing parameter never sends {referral_link} to a customer', async () => {
  const { desk, post } = await opened();
  for (const content of ['Хочу пригласить друга', 'Где мой урок?']) {
    const scenario = content.startsWith('Хочу') ? 'REFERRAL' : 'LESSON_LINK';
    desk.classifier.answers.set(content, { scenario });
    await post(content, { 'x-webhook-url': HOOK });
    await answered(desk);
  }
  const texts = await answered(desk);
  expect(texts).toHaveLength(2);
  for (const text of texts) expect(text).not.toMatch(/[{}]|undefined|null/);
  expect(desk.journal.of('template.parameter_missing')).toHaveLength(2);
});

it('N26: a parameter that the CRM gave is in the text', async () => {
  const { desk, post } = await opened();
  desk.classifier.answers.set('Хочу пригласить друга', { scenario: 'REFERRAL' });
  const context = { referral_link: 'https://school.example/r/1' };
  await post('Хочу пригласить друга', { 'x-webhook-url': HOOK }, { context });
  expect((await answered(desk))[0]).toContain('https://school.example/r/1');
});

it.each(['idempotency-key', 'x-idempotency-key'])('N27: the header %s is read', async (name) => {
  const { desk, post } = await opened();
  const first = await post('Не открывается урок', { [name]: 'order-1' });
  desk.clock.advance(HOUR);
  const again = await post('Не открывается урок', { [name]: 'order-1' });
  expect(again.body).toBe(first.body);
  expect(again.headers['idempotent-replayed']).toBe('true');
  expect((await desk.head()).pending).toHaveLength(1);
});
