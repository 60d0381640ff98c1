import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it, vi } from 'vitest';
import { conversationId } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { httpEvent, sqsEvent } from '../builders.ts';
import {
  bodyOf,
  breakTable,
  captureLog,
  deployFunctions,
  KEY,
  OTHER_KEY,
  sdkError,
  withKey,
} from './harness.ts';

const functions = deployFunctions();
const { ingest, queued } = functions;

let made = 0;
const aClient = (): string => `client-${made++}`;

/** A well-formed request, with these changes. */
function post(
  body: unknown,
  headers: Record<string, string> = {},
  more: { base64?: boolean; path?: string } = {},
) {
  const { path = '/api/messages', ...rest } = more;
  return ingest(httpEvent('POST', path, { headers: { ...withKey, ...headers }, body, ...rest }));
}
const hello = (over: Record<string, unknown> = {}) => ({
  client_id: aClient(),
  content: 'Здравствуйте',
  ...over,
});
const headOf = (client: string) => functions.stores().conversations.head(conversationId('demo', client));

describe('POST /api/messages', () => {
  it('answers 202 once the message is durable and signalled', async () => {
    const body = hello({ timestamp: '2026-11-24T12:00:00+03:00', unknown_field: 1 });
    const response = await post(body);
    expect(response.statusCode).toBe(202);
    expect(response.headers['content-type']).toBe('application/json');
    expect(bodyOf(response)).toEqual({
      status: 'accepted',
      message_id: expect.stringMatching(/^msg_[0-9A-Z]{40}$/),
      client_id: body.client_id,
      received_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    const conversation_id = conversationId('demo', body.client_id);
    const { message_id } = bodyOf(response);
    expect((await headOf(body.client_id))?.pending).toEqual([message_id]);
    expect(await functions.stores().conversations.messages(conversation_id, [message_id])).toMatchObject([
      { text: 'Здравствуйте', said_at: Date.parse('2026-11-24T09:00:00Z') },
    ]);
    expect(queued()).toEqual([{ queue: 'Inbound', signal: { conversation_id }, delayS: 0 }]);
  });

  it.each([
    ['a trailing slash', {}, { path: '/api/messages/' }],
    ['the key in X-API-Key', { authorization: '', 'x-api-key': KEY }, {}],
    ['the scheme in lower case', { authorization: `bearer ${KEY}` }, {}],
    ['a body in base64', {}, { base64: true }],
    ['a charset in the type', { 'content-type': 'application/json; charset=utf-8' }, {}],
    ['a JSON type with a suffix', { 'content-type': 'application/vnd.crm+json' }, {}],
  ])('takes %s', async (_, headers, more) => {
    expect((await post(hello(), headers, more)).statusCode).toBe(202);
  });

  it.each([
    ['SQL', "'; DROP TABLE messages; --"],
    ['HTML', '<script>alert(1)</script>'],
    ['5,000 characters that are 10,000 UTF-16 units', '🙂'.repeat(5000)],
    ['a lone surrogate', 'a\ud800b'],
  ])('takes %s as data', async (_, content) => {
    expect((await post(hello({ content }))).statusCode).toBe(202);
  });

  it('takes a lone surrogate anywhere, because the table would not', async () => {
    const body = hello({
      client_name: 'a\ud800',
      attachments: [{ type: 'photo', caption: '\udc00', file_name: '\ud800' }],
      context: { child_name: '\ud800' },
    });
    expect((await post(body)).statusCode).toBe(202);
    const [id = ''] = (await headOf(body.client_id))?.pending ?? [];
    const conversation = conversationId('demo', body.client_id);
    const [message] = await functions.stores().conversations.messages(conversation, [id]);
    const profile = await functions.stores().conversations.profile(conversation);
    const kept = [
      message?.attachments[0]?.caption,
      message?.attachments[0]?.file_name,
      profile?.client_name,
      profile?.child_name,
    ];
    expect(kept.every((text) => text?.isWellFormed())).toBe(true);
  });

  it('takes attachments without words, and nulls for nothing', async () => {
    const body = hello({
      content: null,
      attachments: [{ type: 'photo', url: null }],
      context: null,
      locale: null,
    });
    expect((await post(body)).statusCode).toBe(202);
  });

  it('remembers where answers go', async () => {
    const body = hello();
    await post(body, {
      'x-webhook-url': 'http://127.0.0.1:9/hook?a=1',
      'x-platform': 'amo',
      'x-chat-id': '77',
    });
    expect((await headOf(body.client_id))?.channel).toEqual({
      webhook_url: 'http://127.0.0.1:9/hook?a=1',
      platform: 'amo',
      chat_id: '77',
    });
  });

  it('calls the same words within five seconds a duplicate, and names the first', async () => {
    const body = hello();
    const first = bodyOf(await post(body));
    const again = await post(body);
    expect(again.statusCode).toBe(202);
    expect(bodyOf(again)).toEqual({
      ...first,
      status: 'duplicate',
      original_message_id: first.message_id,
    });
  });

  it.each(['idempotency-key', 'x-idempotency-key'])(
    'answers a replay under %s as it did, and says so',
    async (name) => {
      const body = hello();
      const key = { [name]: `key-${made}` };
      const first = await post(body, key);
      const again = await post(body, key);
      expect(again).toMatchObject({
        statusCode: 202,
        body: first.body,
        headers: { 'idempotent-replayed': 'true' },
      });
      expect(first.headers['idempotent-replayed']).toBeUndefined();
      const other = await post({ ...body, content: 'other' }, key);
      expect([other.statusCode, bodyOf(other).code]).toEqual([422, 'idempotency.key_reused']);
    },
  );

  it('lets ten messages of a client in and tells the eleventh when to come again', async () => {
    const { client_id } = hello();
    for (let n = 0; n < 10; n++) expect((await post({ client_id, content: `${n}` })).statusCode).toBe(202);
    const refused = await post({ client_id, content: 'one more' });
    expect([refused.statusCode, bodyOf(refused).code]).toEqual([429, 'limit.client']);
    const wait = Number(refused.headers['retry-after']);
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
    const other = httpEvent('POST', '/api/messages', {
      headers: { authorization: `Bearer ${OTHER_KEY}` },
      body: { client_id, content: 'another partner’s client' },
    });
    expect((await ingest(other)).statusCode).toBe(202);
  });

  it('lets exactly ten of thirty that come at once in', async () => {
    const { client_id } = hello();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => post({ client_id, content: `${n}` })),
    );
    const statuses = answers.map(({ statusCode }) => statusCode).toSorted();
    expect(statuses).toEqual([...Array<number>(10).fill(202), ...Array<number>(20).fill(429)]);
    expect((await headOf(client_id))?.pending).toHaveLength(10);
  });

  it('makes one message of twenty requests under one key at once', async () => {
    const body = hello();
    const key = { 'idempotency-key': `burst-${made}` };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(body, key)));
    expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
    expect(await headOf(body.client_id)).toMatchObject({
      pending: [expect.any(String)],
      window: { count: 1 },
    });
  });

  it('answers 201 with the outcome where the caller waits for it', async () => {
    const body = hello({ content: 'У меня не открывается урок, белый экран' });
    const answer = post(body, { prefer: 'wait=5', 'x-webhook-url': 'http://localhost:9/' });
    const conversation_id = conversationId('demo', body.client_id);
    while (queued().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await functions.classify(sqsEvent({ conversation_id }));
    const response = await answer;
    expect(response.statusCode).toBe(201);
    expect(bodyOf(response)).toEqual({
      status: expect.stringMatching(/success|escalated/),
      original_message_id: expect.stringMatching(/^msg_/),
      client_id: body.client_id,
      is_first_message: true,
      priority: expect.stringMatching(/low|high/),
      escalation_reason: null,
      classification: {
        id: expect.any(String),
        scenario: 'TECH_SUPPORT_BASIC',
        confidence: expect.any(Number),
        reasoning: expect.any(String),
        model: expect.any(String),
      },
      response: {
        message_id: expect.stringMatching(/^msg_/),
        text: expect.stringMatching(/^Здравствуйте/),
        type: 'bot_auto',
      },
      webhook: { scheduled: true },
    });
  });

  it.each(['wait=0', 'respond-async', 'wait=soon', ''])('does not wait for Prefer: %j', async (prefer) => {
    expect((await post(hello(), { prefer })).statusCode).toBe(202);
  });
});

