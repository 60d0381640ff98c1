import { ATTACHMENT_TYPES } from '../../shared/domain/message.ts';
import { type Case, invalid, short, taken } from './bad-input.ts';
import { aBody, type Request } from './partner-door.ts';

const withBody = (over: Record<string, unknown>): Request => ({ body: aBody(over) });
const withAttachment = (over: Record<string, unknown>): Request =>
  withBody({ attachments: [{ type: 'photo', ...over }] });
const withContext = (over: Record<string, unknown>): Request => withBody({ context: over });

/** One case for each value of a field, named by it. */
function each(field: string, values: unknown[], make: (value: unknown, name: string) => Case): Case[] {
  return values.map((value) => make(value, `${field} ${short(value)}`));
}

const emoji = (count: number): string => '🙂'.repeat(count);
const letters = (count: number): string => 'a'.repeat(count);
const NO_TEXT = [1, true, {}, [], ['x']];

const CLIENT_IDS: Case[] = [
  ...each('client_id', [null, ...NO_TEXT], (value, name) =>
    invalid(name, withBody({ client_id: value }), 'client_id'),
  ),
  ...each(
    'client_id',
    [
      '',
      ' ',
      'a b',
      ' a',
      'a/b',
      'a:b',
      '+79160000000',
      'a@b.example',
      'a\n',
      'a\0',
      'пётр',
      '🙂',
      letters(256),
    ],
    (value, name) => invalid(name, withBody({ client_id: value }), 'client_id'),
  ),
  ...each(
    'client_id',
    ['a', '0', '.', '..', '-_.', '__proto__', 'constructor', letters(255)],
    (value, name) => taken(name, withBody({ client_id: value })),
  ),
];

const says = (name: string, content: string, text: string): Case => ({
  ...taken(name, withBody({ content })),
  text,
});
/** Kept to the letter. */
const said = (content: string, name = short(content)): Case => says(`content ${name}`, content, content);

const CONTENTS: Case[] = [
  invalid('no content', { body: { client_id: 'a' } }, 'content'),
  ...each('content', [null, '', ' \n\t ', '\u00a0\ufeff\u2003', ...NO_TEXT], (value, name) =>
    invalid(name, withBody({ content: value }), 'content'),
  ),
  invalid('content of 5,001 characters', withBody({ content: letters(5001) }), 'content'),
  invalid('content of 5,001 emoji', withBody({ content: emoji(5001) }), 'content'),
  invalid(
    'content of 5,001 characters, attachments or not',
    withBody({ content: letters(5001), attachments: [{ type: 'photo' }] }),
    'content',
  ),
  said('!', 'of one character'),
  said(letters(5000), 'of 5,000 characters'),
  said(emoji(5000), 'of 5,000 emoji that are 20,000 bytes'),
  said('e\u0301'.repeat(2500), 'of 2,500 accents that are code points of their own'),
  says(
    '5,000 characters between 2,000 blanks',
    `${' '.repeat(1000)}${letters(5000)}${'\n'.repeat(1000)}`,
    letters(5000),
  ),
  said("'; DROP TABLE messages; --"),
  said("1' OR '1'='1"),
  said('SELECT * FROM users WHERE 1=1'),
  said('<script>alert(1)</script>'),
  said('<img src=x onerror=alert(1)>'),
  said('{{constructor.constructor("return 1")()}} #{1+1} {referral_link}'),
  said('$where: {"$ne": null}'),
  said('attribute_not_exists(pk) #pk :pk'),
  said('../../etc/passwd %00 %2e%2e'),
  said('a\0b', 'with a NUL inside'),
  said('\u0007\u001b[31m', 'of control characters'),
  said('\u202eabc\u2066', 'with marks that turn the direction'),
  said('\u200b', 'of one space that is none'),
  says('half a surrogate pair', 'a\ud83d b', 'a\ufffd b'),
  says('the other half', '\ude42', '\ufffd'),
];

