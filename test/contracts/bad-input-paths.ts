import { anId } from '../builders.ts';
import { type Case, invalid, refused, short, taken } from './bad-input.ts';
import { KEY, type Request } from './partner-door.ts';

const get = (path: string, query?: Record<string, string>): Request => ({
  method: 'GET',
  path,
  ...(query && { query }),
});

const ANONYMOUS = { headers: { authorization: undefined } };
const nothing = (request: Request): Case =>
  refused(`${request.method ?? 'POST'} ${short(request.path)}`, request, 404, 'route.unknown');
const notTaken = (method: string, path: string): Case =>
  refused(`${method} ${path}`, { method, path }, 405, 'method.not_allowed');

const ROUTES: Case[] = [
  ...[
    '/',
    '//',
    '/api',
    '/api/',
    '/api/nothing',
    '/API/messages',
    '/api/Messages',
    '//api/messages',
    '/api//messages',
    '/api/messages//',
    '/api/messages;v=1',
    '/api/messages%2f',
    '/api/./messages',
    '/api/x/../messages',
    '/api/%6dessages',
    '/api/messages/a/b',
    '/api/messages/a/classifications/b',
    '/api/messages//classifications',
    '/api/messages/%zz',
    '/api/messages/%',
    '/api/messages/%e0%a4%a',
    '/api/clients',
    '/api/deliveries',
    '/health/none',
    '/healthz',
    '/openapi.yaml',
    '/openapi.json/x',
    '/.env',
    '/.well-known',
    '/.well-known/jwks',
    '/.well-known/jwks.json/x',
    '/.well-known/openid-configuration',
    `/${'a'.repeat(10_000)}`,
    '/'.repeat(10_000),
  ].map((path) => nothing(get(path))),
  nothing({ path: '/api/messages//' }),
  nothing({ path: '//api/messages' }),
  ...['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE'].map((method) =>
    notTaken(method, '/api/messages'),
  ),
  ...['POST', 'PUT', 'DELETE'].map((method) => notTaken(method, '/api/messages/pupil-42')),
  notTaken('POST', '/api/messages/pupil-42/classifications'),
  ...['GET', 'POST', 'DELETE'].map((method) => notTaken(method, '/api/clients/pupil-42')),
  notTaken('DELETE', `/api/deliveries/${anId()}`),
  notTaken('POST', '/health'),
  notTaken('PUT', '/openapi.json'),
  notTaken('POST', '/.well-known/jwks.json'),
  refused('an unknown path without a key', { ...get('/api/nothing'), ...ANONYMOUS }, 401, 'auth.missing'),
  refused(
    'an unknown path outside the API without a key',
    { ...get('/.env'), ...ANONYMOUS },
    401,
    'auth.missing',
  ),
  refused(
    'another method without a key',
    { method: 'DELETE', path: '/api/messages', ...ANONYMOUS },
    401,
    'auth.missing',
  ),
  refused(
    'another method on an open path without a key',
    { method: 'POST', path: '/health', ...ANONYMOUS },
    401,
    'auth.missing',
  ),
  taken('a trailing slash', { path: '/api/messages/' }),
  taken('a query that nobody reads', { query: { limit: 'x', before: 'y', client_id: 'z', key: KEY } }),
  taken('an open path with a slash, without a key', { ...get('/health/'), ...ANONYMOUS }, 200),
  taken('the keys with a slash, without a key', { ...get('/.well-known/jwks.json/'), ...ANONYMOUS }, 200),
  taken(
    'an open path with a wrong key',
    { ...get('/health'), headers: { authorization: 'Bearer nope' } },
    200,
  ),
];

const CLIENTS: Case[] = ['', '/classifications'].flatMap((tail) => [
  ...['a%20b', 'a%2Fb', '%00', '%2e%2e%2f', 'a+b', 'a%0a', '%D0%BF', "'--", 'x'.repeat(256)].map((id) =>
    invalid(`client ${short(`${id}${tail}`)}`, get(`/api/messages/${id}${tail}`), 'client_id'),
  ),
  ...['a', '.', '..', '%2e', '%2e%2e', '%61', '__proto__', 'x'.repeat(255)].map((id) =>
    taken(`client ${short(`${id}${tail}`)}`, get(`/api/messages/${id}${tail}`), 200),
  ),
]);

const PUT_CLIENTS: Case[] = [
  ...['a%20b', 'a%2Fb', '%00', 'x'.repeat(256)].map((id) =>
    invalid(
      `client ${short(id)} to put`,
      { method: 'PUT', path: `/api/clients/${id}`, body: {} },
      'client_id',
    ),
  ),
  refused(
    'a bad client and a bad body',
    { method: 'PUT', path: '/api/clients/a%20b', body: '{' },
    400,
    'body.malformed',
  ),
  taken('an encoded client to put', { method: 'PUT', path: '/api/clients/%61', body: {} }, 200),
];

const unknownText = (id: string): Case =>
  refused(`delivery ${short(id)}`, get(`/api/deliveries/${id}`), 404, 'message.unknown');

const DELIVERIES: Case[] = [
  'x',
  'msg_',
  anId(),
  anId().toLowerCase(),
  `${anId()}0`,
  '%00',
  "'--",
  '..',
  'a%2Fb',
].map(unknownText);

const BAD_LIMITS = [
  '',
  '0',
  '-1',
  '201',
  '1000000',
  '1.5',
  '1.0',
  '1e1',
  '0x10',
  ' 5',
  '+5',
  '5,6',
  'ten',
  'NaN',
  'Infinity',
  'null',
  '٣',
  '0005',
];
const BAD_IDS = [
  '',
  'x',
  'msg_',
  anId().toLowerCase(),
  `${anId()}0`,
  ` ${anId()}`,
  `${anId()},${anId()}`,
  'M#x',
  '\0',
  'я',
];

const PAGES: Case[] = ['/api/messages/pupil-42', '/api/messages/pupil-42/classifications'].flatMap((path) => [
  ...BAD_LIMITS.map((limit) =>
    invalid(`limit ${short(limit)} of ${path}`, get(path, { limit }), 'query.limit'),
  ),
  ...BAD_IDS.map((before) =>
    invalid(`before ${short(before)} of ${path}`, get(path, { before }), 'query.before'),
  ),
  ...['1', '50', '200', '007'].map((limit) => taken(`limit ${limit} of ${path}`, get(path, { limit }), 200)),
  taken(`before ${anId()} of ${path}`, get(path, { before: anId() }), 200),
  taken(
    `parameters that ${path} does not know`,
    get(path, { offset: '-1', LIMIT: 'x', 'before[]': 'y' }),
    200,
  ),
]);

/** Where it goes. */
export const PATHS: Case[] = [...ROUTES, ...CLIENTS, ...PUT_CLIENTS, ...DELIVERIES, ...PAGES];