describe('what is refused', () => {
  const big = `{"client_id":"x","content":"${'a'.repeat(LIMITS.bodyBytes)}"}`;
  const wrongShape = { client_id: '', content: 'x' };

  it.each([
    ['without a key, whatever else is wrong', { key: '' }, big, 401, 'auth.missing'],
    ['with an unknown key', { key: 'nope' }, big, 401, 'auth.invalid'],
    ['too large, whatever its type', { type: 'text/plain' }, big, 413, 'body.too_large'],
    ['of another type, whatever it says', { type: 'text/plain' }, '{', 415, 'body.not_json'],
    ['not JSON', {}, '{"client_id":', 400, 'body.malformed'],
    ['empty', {}, '', 400, 'body.malformed'],
    [
      'of the wrong shape, wherever its answers go',
      { url: 'http://evil' },
      wrongShape,
      422,
      'request.invalid',
    ],
    [
      'with a refused URL',
      { url: 'https://10.0.0.1/' },
      { client_id: 'x', content: 'x' },
      422,
      'webhook_url.refused',
    ],
  ])(
    'is refused by the first thing that is wrong: %s',
    async (_, how: { key?: string; type?: string; url?: string }, body, status, code) => {
      const response = await post(body, {
        authorization: `Bearer ${how.key ?? KEY}`,
        'content-type': how.type ?? 'application/json',
        ...(how.url && { 'x-webhook-url': how.url }),
      });
      expect([response.statusCode, bodyOf(response).code]).toEqual([status, code]);
      expect(queued()).toEqual([]);
    },
  );

  it('comes before the replay: a refused URL does not use the key up', async () => {
    const body = hello();
    const key = { 'idempotency-key': `order-${made}` };
    expect((await post(body, { ...key, 'x-webhook-url': 'https://127.1/' })).statusCode).toBe(422);
    expect((await post({ ...body, content: 'corrected' }, key)).statusCode).toBe(202);
  });

  it('spends no budget: ten still get in', async () => {
    const { client_id } = hello();
    for (let n = 0; n < 5; n++) await post({ client_id, content: `${n}` }, { 'x-webhook-url': 'ftp://x' });
    for (let n = 0; n < 10; n++) expect((await post({ client_id, content: `${n}` })).statusCode).toBe(202);
  });

  it.each([
    ['client_id', { client_id: 'a b' }],
    ['client_id', { client_id: 'x'.repeat(256) }],
    ['client_id', { client_id: undefined }],
    ['client_id', { client_id: 7 }],
    ['content', { content: '  \n ' }],
    ['content', { content: 'я'.repeat(5001) }],
    ['content', { content: { a: 1 } }],
    ['timestamp', { timestamp: 'yesterday' }],
    ['timestamp', { timestamp: '2026-11-24' }],
    ['timestamp', { timestamp: '2026-02-30T00:00:00Z' }],
    ['attachments', { attachments: Array.from({ length: 11 }, () => ({ type: 'photo' })) }],
    ['attachments.0.type', { attachments: [{ type: 'gif' }] }],
    ['context.referral_link', { context: { referral_link: 'http://plain.example/' } }],
    ['context.lesson_link', { context: { lesson_link: 'javascript:alert(1)' } }],
    ['context.lesson_link', { context: { lesson_link: `https://a.example/${'x'.repeat(2048)}` } }],
    ['context.next_lesson_at', { context: { next_lesson_at: 'soon' } }],
    ['client_name', { client_name: 'x'.repeat(256) }],
  ])('names the place that is wrong: %s in %j', async (path, over) => {
    const response = await post(hello(over));
    expect([response.statusCode, bodyOf(response).code]).toEqual([422, 'request.invalid']);
    expect(bodyOf(response).errors).toContainEqual({ path, message: expect.any(String) });
  });

  it.each(['[]', 'null', '"text"', '1'])(
    'names no place in a body that is %s, and is a 422',
    async (body) => {
      expect((await post(body)).statusCode).toBe(422);
    },
  );

  it.each([
    ['header.idempotency-key', { 'idempotency-key': '' }],
    ['header.idempotency-key', { 'idempotency-key': 'k'.repeat(256) }],
    ['header.idempotency-key', { 'idempotency-key': 'a', 'x-idempotency-key': 'b' }],
    ['header.x-platform', { 'x-platform': 'x'.repeat(65) }],
    ['header.x-chat-id', { 'x-chat-id': 'a\r\nb' }],
  ])('names the header that is wrong: %s', async (path, headers) => {
    const response = await post(hello(), headers);
    expect(response.statusCode).toBe(422);
    expect(bodyOf(response).errors).toEqual([{ path, message: expect.any(String) }]);
  });

  it.each([
    'http://example.com/',
    'https://user:secret@example.com/',
    'https://example.com:8080/',
    'https://localhost/',
    'https://printer.local/',
    'https://metadata/',
    'https://169.254.169.254/latest/',
    'https://0x7f.1/',
    'https://[::1]/',
    'http://127.0.0.2/',
    'http://127.1/',
    'http://LOCALHOST/',
    'not a url',
    '',
  ])('refuses to send answers to %j, at once', async (url) => {
    const response = await post(hello(), { 'x-webhook-url': url });
    expect([response.statusCode, bodyOf(response).code]).toEqual([422, 'webhook_url.refused']);
    expect(bodyOf(response).errors[0].path).toBe('header.x-webhook-url');
    expect(response.body).not.toContain('secret');
  });

  it.each(['localhost:3000', '127.0.0.1:3000', 'localhost', '127.0.0.1'])(
    'refuses http://%s where this is not the twin',
    async (host) => {
      Object.assign(globalThis, { [Symbol.for('firstline.host')]: {} });
      try {
        expect((await post(hello(), { 'x-webhook-url': `http://${host}/` })).statusCode).toBe(422);
      } finally {
        Object.assign(globalThis, { [Symbol.for('firstline.host')]: { loopbackWebhooks: true } });
      }
    },
  );
});

