import { type Case, invalid, refused, short, taken } from './bad-input.ts';
import { ADMIN_KEY, type Request } from './partner-door.ts';

export const asAdmin = (request: Request): Request => ({
  ...request,
  headers: { authorization: `Bearer ${ADMIN_KEY}`, ...request.headers },
});
export const get = (path: string, query?: Record<string, string>): Request =>
  asAdmin({ method: 'GET', path, ...(query && { query }) });
export const sent =
  (method: 'PUT' | 'POST', path: string) =>
  (body: unknown = '', headers: Request['headers'] = {}): Request =>
    asAdmin({ method, path, body, headers });

const putPolicy = sent('PUT', '/api/policy');
const backPolicy = sent('POST', '/api/policy/rollback');
const dryRun = sent('POST', '/api/policy/dry-run');
const putTemplate = sent('PUT', '/api/templates/GREETING');
const backTemplate = sent('POST', '/api/templates/rollback');
const preview = sent('POST', '/api/templates/preview');

const HUGE = ' '.repeat(257 * 1024);
export const cursor = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What every body can be. */
export function wholeBodies(
  name: string,
  ask: (body?: unknown, headers?: Request['headers']) => Request,
): Case[] {
  return [
    ...[[], 'text', 1, null].map((body, at) =>
      invalid(`${name}: a body that is no object (${at})`, ask(JSON.stringify(body)), ''),
    ),
    refused(`${name}: no body`, ask(), 400, 'body.malformed'),
    refused(`${name}: a body that is cut off`, ask('{"version":'), 400, 'body.malformed'),
    refused(`${name}: another type`, ask({}, { 'content-type': 'text/plain' }), 415, 'body.not_json'),
    refused(`${name}: a body of 257 KiB`, ask(HUGE), 413, 'body.too_large'),
  ];
}

export const BAD_VERSIONS = [-1, 0.5, 1_000_000, 1e21, '1', '', true, [], {}];
export const BAD_REASONS = [1, true, [], {}, 'x'.repeat(501)];

const nested = (levels: number): unknown => (levels === 0 ? 1 : { deep: nested(levels - 1) });

/** One change of the policy, and the places that are wrong in it. */
const POLICY_CHANGES: [changes: unknown, ...at: string[]][] = [
  [{ shout: true }, 'policy'],
  [JSON.parse('{"escalation":{"__proto__":{"x":1}}}'), 'policy.escalation'],
  [{ constructor: 1 }, 'policy'],
  [{ escalation: null }, 'policy.escalation'],
  [{ escalation: [] }, 'policy.escalation'],
  [{ escalation: { requests: { count: 0 } } }, 'policy.escalation.requests.count'],
  [{ escalation: { requests: { count: 10 } } }, 'policy.escalation.requests.count'],
  [{ escalation: { requests: { count: '3' } } }, 'policy.escalation.requests.count'],
  [{ escalation: { failures: { within_s: 2_592_001 } } }, 'policy.escalation.failures.within_s'],
  [{ escalation: { deadline_s: { low: 59 } } }, 'policy.escalation.deadline_s.low'],
  [{ escalation: { deadline_s: { low: 60 } } }, 'policy.escalation.deadline_s'],
  [{ escalation: { position: { low: 101 } } }, 'policy.escalation.position.low'],
  [{ escalation: { asked_for_human: 'urgent' } }, 'policy.escalation.asked_for_human'],
  [{ thresholds: { answer: 1.1 } }, 'policy.thresholds.answer'],
  [{ thresholds: { answer: 0.2, refuse: 0.3 } }, 'policy.thresholds.refuse'],
  [{ doubt: 'guess' }, 'policy.doubt'],
  [{ scenarios: { HELLO: {} } }, 'policy.scenarios'],
  [{ scenarios: { GREETING: { enabled: 'no' } } }, 'policy.scenarios.GREETING.enabled'],
  [{ scenarios: { GREETING: { typing_s: [5, 2] } } }, 'policy.scenarios.GREETING.typing_s'],
  [{ scenarios: { GREETING: { typing_s: [0, 601] } } }, 'policy.scenarios.GREETING.typing_s.1'],
  [{ scenarios: { GREETING: { hands_over: ['media', 'media'] } } }, 'policy.scenarios.GREETING.hands_over'],
  [{ scenarios: { GREETING: { hands_over: 'media' } } }, 'policy.scenarios.GREETING.hands_over'],
  [{ scenarios: { UNKNOWN: { enabled: false } } }, 'policy.scenarios.UNKNOWN'],
  [{ follow_ups: { reminders_s: [60, 30] } }, 'policy.follow_ups.reminders_s'],
  [
    { follow_ups: { reminders_s: Array.from({ length: 11 }, (_, n) => n + 1) } },
    'policy.follow_ups.reminders_s',
  ],
  [{ follow_ups: { reminders_s: [0] } }, 'policy.follow_ups.reminders_s.0'],
  [{ follow_ups: { close_s: 60 } }, 'policy.follow_ups.close_s'],
  [{ follow_ups: { expire_s: 86_401 } }, 'policy.follow_ups.expire_s'],
  [{ quiet_hours: { from: '24:00' } }, 'policy.quiet_hours.from'],
  [{ quiet_hours: { to: '9:00' } }, 'policy.quiet_hours.to'],
  [{ desk: { zone: 'Mars/Base' } }, 'policy.desk.zone'],
  [{ desk: { zone: '' } }, 'policy.desk.zone'],
  [{ desk: { language: 'de' } }, 'policy.desk.language'],
  [{ desk: { name: { ru: ' \u0000 ' } } }, 'policy.desk.name.ru'],
  [{ desk: { name: { en: 'x'.repeat(256) } } }, 'policy.desk.name.en'],
  [{ desk: { name: { en: '\ud800' } } }, 'policy.desk.name.en'],
  [nested(1000), 'policy'],
];

