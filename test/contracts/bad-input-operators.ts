import { anId } from '../builders.ts';
import { type Case, invalid, refused, short, taken } from './bad-input.ts';
import { ADMIN_KEY, KEY, type Request } from './partner-door.ts';

const ENDPOINT = 'end_00000000000000000000';
const asAdmin = (request: Request): Request => ({
  ...request,
  headers: { authorization: `Bearer ${ADMIN_KEY}`, ...request.headers },
});
const get = (path: string, query?: Record<string, string>): Request =>
  asAdmin({ method: 'GET', path, ...(query && { query }) });
const post = (path: string, body: unknown = '', headers: Request['headers'] = {}): Request =>
  asAdmin({ path, body, headers });

const list = (query: Record<string, string>): Request => get('/api/deliveries', query);
const redrive = (body: unknown, headers?: Request['headers']): Request =>
  post('/api/deliveries/redrive', body, headers);

const SECRETS = '/api/admin/partners/demo/webhook-secrets';
const rotate = (body: unknown = '', headers?: Request['headers']): Request =>
  post(`${SECRETS}/rotate`, body, headers);
const SIGNATURES = '/api/admin/partners/demo/webhook-signatures';
const choose = (body: unknown = '', headers: Request['headers'] = {}, path = SIGNATURES): Request =>
  asAdmin({ method: 'PUT', path, body, headers });
const KEYS = '/api/admin/webhook-keys';
const rotateKey = (body: unknown = '', headers?: Request['headers']): Request =>
  post(`${KEYS}/rotate`, body, headers);
/** Longer than a key of the table may be. */
const LONG = ['x'.repeat(2100), 'x'.repeat(8000)];
const HUGE = ' '.repeat(257 * 1024);

const cursor = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const BAD_LIMITS = [
  '',
  '0',
  '-1',
  '201',
  '1000',
  '1.5',
  '1e1',
  '0x10',
  ' 5',
  '+5',
  'ten',
  'NaN',
  '0005',
  '٣',
];
const BAD_TIMES = [
  '',
  'x',
  '1',
  '1764158400000',
  '2026-11-24',
  '2026-11-24T12:00',
  '2026-13-01T00:00:00Z',
  'NaN',
];
const BAD_ENDPOINTS = [
  '',
  'x',
  'end_',
  ENDPOINT.toLowerCase().toUpperCase(),
  `${ENDPOINT}0`,
  ` ${ENDPOINT}`,
  '\0',
];
const BAD_CURSORS = [
  '',
  'x',
  '%00',
  'null',
  cursor(null),
  cursor([]),
  cursor({}),
  cursor('x'),
  cursor({ died_at: 'x', text_id: '' }),
  cursor({ died_at: -1, text_id: '' }),
  cursor({ died_at: 1.5, text_id: '' }),
  cursor({ died_at: 8.7e15, text_id: '' }),
  cursor({ died_at: 0 }),
  cursor({ died_at: 0, text_id: 'x'.repeat(256) }),
  cursor({ partner: 'demo', id: ENDPOINT }),
  cursor({ died_at: 0, text_id: '\ud800' }),
];
const OTHER_LISTS = [
  { partner: 'a', cursor: cursor({ partner: 'zed', id: ENDPOINT }) },
  { partner: 'zed', cursor: cursor({ partner: 'a', id: ENDPOINT }) },
];
const ODD_PLACES = [
  { partner: '\uffff', id: '\uffff' },
  { partner: '💬'.repeat(127), id: '~'.repeat(255) },
  { partner: 'demo', id: '', text_id: '' },
  { partner: 'demo', id: '\0' },
  ...['', '~', 'A', '\uffff', '💬'].map((text_id) => ({ partner: 'demo', id: ENDPOINT, text_id })),
];