describe('every problem', () => {
  it.each([
    [401, httpEvent('GET', '/api/nothing')],
    [404, httpEvent('GET', '/api/nothing', { headers: withKey })],
    [405, httpEvent('DELETE', '/api/messages', { headers: withKey })],
    [
      415,
      httpEvent('POST', '/api/messages', { headers: { ...withKey, 'content-type': 'text/xml' }, body: 'x' }),
    ],
    [422, httpEvent('POST', '/api/messages', { headers: withKey, body: {} })],
  ])(
    'with status %i is application/problem+json with code, title, detail and the id of the request',
    async (status, event) => {
      const response = await ingest(event);
      expect(response.statusCode).toBe(status);
      expect(response.headers['content-type']).toBe('application/problem+json');
      expect(response.headers['x-request-id']).toBe('gateway-request-id');
      expect(bodyOf(response)).toMatchObject({
        type: 'about:blank',
        title: expect.any(String),
        status,
        detail: expect.any(String),
        code: expect.stringMatching(/^[a-z_]+(\.[a-z_]+)+$/),
        request_id: 'gateway-request-id',
      });
      expect(response.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
    },
  );

  it('tells which methods a path takes', async () => {
    const response = await ingest(httpEvent('DELETE', '/api/messages', { headers: withKey }));
    expect(bodyOf(response).detail).toContain('POST');
    expect(response.headers['allow']).toBe('POST');
  });
});

describe('X-Request-ID', () => {
  const ask = (id: string, path = '/health') =>
    ingest(httpEvent('GET', path, { headers: { ...withKey, 'x-request-id': id } }));

  it.each(['abc-123', 'a.b:c_d', 'x'.repeat(128)])('is the caller’s own on every answer: %s', async (id) => {
    for (const path of ['/health', '/api/nothing'])
      expect((await ask(id, path)).headers['x-request-id']).toBe(id);
    expect(bodyOf(await ask(id, '/api/nothing')).request_id).toBe(id);
  });

  it.each(['', 'x'.repeat(129), 'a b', 'a\nb', '<script>', 'ключ'])(
    'is the gateway’s instead of %j',
    async (id) => {
      for (const path of ['/health', '/api/nothing'])
        expect((await ask(id, path)).headers['x-request-id']).toBe('gateway-request-id');
    },
  );
});

describe('what is read', () => {
  const get = (path: string, query?: Record<string, string>, key = KEY) =>
    ingest(httpEvent('GET', path, { headers: { authorization: `Bearer ${key}` }, ...(query && { query }) }));

  async function conversed(n: number): Promise<string> {
    const client_id = aClient();
    for (let at = 0; at < n; at++) {
      await post({ client_id, content: `Вопрос ${at}` });
      await functions.classify(sqsEvent({ conversation_id: conversationId('demo', client_id) }));
    }
    return client_id;
  }

  it('is the history, newest first, page by page by its links, to the end', async () => {
    const client = await conversed(3);
    const all = bodyOf(await get(`/api/messages/${client}`));
    expect(all.map(({ type }: { type: string }) => type === 'user')).toEqual([
      false,
      true,
      false,
      true,
      false,
      true,
    ]);
    const times = all.map(({ created_at }: { created_at: string }) => created_at);
    expect(times).toEqual(times.toSorted().toReversed());
    const read: unknown[] = [];
    let query: Record<string, string> = { limit: '4' };
    for (let page = 0; page < 5; page++) {
      const response = await get(`/api/messages/${client}/`, query);
      read.push(...bodyOf(response));
      const link = /^<(.+)>; rel="next"$/.exec(response.headers['link'] ?? '')?.[1];
      if (!link) break;
      query = Object.fromEntries(new URL(link, 'https://api.example.com').searchParams);
    }
    expect(read).toEqual(all);
  });

  it('is how messages were understood', async () => {
    const client = await conversed(2);
    const items = bodyOf(await get(`/api/messages/${client}/classifications`));
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      scenario: expect.any(String),
      confidence: expect.any(Number),
      reasoning: expect.any(String),
    });
  });

  it('is what became of a reply, for its own partner alone', async () => {
    const client = await conversed(1);
    const [reply] = bodyOf(await get(`/api/messages/${client}`));
    const path = `/api/deliveries/${reply.message_id}`;
    expect(bodyOf(await get(path))).toMatchObject({
      message_id: reply.message_id,
      state: 'waiting',
      attempts: [],
    });
    const foreign = await get(path, undefined, OTHER_KEY);
    expect([foreign.statusCode, bodyOf(foreign).code]).toEqual([404, 'message.unknown']);
    expect(bodyOf(await get(`/api/messages/${client}`, undefined, OTHER_KEY))).toEqual([]);
  });

  it.each([
    ['query.limit', { limit: '0' }],
    ['query.limit', { limit: '201' }],
    ['query.limit', { limit: 'many' }],
    ['query.limit', { limit: '1.5' }],
    ['query.before', { before: 'M#x' }],
  ])('is refused by %s in %j', async (path, query) => {
    const response = await get('/api/messages/client', query as unknown as Record<string, string>);
    expect([response.statusCode, bodyOf(response).errors[0].path]).toEqual([422, path]);
  });

  it.each(['/api/messages/a%20b', '/api/messages/%2e%2e%2f'])(
    'does not take %s for a client',
    async (path) => {
      expect((await get(path)).statusCode).toBe(422);
    },
  );

  it('is the health, for anybody', async () => {
    const response = await ingest(httpEvent('GET', '/health'));
    expect([response.statusCode, bodyOf(response)]).toEqual([200, { status: 'ok' }]);
    expect((await ingest(httpEvent('HEAD', '/health'))).statusCode).toBe(200);
  });

  it('is the health of each part, and 503 if one fails', async () => {
    functions.sqs.onAnyCommand().resolves({});
    expect((await ingest(httpEvent('GET', '/health/full'))).statusCode).toBe(200);
    functions.sqs.onAnyCommand().rejects(new Error('gone'));
    const response = await ingest(httpEvent('GET', '/health/full'));
    expect(response.statusCode).toBe(503);
    expect(bodyOf(response).dependencies).toMatchObject({
      table: { status: 'ok' },
      inbound_lane: { status: 'failed' },
    });
  });
});