const GOOD_CHANGES: unknown[] = [
  {},
  { escalation: { requests: { count: 9, within_s: 1 } } },
  { thresholds: { answer: 0.9, refuse: null } },
  { follow_ups: { reminders_s: [] } },
  { quiet_hours: { from: '00:00', to: '00:00' } },
  { desk: { zone: 'Asia/Kathmandu', name: { en: '💬'.repeat(255) } } },
  { scenarios: { GREETING: { typing_s: [0, 600], hands_over: [] } } },
];

const POLICY: Case[] = [
  ...wholeBodies('policy', putPolicy),
  ...POLICY_CHANGES.map(([changes, ...at], n) =>
    invalid(`changes (${n}) ${short(changes)}`, putPolicy({ changes }), ...at),
  ),
  ...GOOD_CHANGES.map((changes) => taken(`changes ${short(changes)}`, putPolicy({ changes }), 200)),
  ...[undefined, null, [], 'x', 1].map((changes) =>
    invalid(`changes that are none: ${short(changes)}`, putPolicy({ changes }), 'changes'),
  ),
  ...BAD_VERSIONS.map((seen_version) =>
    invalid(`seen_version ${short(seen_version)}`, putPolicy({ changes: {}, seen_version }), 'seen_version'),
  ),
  ...BAD_REASONS.map((reason) =>
    invalid(`reason ${short(reason)}`, putPolicy({ changes: {}, reason }), 'reason'),
  ),
  taken('the longest reason', putPolicy({ changes: {}, reason: '💬'.repeat(500) }), 200),
  invalid('fields that nobody knows', putPolicy({ changes: {}, change: {} }), ''),
  taken('null for what need not be said', putPolicy({ changes: {}, seen_version: null, reason: null }), 200),
  refused(
    'a version that is not the latest',
    putPolicy({ changes: {}, seen_version: 7 }),
    409,
    'policy.changed',
  ),
  ...wholeBodies('rollback of the policy', backPolicy),
  ...[undefined, null, ...BAD_VERSIONS].map((version) =>
    invalid(`rollback to ${short(version)}`, backPolicy({ version }), 'version'),
  ),
  refused('rollback to what there is none of', backPolicy({ version: 999_999 }), 404, 'version.unknown'),
  taken('rollback to what is shipped', backPolicy({ version: 0 }), 200),
  ...['0', 'x', '201'].map((limit) =>
    invalid(`versions, limit ${limit}`, get('/api/policy/versions', { limit }), 'query.limit'),
  ),
  ...['', 'x', cursor({}), cursor({ before: -1 }), cursor({ before: 1e9 }), cursor({ before: 'x' })].map(
    (broken) =>
      invalid(
        `versions, cursor ${short(broken)}`,
        get('/api/policy/versions', { cursor: broken }),
        'query.cursor',
      ),
  ),
  ...[0, 1, 999_999].map((before) =>
    taken(`versions before ${before}`, get('/api/policy/versions', { cursor: cursor({ before }) }), 200),
  ),
];

