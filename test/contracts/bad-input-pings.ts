import { type Case, invalid, refused, short, taken } from './bad-input.ts';
import { REFUSED_URLS, TAKEN_URLS } from './bad-input-headers.ts';
import { aPing, type Request } from './partner-door.ts';

const sent = (body: unknown, headers: Record<string, string | undefined> = {}): Request => ({
  ...aPing(),
  body,
  headers,
});
const url = (value: string): Request => aPing({ url: value });

/** Where a test ping may go, and what must be said of it. */
export const PINGS: Case[] = [
  ...[{}, { URL: 'https://crm.example.com/' }, { webhook_url: 'https://crm.example.com/' }].map((body) =>
    invalid(`ping ${short(body)}`, sent(body), 'url'),
  ),
  ...[null, 1, true, [], {}, ['https://crm.example.com/']].map((value) =>
    invalid(`ping to ${short(value)}`, sent({ url: value }), 'url'),
  ),
  ...[null, [], 'https://crm.example.com/', 1].map((body) =>
    invalid(`ping ${short(body)}`, sent(JSON.stringify(body)), ''),
  ),
  invalid(
    'a ping whose URL stands in the header of messages',
    sent({}, { 'x-webhook-url': 'https://crm.example.com/' }),
    'url',
  ),
  ...REFUSED_URLS.map((value) =>
    refused(`ping to ${short(value)}`, url(value), 422, 'webhook_url.refused', 'url'),
  ),
  refused(
    'ping to half a surrogate pair',
    url('https://\ud800.example.com/'),
    422,
    'webhook_url.refused',
    'url',
  ),
  ...TAKEN_URLS.map((value) => taken(`ping to ${short(value)}`, url(value), 200)),
  taken(
    'a ping with fields that nobody knows',
    aPing({ secret: 'whsec_x', headers: {}, partner: 'other', type: 'message.reply' }),
    200,
  ),
  taken(
    'a ping with a header of messages that would be refused',
    sent({ url: 'https://crm.example.com/' }, { 'x-webhook-url': 'http://10.0.0.1/' }),
    200,
  ),
  taken('a ping to a path with a slash', { ...aPing(), path: '/api/webhooks/test/' }, 200),
  refused('a ping without a key', sent({}, { authorization: undefined }), 401, 'auth.missing'),
  refused('a ping as a form', sent('url=x', { 'content-type': 'text/plain' }), 415, 'body.not_json'),
  refused('half a ping', sent('{"url":'), 400, 'body.malformed'),
  refused('a ping of over 256 KiB', sent(' '.repeat(256 * 1024 + 1)), 413, 'body.too_large'),
  ...['GET', 'PUT', 'DELETE'].map((method) =>
    refused(`${method} of a ping`, { method, path: '/api/webhooks/test' }, 405, 'method.not_allowed'),
  ),
  refused('a ping one level up', { ...aPing(), path: '/api/webhooks' }, 404, 'route.unknown'),
];
