import { inflateRawSync } from 'node:zlib';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import type { ClientExportBody, ErasureBody } from '../../shared/contracts/client-responses.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { crmInbox } from './crm.ts';

/** Stands in every field that a client, its partner or an operator fills. */
const CANARY = 'CANARY';
/** The same at a partner and at a bot, where it is the number of a chat. */
const CLIENT = '883174592061';
const BOT = 'telegram.demo';
const HOOK_SECRET = 'local-telegram-secret';

let twin: Twin;
const logged: string[] = [];

beforeAll(async () => {
  twin = await startTwin({
    port: 0,
    pace: 'immediate',
    limits: 'off',
    verbose: true,
    log: (line) => logged.push(line),
  });
});
afterAll(() => twin.close());

interface Asked {
  method?: string;
  key?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

const ask = (path: string, { method = 'GET', key = twin.adminToken, body, headers = {} }: Asked = {}) =>
  fetch(`${twin.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

async function done<Body>(path: string, asked: Asked = {}): Promise<Body> {
  const response = await ask(path, asked);
  const text = await response.text();
  if (!response.ok) throw new Error(`${asked.method ?? 'GET'} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as Body;
}

const post = <Body>(path: string, body: unknown, headers = {}) =>
  done<Body>(path, { method: 'POST', body, headers });
const advance = (seconds: number) => post('/_local/clock/advance', { seconds });
const tell = (body: object, headers = {}) =>
  done('/api/messages', {
    method: 'POST',
    key: 'fl_local_demo_key',
    body: { client_id: CLIENT, ...body },
    headers: {
      'x-webhook-url': `${twin.url}/_local/crm/${CLIENT}`,
      'x-platform': CANARY,
      'x-chat-id': CANARY,
      ...headers,
    },
  });
const crm = (behaviour: object) => ask(`/_local/crm/${CLIENT}/behaviour`, { method: 'PUT', body: behaviour });
const update = (update_id: number, rest: object) =>
  ask('/api/telegram/demo/webhook', {
    method: 'POST',
    body: { update_id, ...rest },
    headers: { 'x-telegram-bot-api-secret-token': HOOK_SECRET },
  });

/** A client of a partner who leaves something everywhere. */
async function aPartnersClient(): Promise<void> {
  await done(`/api/clients/${CLIENT}`, {
    method: 'PUT',
    key: 'fl_local_demo_key',
    body: {
      client_name: CANARY,
      context: { child_name: CANARY, lesson_link: `https://example.com/${CANARY}` },
    },
  });
  await tell({ content: `Не открывается урок ${CANARY}` }, { 'idempotency-key': `${CANARY}-1` });
  await twin.quiet();
  const [{ body = '' } = { body: '' }] = await crmInbox(twin.url, CLIENT);
  const { message_id } = JSON.parse(body) as { message_id: string };
  await post('/api/feedback', { message_id, verdict: 'correct', comment: CANARY });
  // Given up.
  await crm({ status: 404, times: 3 });
  await advance(7200);
  await tell({ content: `Как продлить обучение? ${CANARY}` });
  await advance(7200);
  // To people.
  const photo = {
    type: 'photo',
    url: `https://example.com/${CANARY}.png`,
    file_name: CANARY,
    caption: CANARY,
  };
  await tell({ content: '', attachments: [photo] });
  await advance(60);
  const one = `/api/conversations/${conversationId('demo', CLIENT)}`;
  await post(`${one}/take`, {});
  await post(`${one}/note`, { text: CANARY });
  await post(`${one}/reply`, { text: `Здравствуйте, ${CANARY}` });
  await twin.quiet();
  await post(`${one}/read`, {});
  await post(`${one}/hand-back`, {});
  await advance(7200);
  await tell({ content: `Снова не открывается урок ${CANARY}` });
  await advance(30);
  // Held.
  const { items } = await done<{ items: { id: string; url: string }[] }>('/api/endpoints');
  const endpoint = items.find(({ url }) => url.includes(CLIENT));
  await post(`/api/endpoints/${endpoint?.id}/disable`, {});
  await tell({ content: `Что с уроком? ${CANARY}` });
  await twin.quiet();
}

/** The same number, at the bot. */
async function aChat(): Promise<void> {
  const from = { id: Number(CLIENT), is_bot: false, first_name: CANARY };
  const chat = { id: Number(CLIENT), type: 'private', first_name: CANARY };
  const date = Math.floor(twin.clock.now() / 1000);
  await update(7001, {
    message: { message_id: 1, date, from, chat, text: `Не открывается урок ${CANARY}` },
  });
  await update(7002, {
    callback_query: {
      id: '1',
      from,
      chat_instance: '1',
      message: { message_id: 1, date, chat },
      data: CANARY,
    },
  });
  await twin.quiet();
}

const client = () => ({
  endpoint: twin.awsUrl,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** Every row of the table. */
async function rows(): Promise<Record<string, unknown>[]> {
  using dynamo = closing(new DynamoDBClient(client()));
  const { TableNames: [TableName] = [] } = await dynamo.client.send(new ListTablesCommand());
  const { Items = [] } = await dynamo.client.send(new ScanCommand({ TableName }));
  return Items.map((item) => inflated(unmarshall(item)));
}

/** What a row keeps deflated has to be searched as well. */
function inflated({ deflated, ...row }: Record<string, unknown>): Record<string, unknown> {
  return deflated === undefined ? row : { ...row, text: inflateRawSync(deflated as Uint8Array).toString() };
}

async function queued(): Promise<unknown[]> {
  using sqs = closing(new SQSClient(client()));
  const { QueueUrls = [] } = await sqs.client.send(new ListQueuesCommand());
  const received = await Promise.all(
    QueueUrls.map((QueueUrl) =>
      sqs.client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 })),
    ),
  );
  return received.flatMap(({ Messages = [] }) => Messages);
}

