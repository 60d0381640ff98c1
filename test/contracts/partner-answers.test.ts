import { describe, expect, it } from 'vitest';
import type { Door } from '../../functions/ingest/routes.ts';
import { makeKeyPair } from '../../shared/adapters/ed25519.ts';
import { MemoryWebhookKeys } from '../../shared/adapters/memory/webhook-keys.ts';
import type { FaultCode } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { DEFAULT_RATES } from '../../shared/domain/rate-limit.ts';
import type { EscalationReason } from '../../shared/domain/scenario.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { aPhoto, aWebhookKey, CLIENT, MINUTE, NOW, SECOND } from '../builders.ts';
import { anOperator, aStaffRoom } from '../staff.ts';
import { aDesk, type Desk, HOOK, SIGNAL, status } from '../usecases/desk.ts';
import { AnswerBook } from './answer-book.ts';
import {
  ADMIN_KEY,
  aBody,
  aPing,
  KEY,
  OTHER_KEY,
  openDoor,
  type PartnerDoor,
  type Request,
  verdictOf,
} from './partner-door.ts';

const book = new AnswerBook();
const ask = (door: PartnerDoor, request: Request) => book.ask(door, request, aBody());

const parsed = async (asked: Promise<HttpResponse>) => JSON.parse((await asked).body);

/** A door whose lane is worked off whenever it waits. */
async function answering(desk: Desk, over: Partial<Door> = {}): Promise<PartnerDoor> {
  return openDoor(
    {
      async pause(milliseconds) {
        await answerConversation(desk.answer, SIGNAL);
        desk.clock.advanceWall(milliseconds);
      },
      ...over,
    },
    desk,
  );
}

const immediate = (): Desk => aDesk({ pace: 'immediate', rate: undefined });
const GET = { method: 'GET' } as const;
const history: Request = { ...GET, path: `/api/messages/${CLIENT}` };
const classifications: Request = { ...GET, path: `/api/messages/${CLIENT}/classifications` };
const profile: Request = { method: 'PUT', path: `/api/clients/${CLIENT}` };
const ping = aPing();
const delivery = (id = 'msg_0'): Request => ({ ...GET, path: `/api/deliveries/${id}` });

describe('POST /api/messages', () => {
  it('answers as described what it accepts, calls a duplicate, and replays', async () => {
    const door = await openDoor();
    const keyed = { headers: { 'idempotency-key': 'k' } };
    expect(await parsed(ask(door, {}))).toMatchObject({ status: 'accepted' });
    expect(await parsed(ask(door, {}))).toMatchObject({ status: 'duplicate' });
    expect((await ask(door, keyed)).headers['idempotent-replayed']).toBeUndefined();
    expect((await ask(door, keyed)).headers['idempotent-replayed']).toBe('true');
  });

  it.each([
    ['success', {}, null],
    ['escalated', { scenario: 'COMPLAINT' }, 'complaint'],
    ['escalated', { band: 'refuse', scenario: 'UNKNOWN', confidence: 0 }, 'unknown_scenario'],
    ['escalated', { scenario: 'SCHEDULE_CHANGE', confidence: 1 }, 'always_escalates'],
  ] as const)(
    'answers a caller who waits: %s, %j',
    async (expected, understood, reason: EscalationReason | null) => {
      const desk = immediate();
      desk.classifier.answers.set('words', understood);
      const door = await answering(desk);
      const waiting = {
        headers: { prefer: 'wait=5', 'x-webhook-url': HOOK },
        body: aBody({ content: 'words' }),
      };
      const first = await parsed(ask(door, waiting));
      expect(first).toMatchObject({
        status: expected,
        escalation_reason: reason,
        webhook: { scheduled: true },
      });
      const again = await parsed(ask(door, waiting));
      expect(again).toEqual({ ...first, status: 'duplicate' });
    },
  );

  it('answers 202 to a caller whose patience was too short', async () => {
    expect((await ask(await openDoor(), { headers: { prefer: 'wait=1' } })).statusCode).toBe(202);
  });
});