const whose = (over: object): Request => dryRun({ changes: {}, partner: 'demo', client_id: 'anna', ...over });

/** Whose conversations a dry run cannot go through, and what is wrong with that. */
export const ODD_WHOSE: [whose: object, at: string][] = [
  ...[0, 51, -1, 1.5, '5', true, [], 1e21].map((limit): [object, string] => [{ limit }, 'limit']),
  ...['', 'a b', 'x'.repeat(256), '💬', 1, []].map((client_id): [object, string] => [
    { partner: 'demo', client_id },
    'client_id',
  ]),
  ...[undefined, null].map((partner): [object, string] => [{ partner, client_id: 'anna' }, 'client_id']),
  ...['', 'x'.repeat(256), 1, []].map((partner): [object, string] => [{ partner }, 'partner']),
  ...['', 'x', 1, [], cursor({}), cursor({ after: '', last: '' }), cursor({ before: 1 })].map(
    (broken): [object, string] => [{ cursor: broken }, 'cursor'],
  ),
  [{ partner: 'demo', client_id: 'anna', cursor: cursor({ after: 'x', last: '' }) }, 'cursor'],
];

const DRY_RUNS: Case[] = [
  ...wholeBodies('dry run', dryRun),
  ...POLICY_CHANGES.map(([changes, ...at], n) =>
    invalid(`a dry run of (${n}) ${short(changes)}`, dryRun({ changes }), ...at),
  ),
  ...GOOD_CHANGES.map((changes) => taken(`a dry run of ${short(changes)}`, dryRun({ changes }), 200)),
  ...[undefined, null, [], 'x', 1].map((changes) =>
    invalid(`a dry run of what is no change: ${short(changes)}`, dryRun({ changes }), 'changes'),
  ),
  ...ODD_WHOSE.map(([whose, at], n) =>
    invalid(`a dry run of whom (${n}) ${short(whose)}`, dryRun({ changes: {}, ...whose }), at),
  ),
  invalid('fields that nobody knows in a dry run', dryRun({ changes: {}, clients: [] }), ''),
  taken('a dry run of a client whom nobody knows', whose({ client_id: 'nobody' }), 200),
  taken('a dry run of a partner', dryRun({ changes: {}, partner: '💬', limit: 50 }), 200),
  taken(
    'a dry run with null for what need not be said',
    dryRun({ changes: {}, partner: null, client_id: null, limit: null, cursor: null }),
    200,
  ),
];

const BAD_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\u200b',
  '{',
  '[x',
  'x]',
  '{x}',
  '{client_name}',
  '[{client_name}|a|b]',
  'x'.repeat(2001),
  '[x]',
  '[{date}]',
];