const QUERIES: Case[] = [
  ...BAD_LIMITS.map((limit) => invalid(`limit ${short(limit)}`, list({ limit }), 'query.limit')),
  ...['1', '50', '200', '007'].map((limit) => taken(`limit ${limit}`, list({ limit }), 200)),
  ...['', 'DEAD', 'waiting', 'delivered', 'dead,held', 'null'].map((state) =>
    invalid(`state ${short(state)}`, list({ state }), 'query.state'),
  ),
  ...['dead', 'held'].map((state) => taken(`state ${state}`, list({ state }), 200)),
  ...['from', 'to'].flatMap((name) =>
    BAD_TIMES.map((time) => invalid(`${name} ${short(time)}`, list({ [name]: time }), `query.${name}`)),
  ),
  invalid(
    'from later than to',
    list({ from: '2026-11-24T12:00:01Z', to: '2026-11-24T12:00:00Z' }),
    'query.from',
  ),
  taken('from as late as to', list({ from: '2026-11-24T12:00:00Z', to: '2026-11-24T15:00:00+03:00' }), 200),
  taken(
    'times at the ends of the calendar',
    list({ from: '0000-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' }),
    200,
  ),
  ...BAD_ENDPOINTS.map((endpoint) =>
    invalid(`endpoint ${short(endpoint)}`, list({ endpoint }), 'query.endpoint'),
  ),
  ...['partner', 'rule'].flatMap((name) => [
    invalid(`an empty ${name}`, list({ [name]: '' }), `query.${name}`),
    invalid(`a ${name} of 256 characters`, list({ [name]: 'x'.repeat(256) }), `query.${name}`),
    ...['x'.repeat(255), '💬'.repeat(255), "'--", 'DEAD#1', '__proto__', 'ё'].map((value) =>
      taken(`${name} ${short(value)}`, list({ [name]: value }), 200),
    ),
  ]),
  ...BAD_CURSORS.map((broken) =>
    invalid(`cursor ${short(broken)}`, list({ cursor: broken }), 'query.cursor'),
  ),
  taken('a cursor of the list', list({ cursor: cursor({ died_at: 0, text_id: '~' }) }), 200),
  invalid(
    'a cursor of the dead among the held',
    list({ state: 'held', cursor: cursor({ died_at: 0, text_id: '~' }) }),
    'query.cursor',
  ),
  taken('a cursor of the held', list({ state: 'held', cursor: cursor({ partner: 'x', id: 'y' }) }), 200),
  invalid(
    'all of it wrong',
    list({ limit: 'x', state: 'x', from: 'x' }),
    'query.state',
    'query.from',
    'query.limit',
  ),
  taken('a query that nobody reads', list({ offset: '-1', LIMIT: 'x' }), 200),
  ...BAD_LIMITS.map((limit) =>
    invalid(`limit ${short(limit)} of endpoints`, get('/api/endpoints', { limit }), 'query.limit'),
  ),
  ...OTHER_LISTS.flatMap((other, n) => [
    invalid(`cursor (${n}) of another list of the held`, list({ state: 'held', ...other }), 'query.cursor'),
    invalid(`cursor (${n}) of another list of endpoints`, get('/api/endpoints', other), 'query.cursor'),
  ]),
  invalid(
    'a cursor of the held at another endpoint',
    list({ state: 'held', endpoint: ENDPOINT, cursor: cursor({ partner: 'a', id: 'end_1' }) }),
    'query.cursor',
  ),
  ...ODD_PLACES.flatMap((place, n) => [
    taken(`odd cursor (${n}) of the held`, list({ state: 'held', cursor: cursor(place) }), 200),
    taken(`odd cursor (${n}) of endpoints`, get('/api/endpoints', { cursor: cursor(place) }), 200),
    taken(
      `odd cursor (${n}) of the endpoints of its partner`,
      get('/api/endpoints', { cursor: cursor(place), partner: place.partner }),
      200,
    ),
  ]),
  ...['x'.repeat(255), '💬'.repeat(255)].flatMap((partner) => [
    taken(`endpoints of partner ${short(partner)}`, get('/api/endpoints', { partner }), 200),
    taken(`what is held of partner ${short(partner)}`, list({ state: 'held', partner }), 200),
  ]),
  ...['', 'x', cursor({}), cursor({ died_at: 0, text_id: '~' })].map((broken) =>
    invalid(
      `cursor ${short(broken)} of endpoints`,
      get('/api/endpoints', { cursor: broken }),
      'query.cursor',
    ),
  ),
];

