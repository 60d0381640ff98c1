import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamo/outbox-store.ts';
import { DynamoKeyedRequests } from '../../shared/adapters/dynamo/request-store.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { ATTACHMENT_TYPES } from '../../shared/domain/message.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { anId, MINUTE, PARTNER } from '../builders.ts';
import { strays } from '../contracts/documented.ts';
import { eventOf, KEY, openDoor, type PartnerDoor, type Request } from '../contracts/partner-door.ts';
import { type RealTable, startRealTable } from '../contracts/real-table.ts';
import { aDesk } from '../usecases/desk.ts';

/** So few that a talk reaches them. */
const MOST_MESSAGES = 3;
const policy = { rate: { most: MOST_MESSAGES, span: MINUTE }, burstQuiet: LIMITS.burstQuiet };

const CLIENTS = ['a', 'b', '..', '__proto__'];

/** Words as nobody would write them: any code point, halves of pairs, what other languages take for syntax. */
const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\ud800',
    '\udfff\ud800',
    "'; DROP TABLE",
    '<script>',
    '#{x}',
    '{a}',
    '../..',
    'null',
  ),
  fc.constantFrom('x'.repeat(255), 'x'.repeat(256), '🙂'.repeat(5000), '🙂'.repeat(5001), 'й'.repeat(2048)),
);
const shortWords = words.map((text) => [...text].slice(0, 30).join(''));
const junk = fc.jsonValue({ maxDepth: 3 });

/** As it should be, and now and then not: often enough that many requests have one thing wrong, and many nothing. */
function mostly(right: fc.Arbitrary<unknown>, wrong: fc.Arbitrary<unknown> = junk): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 30, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

const wrongText = fc.oneof(words, junk);
const text = mostly(shortWords, wrongText);
const link = mostly(fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }), wrongText);
const time = mostly(
  fc.constantFrom('2026-11-24T12:00:00Z', '2026-11-24T12:00:00.5+03:00', '0000-01-01T00:00:00Z'),
  fc.oneof(wrongText, fc.constantFrom('9999-12-31T23:59:59-23:59', '0000-01-01T00:00:00+23:59')),
);

const attachment = fc.record(
  {
    type: mostly(fc.constantFrom(...ATTACHMENT_TYPES)),
    url: text,
    file_name: text,
    mime_type: text,
    caption: text,
  },
  { requiredKeys: ['type'] },
);
const context = fc.record(
  { referral_link: link, lesson_link: link, next_lesson_at: time, child_name: text },
  { requiredKeys: [] },
);
const profile = { client_name: text, locale: text, context: mostly(context) };
const message = fc.record(
  {
    client_id: mostly(fc.constantFrom(...CLIENTS)),
    content: mostly(fc.oneof(shortWords, fc.constantFrom('x', 'y', '🙂'.repeat(5000))), wrongText),
    attachments: mostly(fc.array(mostly(attachment), { maxLength: 11 })),
    timestamp: time,
    ...profile,
    unknown: junk,
  },
  { requiredKeys: ['client_id', 'content'] },
);

/** JSON with something cut out of it, or put into it. */
const mangled = fc
  .tuple(fc.oneof(message, junk), fc.nat(), fc.nat({ max: 5 }), words)
  .map(([body, at, cut, put]) => {
    const text = JSON.stringify(body);
    const from = at % (text.length + 1);
    return text.slice(0, from) + put + text.slice(from + cut);
  });
const body = fc.oneof(
  { weight: 20, arbitrary: message as fc.Arbitrary<unknown> },
  { weight: 3, arbitrary: mangled },
  { weight: 1, arbitrary: fc.record(profile, { requiredKeys: [] }) },
  { weight: 1, arbitrary: junk },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }) },
  { weight: 1, arbitrary: fc.constantFrom('', '{', '['.repeat(20_000), ' '.repeat(LIMITS.bodyBytes + 1)) },
);