async function scheduled(): Promise<object[]> {
  using scheduler = closing(new SchedulerClient(client()));
  const { Schedules = [] } = await scheduler.client.send(new ListSchedulesCommand());
  return Promise.all(
    Schedules.map(({ Name, GroupName }) =>
      scheduler.client.send(new GetScheduleCommand({ Name, GroupName })),
    ),
  );
}

function closing<Client extends { destroy(): void }>(of: Client) {
  return { client: of, [Symbol.dispose]: () => of.destroy() };
}

const spelt = (value: unknown) =>
  JSON.stringify(value, (_, inner: unknown) => (inner instanceof Set ? [...inner] : inner));
const naming = (all: unknown[], ...words: string[]) =>
  all.map(spelt).filter((one) => words.some((word) => one.toUpperCase().includes(word.toUpperCase())));

async function erase(partner: string): Promise<ErasureBody> {
  const path = `/api/admin/clients/${CLIENT}?partner=${partner}`;
  const job = await done<ErasureBody>(path, { method: 'DELETE' });
  expect(job).toMatchObject({ state: 'running', look: 1 });
  await advance(300);
  return done<ErasureBody>(`/api/admin/erasures/${job.id}`);
}

describe('a client of the twin', () => {
  beforeAll(async () => {
    await aPartnersClient();
    await aChat();
  }, 120_000);

  it('is exported with all that is kept', async () => {
    const path = `/api/admin/clients/${CLIENT}?partner=demo`;
    const { items, next } = await done<ClientExportBody>(path);
    const kinds = new Set(items.map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(
      'action attempt conversation dead feedback held message note profile read text wake_up'.split(' '),
    );
    expect(next).toBeNull();
    expect(spelt(items.filter(({ kind }) => kind === 'attempt'))).not.toContain('"body"');
    const ofChat = await done<ClientExportBody>(`/api/admin/clients/${CLIENT}?partner=${BOT}`);
    expect(ofChat.items.map(({ kind }) => kind)).toContain('parked');
    expect((await ask(`/api/admin/clients/nobody?partner=demo`)).status).toBe(404);
  });

  it('is erased everywhere, and nobody else with it', async () => {
    const conversation = conversationId('demo', CLIENT).slice('cnv_'.length);
    const theirs = async () =>
      (await rows())
        .filter((row) => naming([row], BOT, conversationId(BOT, CLIENT).slice('cnv_'.length)).length > 0)
        .toSorted((a, b) => (`${a['pk']} ${a['sk']}` < `${b['pk']} ${b['sk']}` ? -1 : 1));
    expect(naming(await rows(), CANARY).length).toBeGreaterThan(15);
    expect(naming(await scheduled(), conversation).length).toBeGreaterThan(0);
    const before = await theirs();

    expect(await erase('demo')).toMatchObject({ state: 'done', look: 2 });

    // Only who had it erased, and that what came under a key is not to be answered anew.
    const left = (await rows()).filter((row) => spelt(row).includes(conversation));
    expect(left.map(({ pk }) => String(pk).split('#')[0]).toSorted()).toEqual(['JOB', 'R']);
    expect(await theirs()).toEqual(before);

    expect(await erase(BOT)).toMatchObject({ state: 'done' });
    expect(naming(await rows(), CANARY, CLIENT)).toEqual([]);
    expect(naming(await queued(), CANARY, CLIENT, conversation)).toEqual([]);
    expect(naming(await scheduled(), CANARY, CLIENT, conversation)).toEqual([]);
    expect(logged.join('\n').length).toBeGreaterThan(1000);
    expect(naming(logged, CANARY, CLIENT)).toEqual([]);
    expect((await ask(`/api/admin/clients/${CLIENT}?partner=demo`)).status).toBe(404);
  }, 60_000);

  it('is not answered anew if it is told of once more, and is a new client if it comes back', async () => {
    const posted = (await crmInbox(twin.url, CLIENT)).length;
    const again = { content: `Не открывается урок ${CANARY}` };
    await tell(again, { 'idempotency-key': `${CANARY}-1` });
    await twin.quiet();
    expect((await crmInbox(twin.url, CLIENT)).length).toBe(posted);
    await tell(again);
    await expect
      .poll(async () => (await crmInbox(twin.url, CLIENT)).length, { timeout: 10_000 })
      .toBe(posted + 1);
  });
});