describe('GET /api/messages/{client_id}', () => {
  it('answers as described whatever became of the replies, page by page', async () => {
    const desk = immediate();
    desk.classifier.usual = { scenario: 'REVIEW_BONUS' };
    const door = await openDoor({}, desk);
    await ask(door, { body: aBody({ content: 'stored', attachments: [{ ...aPhoto, caption: 'вот' }] }) });
    await answerConversation(desk.answer, SIGNAL);
    await deliverOutbound(desk.deliver, SIGNAL);
    await talk(door, desk);
    const lines = await parsed(ask(door, history));
    const states = lines.flatMap((line: { delivery?: string }) => line.delivery ?? []);
    expect(new Set(states)).toEqual(new Set(['stored', 'delivered', 'dead', 'waiting']));
    const page = await ask(door, { ...history, query: { limit: '2' } });
    const next = /[?&]before=(msg_\w+)/.exec(page.headers['link'] ?? '')?.[1] ?? '';
    const rest = await parsed(ask(door, { ...history, query: { before: next } }));
    expect([...JSON.parse(page.body), ...rest]).toEqual(lines);
    expect(await parsed(ask(door, { ...classifications, query: { limit: '2' } }))).toHaveLength(2);
  });

  it('says how a message was understood by the desk, and not what its model would have said', async () => {
    const desk = immediate();
    const { handbook } = desk.handbooks;
    const thresholds = { answer: 0.99, refuse: 0.98 };
    desk.handbooks.handbook = { ...handbook, policy: { ...handbook.policy, thresholds } };
    desk.classifier.usual = { scenario: 'REVIEW_BONUS', confidence: 0.97 };
    const door = await openDoor({}, desk);
    await ask(door, { body: aBody({ content: 'отзыв' }) });
    await answerConversation(desk.answer, SIGNAL);
    const [item] = await parsed(ask(door, classifications));
    expect(item).toMatchObject({ scenario: 'UNKNOWN', band: 'refuse', confidence: 0.97 });
    expect(JSON.stringify(item)).not.toContain('REVIEW_BONUS');
  });
});

/** Words whose replies are delivered, given up, and left to be tried again. */
async function talk({ ask: say }: PartnerDoor, desk: Desk): Promise<void> {
  for (const outcome of [200, 410, 503]) {
    await say({ headers: { 'x-webhook-url': HOOK }, body: aBody({ content: `${outcome}` }) });
    await answerConversation(desk.answer, SIGNAL);
    desk.sender.next.push(status(outcome, outcome === 503 ? '7' : undefined));
    await deliverOutbound(desk.deliver, SIGNAL);
  }
}

describe('GET /api/deliveries/{message_id}', () => {
  it('answers an admin whosever it is, and another partner not at all', async () => {
    const desk = immediate();
    const door = await openDoor({}, desk);
    await door.ask({ headers: { 'x-webhook-url': HOOK } });
    await answerConversation(desk.answer, SIGNAL);
    const [{ message_id }] = await parsed(ask(door, history));
    const by = (key: string): Request => ({
      ...delivery(message_id),
      headers: { authorization: `Bearer ${key}` },
    });
    expect(await parsed(ask(door, by(ADMIN_KEY)))).toEqual(await parsed(ask(door, by(KEY))));
    expect(await parsed(ask(door, by(OTHER_KEY)))).toMatchObject({ code: 'message.unknown' });
  });

  it('answers as described what every kind of attempt came to', async () => {
    const desk = immediate();
    const door = await openDoor({}, desk);
    await door.ask({ headers: { 'x-webhook-url': HOOK } });
    await answerConversation(desk.answer, SIGNAL);
    const [{ message_id }] = await parsed(ask(door, history));
    expect(await parsed(ask(door, delivery(message_id)))).toMatchObject({ state: 'waiting', attempts: [] });
    desk.sender.next.push(status(503, '7'), {
      kind: 'error',
      error: 'connect.refused',
      address: '203.0.113.9',
      timing: { dns_ms: 1, connect_ms: 2.5, total_ms: 3.5 },
    });
    desk.sender.meanwhile = async () => {
      expect(await parsed(ask(door, delivery(message_id)))).toMatchObject({ state: 'sending' });
    };
    for (let attempt = 0; attempt < 3; attempt++) {
      await deliverOutbound(desk.deliver, SIGNAL, 'slow');
      desk.clock.advance(10 * MINUTE);
    }
    const became = await parsed(ask(door, delivery(message_id)));
    expect(became.state).toBe('delivered');
    expect(became.attempts).toMatchObject([
      { outcome: 'retry', status: 503, retry_after: '7' },
      { outcome: 'retry', error: 'connect.refused', address: '203.0.113.9' },
      { outcome: 'delivered', status: 200 },
    ]);
  });
});