const TEMPLATES: Case[] = [
  ...wholeBodies('template', putTemplate),
  ...BAD_TEXTS.map((ru) => invalid(`text ${short(ru)}`, putTemplate({ texts: { ru } }), 'texts.ru')),
  ...[1, true, [], {}].map((en) => invalid(`text ${short(en)}`, putTemplate({ texts: { en } }), 'texts.en')),
  invalid('both texts wrong', putTemplate({ texts: { ru: '{', en: '}' } }), 'texts.ru', 'texts.en'),
  invalid('no text', putTemplate({ texts: {} }), 'texts'),
  invalid('no texts', putTemplate({}), 'texts'),
  invalid(
    'a language that the desk does not speak',
    putTemplate({ texts: { de: 'Hallo' } }),
    'texts',
    'texts',
  ),
  ...BAD_VERSIONS.map((seen_version) =>
    invalid(
      `template, seen_version ${short(seen_version)}`,
      putTemplate({ texts: { ru: 'Да' }, seen_version }),
      'seen_version',
    ),
  ),
  ...BAD_REASONS.map((reason) =>
    invalid(`template, reason ${short(reason)}`, putTemplate({ texts: { ru: 'Да' }, reason }), 'reason'),
  ),
  ...['Да', '💬'.repeat(2000), 'Да[, {client_name}|]!', 'a\ud800b', '<b>&amp;</b>', 'a\u0000'].map((ru) =>
    taken(`text ${short(ru)}`, putTemplate({ texts: { ru } }), 200),
  ),
  taken('null brings the shipped text back', putTemplate({ texts: { ru: null } }), 200),
  refused(
    'a version of the template that is not the latest',
    putTemplate({ texts: { ru: 'Да' }, seen_version: 3 }),
    409,
    'template.changed',
  ),
  ...['greeting', '%00', '__proto__', 'preview ', 'x'.repeat(3000), 'template.GREETING'].flatMap((name) => [
    refused(`template ${short(name)}`, get(`/api/templates/${name}`), 404, 'template.unknown'),
    refused(
      `change of template ${short(name)}`,
      sent('PUT', `/api/templates/${name}`)({ texts: { ru: 'Да' } }),
      404,
      'template.unknown',
    ),
  ]),
  ...wholeBodies('rollback of a template', backTemplate),
  ...[undefined, null, ...BAD_VERSIONS].map((version) =>
    invalid(
      `template, rollback to ${short(version)}`,
      backTemplate({ scenario: 'GREETING', version }),
      'version',
    ),
  ),
  invalid('rollback of a number', backTemplate({ scenario: 1, version: 0 }), 'scenario'),
  refused('rollback of no template', backTemplate({ scenario: 'x', version: 0 }), 404, 'template.unknown'),
  refused(
    'template, rollback to what there is none of',
    backTemplate({ scenario: 'GREETING', version: 5 }),
    404,
    'version.unknown',
  ),
  taken('template, rollback to what is shipped', backTemplate({ scenario: 'GREETING', version: 0 }), 200),
];

const seen = (over: object): Request =>
  preview({ scenario: 'GREETING', language: 'ru', text: 'Да', ...over });

const PREVIEWS: Case[] = [
  ...wholeBodies('preview', preview),
  ...BAD_TEXTS.map((text) => invalid(`preview of ${short(text)}`, seen({ text }), 'text')),
  ...[undefined, null, 'de', 'RU', 1].map((language) =>
    invalid(`preview in ${short(language)}`, seen({ language }), 'language'),
  ),
  ...[[], 'x', 1].map((parameters) =>
    invalid(`parameters ${short(parameters)}`, seen({ parameters }), 'parameters'),
  ),
  ...['', ' ', 1, null, 'x'.repeat(2001)].map((client_name) =>
    invalid(
      `client_name ${short(client_name)}`,
      seen({ parameters: { client_name } }),
      'parameters.client_name',
    ),
  ),
  invalid('a parameter that there is none of', seen({ parameters: { x: 'y' } }), 'parameters.x'),
  invalid('without one that there is none of', seen({ without: ['date', 'x'] }), 'without.1'),
  invalid('without a number', seen({ without: [1] }), 'without.0'),
  invalid('without very many', seen({ without: Array.from({ length: 11 }, () => 'date') }), 'without'),
  invalid('fields that nobody knows in a preview', seen({ lang: 'ru' }), ''),
  refused('preview of no template', seen({ scenario: 'x' }), 404, 'template.unknown'),
  invalid('preview of a very long name', seen({ scenario: 'x'.repeat(256) }), 'scenario'),
  taken('a preview with all that it can have', seen({ parameters: { time: '1' }, without: ['date'] }), 200),
  taken('a preview with null for what need not be said', seen({ parameters: null, without: null }), 200),
];

const versions = (query: Record<string, string>): Request => get('/api/templates/versions', query);
const diff = (query: Record<string, string>): Request => get('/api/templates/diff', query);