const header = (...right: string[]) => mostly(fc.constantFrom(...right), words);
/** On one request in five. */
const seldom = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const headers = fc.record({
  authorization: header(`Bearer ${KEY}`),
  'content-type': header('application/json'),
  'idempotency-key': seldom(header('k1', 'k2', 'k3')),
  'x-idempotency-key': seldom(seldom(header('k1'))),
  'x-api-key': seldom(words),
  'x-webhook-url': seldom(
    fc.oneof(
      words,
      fc.webUrl(),
      fc.constantFrom('https://crm.example.com/', 'https://slow.example.com:8443/?a=1', 'https://10.0.0.1/'),
    ),
  ),
  'x-platform': seldom(header('telegram', '')),
  'x-chat-id': seldom(header('77', '')),
  prefer: seldom(fc.oneof(words, fc.constantFrom('wait=1', 'wait=99999', 'wait=-1', 'wait'))),
  'x-request-id': seldom(fc.oneof(words, fc.constant('mine'))),
});

const client = fc.oneof(fc.constantFrom(...CLIENTS), words.map(encode), words);
const history = fc
  .tuple(client, fc.constantFrom('', '/', '/classifications'))
  .map(([id, tail]) => `/api/messages/${id}${tail}`);
const paths = {
  messages: fc.constantFrom('/api/messages', '/api/messages/'),
  history,
  profile: client.map((id) => `/api/clients/${id}`),
  delivery: fc.oneof(fc.constant(anId()), client).map((id) => `/api/deliveries/${id}`),
  open: fc.constantFrom('/health', '/health/full', '/openapi.json'),
};
const anywhere = fc.oneof(...Object.values(paths), fc.webPath(), words);

const query = fc.record(
  {
    limit: fc.oneof(words, fc.integer().map(String), fc.constantFrom('1', '200')),
    before: fc.oneof(words, fc.constant(anId())),
    other: words,
  },
  { requiredKeys: [] },
);

const target = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(fc.constant('POST'), paths.messages) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('GET'), fc.oneof(paths.history, paths.delivery, paths.open)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('PUT'), paths.profile) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'get', ''), anywhere),
  },
);
const request: fc.Arbitrary<Request> = fc
  .record({ target, query: seldom(query), headers, body })
  .map(({ target: [method, path], ...rest }) => ({ method, path, ...rest }) as Request);

/** As paths are written; halves of pairs cannot be. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

interface Step {
  made: Request;
  /** Asked so many times in all. */
  times: number;
  /** Milliseconds until the next one. */
  pause: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  made: request,
  times: fc.constantFrom(1, 1, 1, 2, 3),
  pause: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
});
const talk = fc.array(step, { minLength: 1, maxLength: 25, size: 'max' });

async function talkTo(
  door: PartnerDoor,
  steps: Step[],
  heard?: (response: HttpResponse) => void,
): Promise<void> {
  for (const { made, times, pause } of steps) {
    for (let n = 0; n < times; n++) heard?.(await asked(door, made));
    door.desk.clock.advance(pause);
  }
}

/** Asks, and judges the answer and what it left behind. */
async function asked(door: PartnerDoor, made: Request): Promise<HttpResponse> {
  door.changes.splice(0);
  door.desk.inbound.take();
  const response = await door.handle(eventOf(made));
  const { method = 'POST', path: at = '/api/messages' } = made;
  expect(response.statusCode).toBeLessThan(500);
  expect(strays(method, at, response)).toEqual([]);
  const { code, request_id } = JSON.parse(response.body) as { code?: string; request_id?: string };
  if (response.statusCode >= 400) {
    expect(code).toMatch(/^[a-z_]+\.[a-z_]+$/);
    expect(request_id).toBe(response.headers['x-request-id']);
    const mayClaim = ['idempotency.key_reused', 'limit.client'].includes(code ?? '');
    expect(door.changes.filter((change) => !mayClaim || change !== 'claim')).toEqual([]);
    expect(door.desk.inbound.sent).toEqual([]);
  } else if (method === 'POST') await isWhole(door, JSON.parse(response.body));
  return response;
}

