import fc from 'fast-check';
import { LIMITS } from '../../shared/domain/limits.ts';
import { ATTACHMENT_TYPES } from '../../shared/domain/message.ts';
import { anId } from '../builders.ts';
import { KEY, type Request } from '../contracts/partner-door.ts';

const CLIENTS = ['a', 'b', '..', '__proto__'];

/** Words as nobody would write them: any code point, halves of pairs, what other languages take for syntax. */
export const words = fc.oneof(
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

const webhookUrl = fc.oneof(
  words,
  fc.webUrl(),
  fc.constantFrom('https://crm.example.com/', 'https://slow.example.com:8443/?a=1', 'https://10.0.0.1/'),
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
  { weight: 4, arbitrary: fc.record({ url: webhookUrl }) },
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
  'x-webhook-url': seldom(webhookUrl),
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
  ping: fc.constantFrom('/api/webhooks/test', '/api/webhooks/test/'),
  delivery: fc.oneof(fc.constant(anId()), client).map((id) => `/api/deliveries/${id}`),
  open: fc.constantFrom('/health', '/health/full', '/openapi.json', '/.well-known/jwks.json'),
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
  { weight: 2, arbitrary: fc.tuple(fc.constant('POST'), paths.ping) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('GET'), fc.oneof(paths.history, paths.delivery, paths.open)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('PUT'), paths.profile) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'get', ''), anywhere),
  },
);
/** Requests of which some are right, most have one thing wrong, and some are nothing that anybody would send. */
export const request: fc.Arbitrary<Request> = fc
  .record({ target, query: seldom(query), headers, body })
  .map(({ target: [method, path], ...rest }) => ({ method, path, ...rest }) as Request);

/** As paths are written; halves of pairs cannot be. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