describe('PUT /api/clients/{client_id}', () => {
  it('keeps what it says, and answers what is known then', async () => {
    const client = aClient();
    const put = (body: unknown) =>
      ingest(httpEvent('PUT', `/api/clients/${client}`, { headers: withKey, body }));
    await put({ client_name: 'Анна', context: { next_lesson_at: '2026-11-25T15:00:00+03:00' } });
    const response = await put({ context: { referral_link: 'https://r.example/1' } });
    expect([response.statusCode, bodyOf(response)]).toEqual([
      200,
      {
        client_id: client,
        client_name: 'Анна',
        context: { next_lesson_at: '2026-11-25T12:00:00.000Z', referral_link: 'https://r.example/1' },
      },
    ]);
  });
});

describe('callers without a valid key', () => {
  const knock = (sourceIp: string, key?: string) =>
    ingest(
      httpEvent('GET', '/api/nothing', {
        sourceIp,
        ...(key && { headers: { authorization: `Bearer ${key}` } }),
      }),
    );

  it('may knock sixty times a minute from one address, which bars neither others nor those with a key', async () => {
    const address = '198.51.100.1';
    for (let n = 0; n < 60; n++)
      expect((await knock(address, n % 2 ? 'guess' : undefined)).statusCode).toBe(401);
    const barred = await knock(address);
    expect([barred.statusCode, bodyOf(barred).code]).toEqual([429, 'limit.address']);
    expect(Number(barred.headers['retry-after'])).toBeGreaterThan(0);
    expect((await knock('198.51.100.2')).statusCode).toBe(401);
    expect((await knock(address, KEY)).statusCode).toBe(404);
  });

  it('are not those whose key could not be looked up', async () => {
    breakTable(sdkError('ThrottlingException'), 'GetCommand');
    const statuses = [];
    for (let n = 0; n < 65; n++) statuses.push((await knock('198.51.100.3', `unread-${n}`)).statusCode);
    expect(new Set(statuses)).toEqual(new Set([503]));
  });
});