const filter = (name: string, value: unknown): Case =>
  invalid(`filter.${name} ${short(value)}`, redrive({ filter: { [name]: value } }), `filter.${name}`);

const BODIES: Case[] = [
  ...[undefined, null, 1, 'x', [], true].map((value) =>
    invalid(`filter ${short(value)}`, redrive({ filter: value }), 'filter'),
  ),
  ...[1, {}, [], '', 'x'.repeat(256)].flatMap((value) => [filter('partner', value), filter('rule', value)]),
  ...[1, {}, 'x', ''].map((value) => filter('endpoint', value)),
  ...[1, {}, 'x', '', '2026-11-24'].flatMap((value) => [filter('from', value), filter('to', value)]),
  invalid(
    'a filter from later than to',
    redrive({ filter: { from: '2026-11-24T12:00:01Z', to: '2026-11-24T12:00:00Z' } }),
    'filter.from',
  ),
  ...['true', 1, 0, {}].map((value) =>
    invalid(`dry_run ${short(value)}`, redrive({ filter: {}, dry_run: value }), 'dry_run'),
  ),
  ...[[], 'text', 1, null].map((body, at) =>
    invalid(`a body that is no object (${at})`, redrive(JSON.stringify(body)), ''),
  ),
  taken('an empty filter', redrive({ filter: {} }), 202),
  taken('a filter of nulls', redrive({ filter: { partner: null, from: null }, dry_run: null }), 202),
  taken('fields that nobody knows', redrive({ filter: {}, force: true, dry_run: true }), 200),
  // Left out of the filter, a misspelt word would redrive everything.
  invalid('a filter with a word that nobody knows', redrive({ filter: { partnr: 'x' } }), 'filter'),
  refused('no body', redrive(''), 400, 'body.malformed'),
  refused('a body that is cut off', redrive('{"filter":'), 400, 'body.malformed'),
  refused('another type', redrive({ filter: {} }, { 'content-type': 'text/plain' }), 415, 'body.not_json'),
  refused('a body of 257 KiB', redrive(HUGE), 413, 'body.too_large'),
  ...[
    { 'idempotency-key': '' },
    { 'idempotency-key': 'x'.repeat(256) },
    { 'idempotency-key': 'a', 'x-idempotency-key': 'b' },
  ].map((headers, at) =>
    invalid(`an idempotency key (${at})`, redrive({ filter: {} }, headers), 'header.idempotency-key'),
  ),
];

const ROTATIONS: Case[] = [
  ...[-1, 0.5, 604_801, 604_800_001, 1e21, '86400', '', 'PT1H', true, [], [0], {}].map((overlap_seconds) =>
    invalid(`overlap_seconds ${short(overlap_seconds)}`, rotate({ overlap_seconds }), 'overlap_seconds'),
  ),
  ...['1e400', '-1e400', '1.0000001'].map((number) =>
    invalid(`overlap_seconds ${number}`, rotate(`{"overlap_seconds":${number}}`), 'overlap_seconds'),
  ),
  ...[0, 1, 86_400, 604_800, null].map((overlap_seconds) =>
    taken(`overlap_seconds ${overlap_seconds}`, rotate({ overlap_seconds }), 200),
  ),
  ...[[], 'text', 1, null].map((body, at) =>
    invalid(`a body that is no object (${at})`, rotate(JSON.stringify(body)), ''),
  ),
  taken('no body', rotate(), 200),
  taken('an empty object', rotate({}), 200),
  taken('fields that nobody knows', rotate({ secret: 'whsec_x', overlap: -1 }), 200),
  refused('a body that is cut off', rotate('{"overlap_seconds":'), 400, 'body.malformed'),
  refused('another type', rotate({}, { 'content-type': 'text/plain' }), 415, 'body.not_json'),
  refused('a body of 257 KiB', rotate(HUGE), 413, 'body.too_large'),
];