describe('PUT /api/clients/{client_id}', () => {
  it('answers as described what is known', async () => {
    const door = await openDoor();
    expect(await parsed(ask(door, { ...profile, body: {} }))).toEqual({ client_id: CLIENT, context: {} });
    const context = {
      lesson_link: 'https://l.example/',
      next_lesson_at: '2026-11-24T18:00:00+03:00',
      child_name: 'М',
    };
    const told = { client_name: 'Анна', locale: 'ru', context };
    expect(await parsed(ask(door, { ...profile, body: told }))).toEqual({
      client_id: CLIENT,
      ...told,
      context: { ...context, next_lesson_at: '2026-11-24T15:00:00.000Z' },
    });
  });
});

describe('POST /api/webhooks/test', () => {
  it('answers as described whatever comes back', async () => {
    const door = await openDoor();
    const timing = { dns_ms: 1, connect_ms: 2.5, tls_ms: 4, first_byte_ms: 2, total_ms: 10 };
    const address = '203.0.113.9';
    door.answers.push(
      { kind: 'response', status: 204, body: '', address, timing },
      { kind: 'response', status: 503, retry_after: '7', body: 'busy', address, timing },
      { kind: 'error', error: 'connect.refused', detail: 'ECONNREFUSED', timing: { total_ms: 3 } },
      { kind: 'error', error: 'response.deadline', status: 200, address, timing },
    );
    const told = [];
    for (let n = 0; n < 4; n++) told.push(await parsed(ask(door, ping)));
    const webhook_id = expect.stringMatching(/^ping_/);
    expect(told).toEqual([
      {
        webhook_id,
        delivered: true,
        rule: 'http.2xx',
        signatures: 1,
        status: 204,
        response_body: '',
        address,
        timing,
      },
      {
        webhook_id,
        delivered: false,
        rule: 'http.5xx',
        signatures: 1,
        status: 503,
        retry_after: '7',
        response_body: 'busy',
        address,
        timing,
      },
      {
        webhook_id,
        delivered: false,
        rule: 'error.connect.refused',
        signatures: 1,
        error: 'connect.refused',
        error_detail: 'ECONNREFUSED',
        timing: { total_ms: 3 },
      },
      {
        webhook_id,
        delivered: false,
        rule: 'error.response.deadline',
        signatures: 1,
        error: 'response.deadline',
        status: 200,
        address,
        timing,
      },
    ]);
    expect(new Set(told.map((each) => each.webhook_id)).size).toBe(4);
  });

  it('sends ten in a minute, and says when the next may come', async () => {
    const door = await openDoor();
    for (let n = 0; n < 10; n++) expect((await ask(door, ping)).statusCode).toBe(200);
    door.desk.clock.advance(15 * SECOND);
    const refused = await ask(door, ping);
    expect([verdictOf(refused).code, refused.headers['retry-after']]).toEqual(['limit.ping', '45']);
    expect((await ask(door, {})).statusCode).toBe(202);
    expect(door.pinged).toHaveLength(10);
    door.desk.clock.advance(45 * SECOND);
    expect((await ask(door, ping)).statusCode).toBe(200);
  });

  it('spends nothing of its limit on what is refused', async () => {
    const door = await openDoor();
    for (let n = 0; n < 20; n++) await ask(door, aPing({ url: 'https://10.0.0.1/' }));
    for (let n = 0; n < 10; n++) expect((await ask(door, ping)).statusCode).toBe(200);
  });
});

const JWKS = '/.well-known/jwks.json';

