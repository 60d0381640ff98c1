import { type Case, invalid, refused, short, taken } from './bad-input.ts';
import {
  asAdmin,
  BAD_REASONS,
  BAD_VERSIONS,
  cursor,
  get,
  ODD_WHOSE,
  sent,
  wholeBodies,
} from './bad-input-handbook.ts';
import type { Request } from './partner-door.ts';

const post = sent('POST', '/api/keywords');
const back = sent('POST', '/api/keywords/rollback');
const preview = sent('POST', '/api/keywords/preview');
const add = (over: object = {}): Request => post({ scenario: 'COMPLAINT', keyword: 'деньги', ...over });
const tried = (over: object = {}): Request =>
  preview({ add: [{ scenario: 'COMPLAINT', keyword: 'деньги', ...over }] });

const BAD_PHRASES = [
  '',
  ' ',
  '!',
  '💬',
  '\u0000',
  '\ud800',
  '*',
  'да*',
  '*да',
  'день*ги',
  'деньги**',
  'деньги *',
  'я'.repeat(101),
  'раз '.repeat(9),
  1,
  true,
  null,
  [],
  {},
  undefined,
];
const GOOD_PHRASES = [
  'я',
  '7',
  'Деньги!',
  'день*',
  'раз '.repeat(8),
  `${' '.repeat(200)}я`,
  '𠀀'.repeat(100),
];
const BAD_SCENARIOS = ['MASS_OUTAGE', 'complaint', 'GONE', '', 1, null, [], undefined];
const BAD_PRIORITIES = [0, 11, -1, 5.5, 1e21, '5', true, [], {}];

const ADDED: Case[] = [
  ...wholeBodies('keyword', post),
  ...BAD_PHRASES.map((keyword, n) =>
    invalid(`keyword (${n}) ${short(keyword)}`, add({ keyword }), 'keyword'),
  ),
  ...GOOD_PHRASES.map((keyword) => taken(`keyword ${short(keyword)}`, add({ keyword }), 201)),
  ...BAD_SCENARIOS.map((scenario) => invalid(`scenario ${short(scenario)}`, add({ scenario }), 'scenario')),
  taken('the scenario of whatever is none', add({ scenario: 'UNKNOWN' }), 201),
  ...BAD_PRIORITIES.map((priority) => invalid(`priority ${short(priority)}`, add({ priority }), 'priority')),
  ...[1, 10, null].map((priority) => taken(`priority ${priority}`, add({ priority }), 201)),
  ...BAD_VERSIONS.map((seen_version) =>
    invalid(`keyword, seen_version ${short(seen_version)}`, add({ seen_version }), 'seen_version'),
  ),
  ...BAD_REASONS.map((reason) => invalid(`keyword, reason ${short(reason)}`, add({ reason }), 'reason')),
  invalid(
    'all of it wrong',
    post({ scenario: 'x', keyword: '', priority: 0 }),
    'scenario',
    'keyword',
    'priority',
  ),
  invalid('fields that nobody knows in a keyword', add({ phrase: 'x' }), ''),
  taken('null for what need not be said of a keyword', add({ seen_version: null, reason: null }), 201),
  refused('keywords of another version', add({ seen_version: 7 }), 409, 'keywords.changed'),
];

const REMOVED: Case[] = ['kwd_x', 'x', '%00', '__proto__', 'preview ', 'x'.repeat(8000)].map((id) =>
  refused(
    `removal of ${short(id)}`,
    asAdmin({ method: 'DELETE', path: `/api/keywords/${id}` }),
    404,
    'keyword.unknown',
  ),
);

const VERSIONS: Case[] = [
  ...wholeBodies('rollback of keywords', back),
  ...[undefined, null, ...BAD_VERSIONS].map((version) =>
    invalid(`keywords, rollback to ${short(version)}`, back({ version }), 'version'),
  ),
  refused('keywords, rollback to what there is none of', back({ version: 5 }), 404, 'version.unknown'),
  taken('keywords, rollback to none', back({ version: 0 }), 200),
  ...['0', 'x', '11'].map((limit) =>
    invalid(`keywords, limit ${limit}`, get('/api/keywords/versions', { limit }), 'query.limit'),
  ),
  invalid(
    'keywords, a cursor of another list',
    get('/api/keywords/versions', { cursor: cursor({ id: 'x' }) }),
    'query.cursor',
  ),
  taken('versions of keywords', get('/api/keywords/versions', { limit: '10' }), 200),
];

const TRIED: Case[] = [
  ...wholeBodies('preview of keywords', preview),
  ...BAD_PHRASES.map((keyword, n) =>
    invalid(`trial of (${n}) ${short(keyword)}`, tried({ keyword }), 'add.0.keyword'),
  ),
  ...BAD_SCENARIOS.map((scenario) =>
    invalid(`trial for ${short(scenario)}`, tried({ scenario }), 'add.0.scenario'),
  ),
  ...BAD_PRIORITIES.map((priority) =>
    invalid(`trial of priority ${short(priority)}`, tried({ priority }), 'add.0.priority'),
  ),
  invalid('trial of what nobody knows', tried({ seen_version: 1 }), 'add.0'),
  ...['x', {}, 1].map((all) => invalid(`trial of ${short(all)}`, preview({ add: all }), 'add')),
  invalid(
    'trial of very many',
    preview({ add: Array.from({ length: 101 }, () => ({ scenario: 'COMPLAINT', keyword: 'я' })) }),
    'add',
  ),
  ...['x', {}, 1].map((all) => invalid(`trial without ${short(all)}`, preview({ remove: all }), 'remove')),
  invalid('trial without a number', preview({ remove: [1] }), 'remove.0'),
  invalid('trial without what there is none of', preview({ remove: ['kwd_x', ''] }), 'remove.0', 'remove.1'),
  invalid('trial without very many', preview({ remove: Array(501).fill('x') }), 'remove'),
  ...['x'.repeat(5001), 1, [], {}].map((text) =>
    invalid(`trial on ${short(text)}`, preview({ text }), 'text'),
  ),
  ...ODD_WHOSE.map(([whose, at], n) => invalid(`trial of whom (${n}) ${short(whose)}`, preview(whose), at)),
  invalid('fields that nobody knows in a trial', preview({ keywords: [] }), ''),
  ...['', '💬'.repeat(5000), 'a\ud800b'].map((text) =>
    taken(`trial on ${short(text)}`, preview({ text }), 200),
  ),
  taken('a trial of nothing', preview({}), 200),
  taken(
    'a trial with null for what need not be said',
    preview({
      add: null,
      remove: null,
      text: null,
      partner: null,
      client_id: null,
      limit: null,
      cursor: null,
    }),
    200,
  ),
  taken('a trial on a client whom nobody knows', preview({ partner: 'demo', client_id: 'nobody' }), 200),
];

const METHODS: Case[] = (
  [
    ['PUT', '/api/keywords'],
    ['DELETE', '/api/keywords'],
    ['GET', '/api/keywords/preview'],
    ['POST', '/api/keywords/versions'],
    ['GET', '/api/keywords/rollback'],
    ['GET', '/api/keywords/kwd_x'],
    ['PUT', '/api/keywords/kwd_x'],
  ] as const
).map(([method, path]) => refused(`${method} ${path}`, asAdmin({ method, path }), 405, 'method.not_allowed'));

/** What can be wrong where admins change keywords. */
export const KEYWORDS = { ADDED, REMOVED, VERSIONS, TRIED, METHODS };
