import { type Case, invalid, refused, short, taken } from './bad-input.ts';
import type { Request } from './partner-door.ts';

const header = (name: string, value: string): Request => ({ headers: { [name]: value } });
const LONG = 'k'.repeat(255);

const keys = (one: string, other: string): Request => ({
  headers: { 'idempotency-key': one, 'x-idempotency-key': other },
});
const badKey = (name: string, request: Request): Case => invalid(name, request, 'header.idempotency-key');

const IDEMPOTENCY: Case[] = [
  ...['idempotency-key', 'x-idempotency-key'].flatMap((name) => [
    badKey(`an empty ${name}`, header(name, '')),
    badKey(`${name} of 256 characters`, header(name, `${LONG}k`)),
    taken(`${name} of 255 characters`, header(name, LONG)),
    taken(`${name} of one character`, header(name, '1')),
    taken(`${name} with spaces and signs`, header(name, 'order #1: "a", b')),
    taken(`${name} that is not ASCII`, header(name, 'заказ-1')),
  ]),
  badKey('two keys that differ', keys('a', 'b')),
  badKey('two keys that differ in their letters alone', keys('a', 'A')),
  badKey('a key and an empty one', keys('a', '')),
  badKey('an empty key and another', keys('', 'a')),
  taken('the same key twice', keys('a', 'a')),
];

const CHANNEL: Case[] = (
  [
    ['x-platform', 64],
    ['x-chat-id', 255],
  ] as const
).flatMap(([name, most]) => [
  ...['x'.repeat(most + 1), 'телеграм', 'a\tb', 'a\nb', 'a\x7f', ' a', 'a '].map((value) =>
    invalid(`${name} ${short(value)}`, header(name, value), `header.${name}`),
  ),
  ...['', 'x'.repeat(most), 'a b', '{"a":1}', '-1001234567890'].map((value) =>
    taken(`${name} ${short(value)}`, header(name, value)),
  ),
]);

export const REFUSED_URLS = [
  '',
  'crm.example.com/hook',
  '//crm.example.com/hook',
  'http://crm.example.com/hook',
  'ftp://crm.example.com/',
  'javascript:alert(1)',
  'https://',
  'https://user@crm.example.com/',
  'https://user:secret@crm.example.com/',
  'https://crm.example.com@10.0.0.1/',
  'https://crm.example.com:80/',
  'https://crm.example.com:8444/',
  'https://crm.example.com:99999/',
  'https://crm.example.com/a b',
  'https://crm.example.com/\ta',
  'https:\\\\crm.example.com/',
  `https://crm.example.com/${'x'.repeat(2048)}`,
  'https://localhost/',
  'https://LOCALHOST./',
  'https://a.localhost/',
  'https://a.local/',
  'https://a.internal/',
  'https://a.invalid/',
  'https://a.test/',
  'https://a.onion/',
  'https://a.home.arpa/',
  'https://intranet/',
  'https://intranet./',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f.0.0.1/',
  'https://0177.0.0.1/',
  'https://１２７.0.0.1/',
  'https://%31%32%37.0.0.1/',
  'https://0.0.0.0/',
  'https://10.1.2.3/',
  'https://172.31.255.255/',
  'https://192.168.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://100.64.0.1/',
  'https://224.0.0.1/',
  'https://[::1]/',
  'https://[::]/',
  'https://[fe80::1]/',
  'https://[fd00::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://[64:ff9b::a00:1]/',
  'https://nowhere.example.com/',
  'https://inside.example.com/',
  'http://localhost:3000/',
  'http://127.0.0.1:3000/',
];
export const TAKEN_URLS = [
  'https://crm.example.com/hook?a=1#b',
  'HTTPS://CRM.EXAMPLE.COM/',
  'https://crm.example.com:443/',
  'https://crm.example.com:8443/',
  'https://crm.example.com./',
  'https://8.8.8.8/',
  'https://[2606:4700:4700::1111]/',
  'https://xn--80ak6aa92e.com/',
  'https://slow.example.com/',
];

const URLS: Case[] = [
  ...REFUSED_URLS.map((url) =>
    refused(
      `URL ${short(url)}`,
      header('x-webhook-url', url),
      422,
      'webhook_url.refused',
      'header.x-webhook-url',
    ),
  ),
  ...TAKEN_URLS.map((url) => taken(`URL ${short(url)}`, header('x-webhook-url', url))),
];

const prefers = (value: string, waits: number): Case => ({
  ...taken(`Prefer ${short(value)}`, header('prefer', value)),
  waits,
});

const PREFER: Case[] = [
  ...[
    '',
    'wait',
    'wait=',
    'wait=-1',
    'wait=soon',
    'wait=1.5',
    'wait=0',
    'wait=0x5',
    'await=5',
    'x-wait=5',
    'respond-async',
    '=',
    ';;,,',
  ].map((value) => prefers(value, 0)),
  prefers('wait=3', 3),
  prefers('WAIT = "3"', 3),
  prefers('respond-async, wait=3; x=1', 3),
  prefers('wait=25', 25),
  prefers('wait=26', 25),
  prefers('wait=9999', 25),
  prefers('wait=10000', 25),
  prefers(`wait=${'9'.repeat(1000)}`, 25),
];

/** What the headers say. */
export const HEADERS: Case[] = [...IDEMPOTENCY, ...CHANNEL, ...URLS, ...PREFER];