describe('what is open to anybody', () => {
  it.each(['/health', '/health/full', '/openapi.json', JWKS])('answers as described: %s', async (path) => {
    const door = await openDoor();
    expect((await ask(door, { ...GET, path, headers: { authorization: undefined } })).statusCode).toBe(200);
  });

  it('tells which part does not answer', async () => {
    const door = await openDoor({ dependencies: { table: () => Promise.reject(new Error()) } });
    expect((await ask(door, { ...GET, path: '/health/full' })).statusCode).toBe(503);
  });

  it('holds the public keys of the desk, those alone, and for how long they may be kept', async () => {
    const webhookKeys = new MemoryWebhookKeys();
    const door = await openDoor({ webhookKeys });
    const asked = () => ask(door, { ...GET, path: JWKS, headers: { authorization: undefined } });
    const none = await asked();
    expect([none.headers['cache-control'], JSON.parse(none.body)]).toEqual(['no-cache', { keys: [] }]);
    expect(await webhookKeys.keys()).toEqual([]);

    const signs_from = NOW + LIMITS.webhookKeyLead;
    const [old, fresh] = [aWebhookKey(), aWebhookKey({ ...makeKeyPair(), signs_from })];
    await webhookKeys.replaceKeys([], [fresh, old]);
    const both = await asked();
    const item = ({ kid, x }: typeof old) => ({
      kty: 'OKP',
      crv: 'Ed25519',
      x,
      kid,
      use: 'sig',
      alg: 'EdDSA',
    });
    expect(JSON.parse(both.body)).toEqual({ keys: [fresh, old].map(item) });
    expect(both.headers['cache-control']).toBe('public, max-age=3600');
    for (const { d } of [fresh, old]) expect(both.body).not.toContain(d);
    door.desk.clock.advance(LIMITS.webhookKeyLead + LIMITS.webhookKeyPublished);
    expect(JSON.parse((await asked()).body)).toEqual({ keys: [item(fresh)] });
  });

  it('fails as described if the keys cannot be read', async () => {
    for (const error of [throttled, new TypeError('unforeseen')]) {
      const door = await openDoor({ webhookKeys: { keys: () => Promise.reject(error) } });
      expect((await ask(door, { ...GET, path: JWKS })).statusCode).toBe(error === throttled ? 503 : 500);
    }
  });

  it('fails as described if the description is not there', async () => {
    const door = await openDoor({ openApi: () => Promise.reject(new Error('no such file')) });
    expect((await ask(door, { ...GET, path: '/openapi.json' })).statusCode).toBe(500);
  });
});

const message: Request = { method: 'POST', path: '/api/messages' };
const PARTNER_REQUESTS = [
  message,
  history,
  classifications,
  profile,
  delivery(),
  { ...ping, method: 'POST' },
];
const throttled = Object.assign(new Error(), { name: 'ThrottlingException' });

/** A door whose stores fail, each in every method. */
function broken(error: Error): Promise<PartnerDoor> {
  const fail = new Proxy({}, { get: () => () => Promise.reject(error) });
  return openDoor({ conversations: fail as never, directory: fail as never });
}

