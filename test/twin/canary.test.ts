import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import { postMessage } from './crm.ts';

const CANARY = 'KANAREIKA';
/** What the functions are given, in whatever place, and no line may hold. */
const MARKS = [CANARY, '9161234567', '916 123', 'kanareika.example', 'sk-kanareika', 'fl_kanareika'];
const CHAT = 42;

let twin: Twin;
const lines: string[] = [];

beforeAll(async () => {
  const log = (line: string) => void lines.push(line);
  twin = await startTwin({ port: 0, pace: 'immediate', limits: 'off', verbose: true, log });
});
afterAll(() => twin.close());

async function ask<Answer = unknown>(
  method: string,
  path: string,
  body?: unknown,
  headers = {},
): Promise<Answer> {
  const response = await fetch(`${twin.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${twin.adminToken}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return (await response.json().catch(() => undefined)) as Answer;
}

const advance = (seconds: number) => ask('POST', '/_local/clock/advance', { seconds });
const linesOf = (message: string) =>
  lines
    .filter((line) => line.includes(`"message":"${message}"`))
    .map((line) => JSON.parse(line.slice(line.indexOf('{'))) as Record<string, unknown>);

it('one message is followed from the door to its arrival by ids in lines', async () => {
  const before = lines.length;
  const answer = await postMessage(
    twin.url,
    { client_id: 'followed', content: 'Здравствуйте! Не открывается урок' },
    { 'X-Request-ID': 'asked-1' },
  );
  const { message_id } = (await answer.json()) as { message_id: string };
  await twin.quiet();
  await advance(5);
  await expect.poll(() => linesOf('delivery.attempt').length).toBeGreaterThan(0);
  const request = linesOf('request').find((line) => line['request_id'] === 'asked-1');
  const turn = linesOf('turn.committed').find((line) => line['message_id'] === message_id);
  const attempt = linesOf('delivery.attempt').find((line) => line['message_id'] === turn?.['reply_id']);
  expect(request).toMatchObject({ status: 202, message_id });
  expect(attempt).toMatchObject({ outcome: 'delivered', conversation_id: turn?.['conversation_id'] });
  const spelled = String(turn?.['conversation_id']).slice('cnv_'.length);
  const found = lines.slice(before).filter((line) => line.includes(spelled));
  expect(new Set(found.map((line) => line.split(' | ')[0]))).toEqual(
    new Set(['ingest', 'classify', 'deliver']),
  );
});

it('nothing of what is sent through any door, well or badly, is in any line', async () => {
  const crm = `${twin.url}/_local/crm/canary`;
  await ask('PUT', '/_local/crm/canary/behaviour', { status: 500, times: 2 });
  const spoken = {
    client_id: 'canary',
    client_name: CANARY,
    content: `${CANARY} мой телефон +7 916 123-45-67, верните деньги`,
    attachments: [{ type: 'photo', url: 'https://kanareika.example/a.png', caption: CANARY }],
    context: { referral_link: 'https://kanareika.example/r', child_name: CANARY },
  };
  const webhook = { 'X-Webhook-URL': `${crm}?token=${CANARY}` };
  await postMessage(twin.url, spoken, webhook);
  await postMessage(twin.url, { ...spoken, client_id: CANARY.repeat(30) }, webhook);
  await postMessage(twin.url, spoken, { Authorization: 'Bearer fl_kanareika' });
  await postMessage(twin.url, spoken, { 'X-Webhook-URL': `https://u:${CANARY}@kanareika.example/` });
  await ask('POST', '/api/messages', `{"content":"${CANARY}`, { authorization: 'Bearer fl_local_demo_key' });
  await ask('POST', `/_local/telegram/chats/${CHAT}`, { text: `${CANARY} +79161234567` });
  await ask(
    'POST',
    '/api/telegram/demo/webhook',
    { update_id: 1, message: { text: CANARY } },
    {
      'x-telegram-bot-api-secret-token': CANARY,
    },
  );
  await ask(
    'POST',
    '/api/telegram/demo/webhook',
    { update_id: 777, message: { text: CANARY } },
    {
      'x-telegram-bot-api-secret-token': 'local-telegram-secret',
    },
  );
  await ask('POST', '/api/auth/login', { operator_id: 'operator_001', password: CANARY });
  await ask('POST', '/api/auth/login', { operator_id: CANARY, password: 'sk-kanareika' });
  await ask('GET', `/api/search/messages?q=${CANARY}`);
  await twin.quiet();
  await advance(400);
  const { items } = await ask<{ items: { id: string }[] }>('GET', '/api/conversations?status=escalated');
  const one = `/api/conversations/${items[0]?.id}`;
  await ask('POST', `${one}/take`, {});
  await ask('POST', `${one}/note`, { text: CANARY });
  await ask('POST', `${one}/reply`, { text: `${CANARY} 89161234567` });
  await ask('PUT', '/api/templates/GREETING', { ru: `${CANARY} {нет}` });
  await ask('POST', '/api/admin/bots', { id: 'canary', token: `4711:${CANARY.repeat(4)}` });
  await twin.quiet();
  await advance(600);
  const told = ['request', 'turn.committed', 'delivery.attempt', 'sign_in.refused', 'conversation.replied'];
  for (const message of told) expect(linesOf(message).length, message).toBeGreaterThan(0);
  expect(linesOf('delivery.attempt').some(({ outcome }) => outcome === 'retry')).toBe(true);
  const all = lines.join('\n').toLowerCase();
  expect(MARKS.filter((mark) => all.includes(mark.toLowerCase()))).toEqual([]);
});