describe('a part that fails', () => {
  const unavailable: [string, Error][] = [
    ['throttles', sdkError('ThrottlingException')],
    ['throttles by capacity', sdkError('ProvisionedThroughputExceededException')],
    ['throttles by the account’s limit', sdkError('RequestLimitExceeded')],
    ['is in another transaction', sdkError('TransactionConflictException')],
    ['fails by itself', sdkError('InternalServerError')],
    [
      'fails by itself under a name we do not know',
      sdkError('SomethingNew', { $fault: 'server', $metadata: { httpStatusCode: 500 } }),
    ],
    ['throttles under a name we do not know', sdkError('SlowDown', { $metadata: { httpStatusCode: 429 } })],
    ['does not answer in time', sdkError('TimeoutError')],
    ['refuses the connection', sdkError('Error', { code: 'ECONNREFUSED' })],
    ['drops the connection', sdkError('Error', { code: 'ECONNRESET' })],
    ['breaks the pipe', sdkError('Error', { code: 'EPIPE' })],
    ['is out of reach', sdkError('Error', { code: 'ETIMEDOUT' })],
    ['has no name at present', sdkError('Error', { code: 'EAI_AGAIN' })],
  ];

  it.each(unavailable)('because it %s is a 503 with a time to come again', async (_, error) => {
    const body = hello();
    breakTable(error, 'UpdateCommand', 'PutCommand');
    const response = await post(body);
    expect([response.statusCode, bodyOf(response).code]).toEqual([503, 'dependency.unavailable']);
    expect(response.headers['retry-after']).toBe('1');
    expect(response.body).not.toContain('CANARY');
    expect(queued()).toEqual([]);
  });

  it.each(['GetCommand', 'PutCommand'])(
    'at its %s leaves nothing half done: the repeat finishes it',
    async (command) => {
      const body = hello();
      await post({ ...body, content: 'known already' });
      breakTable(sdkError('ThrottlingException'), command);
      expect((await post(body)).statusCode).toBe(503);
      vi.restoreAllMocks();
      const { message_id } = bodyOf(await post(body));
      const conversation = conversationId('demo', body.client_id);
      const messages = await functions.stores().conversations.history(conversation, { limit: 10 });
      expect(messages).toHaveLength(2);
      expect((await headOf(body.client_id))?.pending).toContain(message_id);
      expect((await headOf(body.client_id))?.pending).toHaveLength(2);
    },
  );

  it('at the queue is a 503, and the repeat is the same message, signalled', async () => {
    const body = hello();
    functions.sqs.on(SendMessageCommand).rejects(sdkError('ThrottlingException'));
    expect((await post(body)).statusCode).toBe(503);
    functions.sqs.on(SendMessageCommand).resolves({});
    const again = bodyOf(await post(body));
    expect((await headOf(body.client_id))?.pending).toEqual([again.message_id]);
    expect(queued()).toHaveLength(2);
  });

  it.each([
    ['whose message quotes the customer', () => sdkError('ValidationException')],
    [
      'whose message looks like a stack',
      () => new Error('bad text:\n    at CANARY (CANARY.js:1:1)\n    at CANARY'),
    ],
    ['whose cause quotes the customer', () => new Error('outer', { cause: new Error('CANARY') })],
    ['that is no error', () => 'CANARY' as unknown as Error],
  ])(
    'in a way nobody foresaw, %s, is a 500 without details, and no word of it in the log',
    async (_, error) => {
      const log = captureLog();
      breakTable(error(), 'PutCommand');
      const response = await post(hello({ content: 'CANARY', client_name: 'CANARY' }), {
        'x-request-id': 'r-1',
      });
      expect([response.statusCode, bodyOf(response)]).toEqual([
        500,
        {
          type: 'about:blank',
          title: 'Internal Server Error',
          status: 500,
          detail: 'something went wrong on our side; try again',
          code: 'internal',
          request_id: 'r-1',
        },
      ]);
      expect(response.headers['x-request-id']).toBe('r-1');
      expect(log()).toContain('request.failed');
      expect(log()).not.toContain('CANARY');
    },
  );
});