describe.each(PARTNER_REQUESTS)('$method $path', (request) => {
  const refused = async (door: PartnerDoor, over: Request = {}): Promise<string> => {
    const { status: answered, code } = verdictOf(await ask(door, { ...request, ...over }));
    return `${answered} ${code}`;
  };

  it('is refused as described to whoever has no valid key', async () => {
    const door = await openDoor();
    expect(await refused(door, { headers: { authorization: undefined } })).toBe('401 auth.missing');
    for (let knock = 2; knock <= 60; knock++) await door.ask({ headers: { authorization: 'Bearer nope' } });
    expect(await refused(door, { headers: { authorization: 'Bearer nope' } })).toBe('429 limit.address');
    door.desk.clock.advance(MINUTE);
    expect(await refused(door, { headers: { authorization: 'Bearer nope' } })).toBe('401 auth.invalid');
  });

  it('is forbidden as described to an admin, who may ask what became of any text', async () => {
    const asked = await refused(await openDoor(), { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
    const mine = request.path === delivery().path;
    expect(asked).toBe(mine ? '404 message.unknown' : '403 auth.forbidden');
  });

  it('is refused as described to somebody of the desk whose password others know', async () => {
    const desk = aDesk();
    const room = aStaffRoom(desk);
    await room.operators.addOperator(anOperator({ must_change: true }));
    const door = await openDoor({ signedIn: room.signedIn }, desk);
    const authorization = `Bearer ${(await room.signIn()).accessToken}`;
    const mine = request.path === delivery().path;
    expect(await refused(door, { headers: { authorization } })).toBe(
      mine ? '403 auth.password_change_required' : '403 auth.forbidden',
    );
  });

  it('is refused as described to a key that asks too often', async () => {
    const door = await openDoor();
    for (let knock = 0; knock < DEFAULT_RATES.key.most; knock++) await door.ask(history);
    expect(await refused(door)).toBe('429 limit.key');
    door.desk.clock.advance(SECOND);
    expect(await refused(door)).not.toBe('429 limit.key');
  });

  it('is refused as described if a part does not answer, or fails in a way nobody foresaw', async () => {
    expect(await refused(await broken(throttled))).toBe('503 dependency.unavailable');
    expect(await refused(await broken(new TypeError('unforeseen')))).toBe('500 internal');
  });
});

describe('what is wrong with a request', () => {
  const big = { ...aBody(), padding: 'x'.repeat(256 * 1024) };

  it.each([
    [{ body: big }, 'body.too_large'],
    [{ headers: { 'content-type': 'text/plain' } }, 'body.not_json'],
    [{ body: '{' }, 'body.malformed'],
    [{ body: [] }, 'request.invalid'],
    [{ ...profile, body: big }, 'body.too_large'],
    [{ ...profile, headers: { 'content-type': 'text/plain' } }, 'body.not_json'],
    [{ ...profile, body: '{' }, 'body.malformed'],
    [{ ...profile, body: { locale: 1 } }, 'request.invalid'],
    [{ ...history, query: { limit: '0' } }, 'request.invalid'],
    [{ ...classifications, query: { before: 'x' } }, 'request.invalid'],
    [delivery(), 'message.unknown'],
    [{ headers: { 'x-webhook-url': 'http://example.com/' } }, 'webhook_url.refused'],
    [{ ...ping, body: big }, 'body.too_large'],
    [{ ...ping, headers: { 'content-type': 'text/plain' } }, 'body.not_json'],
    [{ ...ping, body: '{' }, 'body.malformed'],
    [{ ...ping, body: {} }, 'request.invalid'],
    [aPing({ url: 'http://example.com/' }), 'webhook_url.refused'],
  ] as [Request, FaultCode][])('is said as described (%#): $1', async (request, code) => {
    expect(verdictOf(await ask(await openDoor(), request)).code).toBe(code);
  });

  it('is said as described where it lies in what came before', async () => {
    const door = await openDoor();
    const keyed = (content: string) => ({ headers: { 'idempotency-key': 'k' }, body: aBody({ content }) });
    await ask(door, keyed('first'));
    expect(verdictOf(await ask(door, keyed('second'))).code).toBe('idempotency.key_reused');
    for (let n = 1; n < 10; n++) await door.ask({ body: aBody({ content: `${n}` }) });
    expect(verdictOf(await ask(door, {})).code).toBe('limit.client');
  });

  it('is said as described where it is our own fullness or haste', async () => {
    const desk = aDesk({ rate: undefined });
    const door = await openDoor({}, desk);
    for (let n = 0; n < 100; n++) {
      desk.clock.advance(SECOND);
      await door.ask({ body: aBody({ content: `${n}` }) });
    }
    expect(verdictOf(await ask(door, {})).code).toBe('conversation.backlog_full');
    const changing = { head: async () => undefined, messages: async () => [], admit: async () => 'conflict' };
    const busy = await openDoor({ conversations: changing as never });
    expect(verdictOf(await ask(busy, {})).code).toBe('conversation.busy');
  });
});

it('every answer that is described was given', () => {
  const partners = ['messages', 'clients', 'deliveries', 'service'];
  book.expectAll(({ tags }) => tags.some((tag) => partners.includes(tag)));
});