const CHOICES: Case[] = [
  ...[undefined, null, 0, 1, 'true', '', 'v1a', [], [true], {}].map((asymmetric) =>
    invalid(`asymmetric ${short(asymmetric)}`, choose({ asymmetric }), 'asymmetric'),
  ),
  ...[true, false].map((asymmetric) => taken(`asymmetric ${asymmetric}`, choose({ asymmetric }), 200)),
  ...[[], 'text', true, null].map((body, at) =>
    invalid(`a body that is no object (${at})`, choose(JSON.stringify(body)), ''),
  ),
  taken('fields that nobody knows', choose({ asymmetric: true, kid: 'x', symmetric: false }), 200),
  refused('no body', choose(), 400, 'body.malformed'),
  refused('a body that is cut off', choose('{"asymmetric":tr'), 400, 'body.malformed'),
  refused(
    'another type',
    choose({ asymmetric: true }, { 'content-type': 'text/plain' }),
    415,
    'body.not_json',
  ),
  refused('a body of 257 KiB', choose(HUGE), 413, 'body.too_large'),
];

const KEY_ROTATIONS: Case[] = [
  ...[0, 1, 'true', '', [], {}].map((leaked) =>
    invalid(`leaked ${short(leaked)}`, rotateKey({ leaked }), 'leaked'),
  ),
  ...[true, false, null].map((leaked) => taken(`leaked ${leaked}`, rotateKey({ leaked }), 200)),
  ...[[], 'text', 1, null].map((body, at) =>
    invalid(`a body that is no object (${at})`, rotateKey(JSON.stringify(body)), ''),
  ),
  taken('no body', rotateKey(), 200),
  taken('an empty object', rotateKey({}), 200),
  taken('fields that nobody knows', rotateKey({ kid: 'x', d: 'x' }), 200),
  refused('a body that is cut off', rotateKey('{"leaked":'), 400, 'body.malformed'),
  refused('another type', rotateKey({}, { 'content-type': 'text/plain' }), 415, 'body.not_json'),
  refused('a body of 257 KiB', rotateKey(HUGE), 413, 'body.too_large'),
];