describe('the log', () => {
  it('has one line for each request with its outcome, and nothing of what was said, by whom, or with which key', async () => {
    const log = captureLog();
    const body = {
      client_id: '79161234567',
      content: 'CANARY',
      client_name: 'CANARY',
      context: { child_name: 'CANARY' },
    };
    await post(body, {
      'x-chat-id': 'CANARY',
      'x-webhook-url': 'http://localhost:9/CANARY',
      'idempotency-key': 'CANARY',
    });
    await post({ ...body, client_id: 'CANARY CANARY' });
    await post('{"CANARY');
    await post({ ...body, content: 'CANARY 2' }, { 'idempotency-key': 'CANARY' });
    await functions.classify(sqsEvent({ conversation_id: conversationId('demo', body.client_id) }));
    const lines = log()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const requests = lines.filter(({ message }) => message === 'request');
    expect(requests.map(({ status }) => status)).toEqual([202, 422, 400, 422]);
    expect(requests[0]).toMatchObject({
      request_id: 'gateway-request-id',
      message_id: expect.stringMatching(/^msg_/),
    });
    expect(requests[1]).toMatchObject({ request_id: 'gateway-request-id', method: 'POST' });
    expect(log()).not.toMatch(/CANARY|79161234567|key-of-demo/);
  });
});