const ATTACHMENTS: Case[] = [
  ...each('attachments', [1, true, {}, 'photo', { length: 1 }], (value, name) =>
    invalid(name, withBody({ attachments: value }), 'attachments'),
  ),
  ...each('attachment', [null, 1, 'photo', []], (value, name) =>
    invalid(name, withBody({ attachments: [value] }), 'attachments.0'),
  ),
  ...each('attachment type', [undefined, null, 1, '', 'PHOTO', 'gif', 'photo ', ['photo']], (value, name) =>
    invalid(name, withAttachment({ type: value }), 'attachments.0.type'),
  ),
  invalid('11 attachments', withBody({ attachments: Array(11).fill({ type: 'photo' }) }), 'attachments'),
  invalid('80,000 attachments of no kind', withBody({ attachments: Array(80_000).fill(1) }), 'attachments'),
  invalid('no attachments and no words', withBody({ content: '', attachments: [] }), 'content'),
  invalid('null attachments and no words', withBody({ content: null, attachments: null }), 'content'),
  invalid('attachment url 1', withAttachment({ url: 1 }), 'attachments.0.url'),
  invalid('attachment url too long', withAttachment({ url: letters(2049) }), 'attachments.0.url'),
  invalid(
    'attachment file_name too long',
    withAttachment({ file_name: letters(256) }),
    'attachments.0.file_name',
  ),
  invalid('attachment file_name []', withAttachment({ file_name: [] }), 'attachments.0.file_name'),
  invalid(
    'attachment mime_type too long',
    withAttachment({ mime_type: letters(256) }),
    'attachments.0.mime_type',
  ),
  invalid('attachment caption too long', withAttachment({ caption: emoji(5001) }), 'attachments.0.caption'),
  invalid('attachment caption {}', withAttachment({ caption: {} }), 'attachments.0.caption'),
  invalid(
    'the last of ten attachments',
    withBody({ attachments: [...Array(9).fill({ type: 'photo' }), {}] }),
    'attachments.9.type',
  ),
  taken('10 attachments', withBody({ attachments: Array(10).fill({ type: 'document' }) })),
  taken(
    'an attachment with all its fields at their longest',
    withAttachment({
      url: letters(2048),
      file_name: emoji(255),
      mime_type: letters(255),
      caption: emoji(5000),
    }),
  ),
  taken(
    'an attachment whose fields are null',
    withAttachment({ url: null, file_name: null, mime_type: null, caption: null }),
  ),
  taken(
    'an attachment with halves of surrogate pairs',
    withAttachment({ caption: '\ud800', file_name: '\udc00' }),
  ),
  ...ATTACHMENT_TYPES.map((type) => ({
    ...taken(`${type} without words`, withBody({ content: '', attachments: [{ type }] })),
    text: '',
  })),
];

const BAD_TIMES = [
  1_795_521_600,
  true,
  {},
  '',
  'yesterday',
  '1795521600',
  '2026-11-24',
  '12:00:00Z',
  '2026-11-24T12:00:00',
  '2026-11-24T12:00Z',
  '2026-11-24 12:00:00Z',
  '2026-11-24T12:00:00 Z',
  '2026-11-24T12:00:00+0300',
  '2026-11-24T12:00:00+24:00',
  '2026-11-24T24:00:00Z',
  '2026-11-24T12:60:00Z',
  '2026-13-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-02-29T00:00:00Z',
  '2100-02-29T00:00:00Z',
  '0000-01-01T00:00:00+00:01',
  '9999-12-31T23:59:59-00:01',
  '+012026-11-24T12:00:00Z',
  'Tue, 24 Nov 2026 12:00:00 GMT',
];
const GOOD_TIMES = [
  '2026-11-24T12:00:00Z',
  '2026-11-24T12:00:00+03:00',
  '2026-11-24T12:00:00-00:00',
  '2026-11-24T12:00:00.1Z',
  '2026-11-24T12:00:00.123456789Z',
  '2028-02-29T23:59:59.999-12:00',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  null,
];

const TIMES: Case[] = [
  ...each('timestamp', BAD_TIMES, (value, name) =>
    invalid(name, withBody({ timestamp: value }), 'timestamp'),
  ),
  ...each('timestamp', GOOD_TIMES, (value, name) => taken(name, withBody({ timestamp: value }))),
  ...each('next_lesson_at', ['tomorrow', 5, '9999-12-31T23:59:59-00:01'], (value, name) =>
    invalid(name, withContext({ next_lesson_at: value }), 'context.next_lesson_at'),
  ),
];