const PATHS: Case[] = [
  ...['x', 'msg_', anId(), `${anId()}0`, '%00', '..', 'a%2Fb', "'--"].map((id) =>
    refused(`retry of ${short(id)}`, post(`/api/deliveries/${id}/retry`), 404, 'message.unknown'),
  ),
  ...['x', 'job_', `job_${'0'.repeat(20)}`, '%00', '__proto__', 'redrive', ...LONG].flatMap((id) => [
    refused(`job ${short(id)}`, get(`/api/deliveries/redrive/${id}`), 404, 'job.unknown'),
    refused(`cancel of ${short(id)}`, post(`/api/deliveries/redrive/${id}/cancel`), 404, 'job.unknown'),
  ]),
  ...['x', 'end_', ENDPOINT, '%00', '__proto__', 'E%23demo', ...LONG].flatMap((id) => [
    refused(`endpoint ${short(id)}`, get(`/api/endpoints/${id}`), 404, 'endpoint.unknown'),
    ...['enable', 'disable'].map((verb) =>
      refused(`${verb} of ${short(id)}`, post(`/api/endpoints/${id}/${verb}`), 404, 'endpoint.unknown'),
    ),
  ]),
  ...['x', 'DEMO', 'demo%20', '%00', '__proto__', 'P%23demo', 'ё', 'x'.repeat(256), ...LONG].flatMap((id) => [
    refused(
      `secrets of ${short(id)}`,
      get(`/api/admin/partners/${id}/webhook-secrets`),
      404,
      'partner.unknown',
    ),
    refused(
      `rotation of ${short(id)}`,
      post(`/api/admin/partners/${id}/webhook-secrets/rotate`),
      404,
      'partner.unknown',
    ),
    refused(
      `signatures of ${short(id)}`,
      get(`/api/admin/partners/${id}/webhook-signatures`),
      404,
      'partner.unknown',
    ),
    refused(
      `choice for ${short(id)}`,
      choose({ asymmetric: true }, {}, `/api/admin/partners/${id}/webhook-signatures`),
      404,
      'partner.unknown',
    ),
  ]),
  ...[
    '/',
    '/api/admin/partner',
    '/api/admin/partners/demo/nothing',
    '/api/admin/webhook-keys/a',
    '/api/endpoint',
    '/api/deliveries/redrive/a/b',
    '/api/endpoints/a/probe',
    '/API/endpoints',
  ].map((path) => refused(`nothing at ${path}`, get(path), 404, 'route.unknown')),
  ...(
    [
      ['POST', '/api/deliveries'],
      ['DELETE', '/api/deliveries'],
      ['GET', '/api/deliveries/redrive'],
      ['DELETE', '/api/deliveries/redrive/job_0'],
      ['GET', '/api/deliveries/redrive/job_0/cancel'],
      ['GET', `/api/deliveries/${anId()}/retry`],
      ['PUT', '/api/endpoints'],
      ['POST', `/api/endpoints/${ENDPOINT}`],
      ['GET', `/api/endpoints/${ENDPOINT}/enable`],
      ['POST', SECRETS],
      ['DELETE', SECRETS],
      ['GET', `${SECRETS}/rotate`],
      ['POST', SIGNATURES],
      ['DELETE', SIGNATURES],
      ['POST', KEYS],
      ['DELETE', KEYS],
      ['GET', `${KEYS}/rotate`],
    ] as const
  ).map(([method, path]) =>
    refused(`${method} ${path}`, asAdmin({ method, path }), 405, 'method.not_allowed'),
  ),
  taken('a slash at the end', get('/api/deliveries/'), 200),
  taken('the secrets of a partner', get(SECRETS), 200),
  taken('the signatures of a partner', get(SIGNATURES), 200),
  taken('the keys of the desk', get(KEYS), 200),
];

const CALLERS: Case[] = [
  refused('nobody', { ...list({}), headers: {} }, 401, 'auth.missing'),
  refused('nobody at an unknown path', { ...get('/api/nothing'), headers: {} }, 401, 'auth.missing'),
  refused('an unknown key', { ...list({}), headers: { authorization: 'Bearer nope' } }, 401, 'auth.invalid'),
  refused('a partner', { ...list({}), headers: { authorization: `Bearer ${KEY}` } }, 403, 'auth.forbidden'),
  refused(
    'a partner with another method',
    { method: 'DELETE', path: '/api/endpoints', headers: { authorization: `Bearer ${KEY}` } },
    403,
    'auth.forbidden',
  ),
  refused(
    'a partner at an unknown path',
    { ...get('/api/nothing'), headers: { authorization: `Bearer ${KEY}` } },
    404,
    'route.unknown',
  ),
  refused(
    'an admin’s name for a key',
    { ...list({}), headers: { 'x-api-key': 'root' } },
    401,
    'auth.invalid',
  ),
  taken('an admin by X-API-Key', { ...list({}), headers: { 'x-api-key': ADMIN_KEY } }, 200),
];

/** What can be wrong at the operators' door. */
export const OPERATORS = { CALLERS, QUERIES, BODIES, ROTATIONS, CHOICES, KEY_ROTATIONS, PATHS };