const TEMPLATE_QUERIES: Case[] = [
  invalid('versions of nothing', versions({}), 'query.scenario'),
  invalid('versions of a very long name', versions({ scenario: 'x'.repeat(256) }), 'query.scenario'),
  refused('versions of no template', versions({ scenario: 'x' }), 404, 'template.unknown'),
  invalid('versions, limit 0', versions({ scenario: 'GREETING', limit: '0' }), 'query.limit'),
  invalid(
    'versions, a cursor of another list',
    versions({ scenario: 'GREETING', cursor: cursor({ id: 'x' }) }),
    'query.cursor',
  ),
  taken('versions', versions({ scenario: 'GREETING', limit: '200' }), 200),
  invalid('a diff of nothing', diff({}), 'query.scenario', 'query.from', 'query.to'),
  ...['', '-1', '1.5', 'x', '1000000', '0000001'].map((from) =>
    invalid(`a diff from ${short(from)}`, diff({ scenario: 'GREETING', from, to: '0' }), 'query.from'),
  ),
  refused('a diff of no template', diff({ scenario: 'x', from: '0', to: '0' }), 404, 'template.unknown'),
  refused(
    'a diff of what there is none of',
    diff({ scenario: 'GREETING', from: '0', to: '1' }),
    404,
    'version.unknown',
  ),
  taken('a diff of what is shipped', diff({ scenario: 'GREETING', from: '0', to: '0' }), 200),
];

const reminders = (query: Record<string, string>): Request => get('/api/reminders', query);
const ODD_IDS = [
  'x',
  'rem_',
  `rem_${'0'.repeat(20)}-1`,
  `rem_${'0'.repeat(20)}-1-0`,
  '%00',
  '__proto__',
  'x'.repeat(8000),
];

const REMINDERS: Case[] = [
  ...['', '0', '101', 'x', '1e1'].map((limit) =>
    invalid(`reminders, limit ${short(limit)}`, reminders({ limit }), 'query.limit'),
  ),
  ...['', 'a b', 'x'.repeat(256), '💬'].map((client_id) =>
    invalid(
      `reminders of client ${short(client_id)}`,
      reminders({ partner: 'demo', client_id }),
      'query.client_id',
    ),
  ),
  invalid('reminders of a client of nobody', reminders({ client_id: 'anna' }), 'query.client_id'),
  invalid('reminders of a partner without a name', reminders({ partner: '' }), 'query.partner'),
  ...[
    '',
    'x',
    cursor({}),
    cursor({ after: '', last: '' }),
    cursor({ after: 'x'.repeat(2049), last: '' }),
    cursor({ after: 1, last: '' }),
  ].map((broken) =>
    invalid(`reminders, cursor ${short(broken)}`, reminders({ cursor: broken }), 'query.cursor'),
  ),
  invalid(
    'a cursor of all among the reminders of one',
    reminders({ partner: 'demo', client_id: 'anna', cursor: cursor({ after: 'x', last: '' }) }),
    'query.cursor',
  ),
  taken('reminders of all', reminders({}), 200),
  taken('reminders of a partner', reminders({ partner: '💬', limit: '100' }), 200),
  taken('reminders of a client whom nobody knows', reminders({ partner: 'demo', client_id: 'nobody' }), 200),
  ...ODD_IDS.flatMap((id) =>
    ['cancel', 'send'].map((verb) =>
      refused(
        `${verb} of ${short(id)}`,
        sent('POST', `/api/reminders/${id}/${verb}`)(),
        404,
        'reminder.unknown',
      ),
    ),
  ),
];

const METHODS: Case[] = (
  [
    ['POST', '/api/policy'],
    ['DELETE', '/api/policy'],
    ['PUT', '/api/policy/versions'],
    ['GET', '/api/policy/rollback'],
    ['GET', '/api/policy/dry-run'],
    ['PUT', '/api/policy/dry-run'],
    ['POST', '/api/templates'],
    ['DELETE', '/api/templates/GREETING'],
    ['POST', '/api/templates/diff'],
    ['POST', '/api/reminders'],
    ['GET', '/api/reminders/rem_x/send'],
    ['DELETE', '/api/reminders/rem_x/cancel'],
  ] as const
).map(([method, path]) => refused(`${method} ${path}`, asAdmin({ method, path }), 405, 'method.not_allowed'));

/** What can be wrong where admins change the handbook. */
export const HANDBOOK = { POLICY, DRY_RUNS, TEMPLATES, PREVIEWS, TEMPLATE_QUERIES, REMINDERS, METHODS };