const PROFILE: Case[] = [
  ...each('client_name', [...NO_TEXT, letters(256), emoji(256)], (value, name) =>
    invalid(name, withBody({ client_name: value }), 'client_name'),
  ),
  ...each('client_name', ['', ' ', emoji(255), '<b>x</b>', '\ud800', null], (value, name) =>
    taken(name, withBody({ client_name: value })),
  ),
  ...each('locale', [...NO_TEXT, letters(36)], (value, name) =>
    invalid(name, withBody({ locale: value }), 'locale'),
  ),
  ...each('locale', ['ru', 'zh-Hant-TW', '', letters(35), null], (value, name) =>
    taken(name, withBody({ locale: value })),
  ),
  ...each('context', [1, 'x', true, [], [{}]], (value, name) =>
    invalid(name, withBody({ context: value }), 'context'),
  ),
  ...each('context', [{}, null, { unknown: 1 }, { child_name: null }], (value, name) =>
    taken(name, withBody({ context: value })),
  ),
  ...each('child_name', [...NO_TEXT, letters(256)], (value, name) =>
    invalid(name, withContext({ child_name: value }), 'context.child_name'),
  ),
];

const LONGEST = `https://l.example/${letters(2048 - 18)}`;
const LINKS: Case[] = (['referral_link', 'lesson_link'] as const).flatMap((field) => [
  ...each(
    field,
    [
      1,
      '',
      'x',
      '/x',
      '//l.example/',
      'l.example',
      'http://l.example/',
      'ftp://l.example/',
      'javascript:alert(1)',
      'data:text/html,x',
      'https://',
      'https://l example/',
      `${LONGEST}x`,
    ],
    (value, name) => invalid(name, withContext({ [field]: value }), `context.${field}`),
  ),
  ...each(
    field,
    ['https://l.example/?a=1#b', 'HTTPS://L.EXAMPLE/', 'https://уроки.рф/урок', LONGEST, null],
    (value, name) => taken(name, withContext({ [field]: value })),
  ),
]);

const SEVERAL: Case[] = [
  invalid(
    'everything wrong at once, each named',
    {
      body: {
        client_id: '',
        content: 1,
        timestamp: 'x',
        attachments: [{ type: 'x' }],
        locale: 1,
        context: { child_name: 1 },
      },
    },
    'client_id',
    'content',
    'timestamp',
    'attachments.0.type',
    'locale',
    'context.child_name',
  ),
  invalid('a message as a profile of itself', { body: { message: aBody() } }, 'client_id'),
];

const profile = (body: unknown): Request => ({ method: 'PUT', path: '/api/clients/pupil-42', body });
const PUT_PROFILE: Case[] = [
  ...[null, 1, 'x', []].map((body) =>
    invalid(`the profile ${short(body)}`, profile(JSON.stringify(body)), ''),
  ),
  invalid(
    'a profile of wrong types',
    profile({ client_name: 1, locale: [], context: 'x' }),
    'client_name',
    'locale',
    'context',
  ),
  invalid(
    'a profile with a wrong link',
    profile({ context: { lesson_link: 'http://l.example/' } }),
    'context.lesson_link',
  ),
  taken('a profile that says nothing', profile({}), 200),
  taken('a profile of nulls', profile({ client_name: null, locale: null, context: null }), 200),
  taken('a profile with an id in it', profile({ client_id: 'other', client_name: 'x' }), 200),
  taken(
    'a profile with halves of surrogate pairs',
    profile({ client_name: '\ud800', context: { child_name: '\udfff' } }),
    200,
  ),
];

/** What the body says. */
export const FIELDS: Case[] = [
  ...CLIENT_IDS,
  ...CONTENTS,
  ...ATTACHMENTS,
  ...TIMES,
  ...PROFILE,
  ...LINKS,
  ...SEVERAL,
  ...PUT_PROFILE,
];