/** What was accepted stands with its row, is pending, and was signalled; all of it within its limits. */
async function isWhole(
  { door, desk, partner }: PartnerDoor,
  accepted: { client_id: string; message_id: string },
): Promise<void> {
  const conversation = conversationId(partner, accepted.client_id);
  const head = await door.conversations.head(conversation);
  const items = await door.conversations.history(conversation, { limit: 200 });
  const rows = items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
  expect(rows.map(({ id }) => id).toSorted()).toEqual(head?.pending.toSorted());
  expect(head?.pending).toContain(accepted.message_id);
  expect(head?.pending).toContain(head?.last.id);
  expect(head?.window.count).toBeLessThanOrEqual(MOST_MESSAGES);
  expect(desk.inbound.sent.map(({ signal }) => signal)).toEqual([{ conversation_id: conversation }]);
  for (const { text, attachments } of rows) {
    expect([...text].length).toBeLessThanOrEqual(LIMITS.contentCharacters);
    expect(text.length + attachments.length).toBeGreaterThan(0);
    expect(text).toBe(text.trim());
  }
  const kept = JSON.stringify([head, rows, await door.conversations.profile(conversation)]);
  expect(kept).not.toMatch(/\\ud[89a-f]/i);
}

const USUAL = [
  '200 ',
  '202 accepted',
  '202 accepted replayed',
  '202 duplicate',
  '400 body.malformed',
  '401 auth.invalid',
  '404 route.unknown',
  '405 method.not_allowed',
  '413 body.too_large',
  '415 body.not_json',
  '422 request.invalid',
  '422 webhook_url.refused',
  '422 idempotency.key_reused',
  '429 limit.client',
];

describe('whatever is asked, the door answers as described and leaves nothing half done', () => {
  it('in memory, several requests after one another', async () => {
    const seen = new Map<string, number>();
    const hear = (response: HttpResponse): void => {
      const { code, status = '' } = JSON.parse(response.body);
      const replayed = response.headers['idempotent-replayed'] ? ' replayed' : '';
      const outcome = `${response.statusCode} ${code ?? status}${replayed}`;
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
    };
    await fc.assert(
      fc.asyncProperty(talk, async (steps) => talkTo(await openDoor({ policy }), steps, hear)),
      { numRuns: 200 },
    );
    console.log(seen);
    // It did not knock at one closed door all the time.
    expect([...seen.keys()]).toEqual(expect.arrayContaining(USUAL));
  });

  it('to events that no gateway makes', async () => {
    const odd = fc.record({
      rawPath: words,
      headers: fc.dictionary(words, words),
      body: fc.option(words, { nil: undefined }),
      isBase64Encoded: fc.boolean(),
      queryStringParameters: fc.option(fc.dictionary(words, words), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(odd, fc.boolean(), async (fields, known) => {
        const door = await openDoor();
        const event = { ...eventOf({}), ...fields } as ReturnType<typeof eventOf>;
        if (known) Object.assign(event.headers, { authorization: `Bearer ${KEY}` });
        const response = await door.handle(event);
        expect(response.statusCode).toBeLessThan(500);
        expect(strays('POST', event.rawPath, response)).toEqual([]);
        expect(door.changes).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  describe('with the table', () => {
    let real: RealTable;
    beforeAll(async () => {
      real = await startRealTable();
    });
    afterAll(() => real.close());

    it('in the emulator, which takes fewer things than memory does', async () => {
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(talk, async (steps) => {
          const stores = {
            policy,
            conversations: new DynamoConversations(real.table),
            requests: new DynamoKeyedRequests(real.table),
            outbox: new DynamoOutbox(real.table),
          };
          runs += 1;
          await talkTo(await openDoor(stores, aDesk(), `${PARTNER}-${runs}`), steps);
        }),
        { numRuns: 100 },
      );
    });
  });
});
