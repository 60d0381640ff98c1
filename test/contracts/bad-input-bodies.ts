import { gzipSync } from 'node:zlib';
import { type Case, invalid, refused, short, taken } from './bad-input.ts';
import { aBody, type Request } from './partner-door.ts';

const bytes = (text: string): number => Buffer.byteLength(text);
const typed = (type: string | undefined): Request => ({ headers: { 'content-type': type } });

/** A message of exactly so many bytes, filled up with a field that nobody reads. */
function sized(size: number, letter = 'x'): string {
  const empty = JSON.stringify(aBody({ padding: '' }));
  const room = size - bytes(empty);
  const letters = letter.repeat(Math.floor(room / bytes(letter)));
  return empty.replace('""', `"${letters}${'x'.repeat(room - bytes(letters))}"`);
}

const MOST = 256 * 1024;
const tooLarge = (name: string, body: unknown): Case => refused(name, { body }, 413, 'body.too_large');

export const SIZES: Case[] = [
  taken('256 KiB', { body: sized(MOST) }),
  tooLarge('256 KiB and a byte', sized(MOST + 1)),
  taken('256 KiB of two-byte letters', { body: sized(MOST, 'я') }),
  tooLarge('fewer than 256 Ki letters of more than 256 KiB', sized(MOST + 2, 'я')),
  tooLarge('66,000 emoji', sized(66_000 * 4, '🙂')),
  taken('256 KiB that are 342 KiB in base64', { body: Buffer.from(sized(MOST)) }),
  tooLarge('256 KiB and a byte in base64', Buffer.from(sized(MOST + 1))),
  tooLarge(
    'a small message with much white space behind it',
    `${JSON.stringify(aBody())}${' '.repeat(MOST)}`,
  ),
  tooLarge('much that is no JSON at all', 'x'.repeat(MOST + 1)),
  refused(
    'a large profile',
    { method: 'PUT', path: '/api/clients/a', body: sized(MOST + 1) },
    413,
    'body.too_large',
  ),
];

const notJson = (type: string | undefined): Case =>
  refused(`type ${short(type ?? 'none')}`, typed(type), 415, 'body.not_json');

export const TYPES: Case[] = [
  ...[
    undefined,
    '',
    'json',
    'text/plain',
    'text/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/jsonp',
    'application/json5',
    'application/+json',
    'application/json, text/plain',
    'application/octet-stream',
    'text/plain; type=application/json',
  ].map(notJson),
  ...[
    'application/json',
    'APPLICATION/JSON',
    'application/json;charset=utf-8',
    'application/json ; charset="utf-8"',
    'application/vnd.crm.v1+json',
  ].map((type) => taken(`type ${short(type)}`, typed(type))),
  refused(
    'a form as a profile',
    { ...typed('text/plain'), method: 'PUT', path: '/api/clients/a' },
    415,
    'body.not_json',
  ),
];

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const around = (field: string): string => `{"client_id":"pupil-42","content":"x",${field}}`;
const malformed = (name: string, body: unknown): Case => refused(name, { body }, 400, 'body.malformed');
const utf8 = (...tail: number[]): Buffer =>
  Buffer.concat([Buffer.from('{"client_id":"a","content":"'), Buffer.from(tail), Buffer.from('"}')]);

export const SYNTAX: Case[] = [
  malformed('nothing', ''),
  malformed('white space', ' \r\n\t '),
  malformed('an open brace', '{'),
  malformed('half a message', '{"client_id":"a","content":"x'),
  malformed('a trailing comma', '{"client_id":"a","content":"x",}'),
  malformed('a missing comma', '{"client_id":"a" "content":"x"}'),
  malformed('single quotes', "{'client_id':'a','content':'x'}"),
  malformed('a key without quotes', '{client_id:"a","content":"x"}'),
  malformed('a comment', '{"client_id":"a",/* hi */"content":"x"}'),
  malformed('NaN', around('"n":NaN')),
  malformed('Infinity', around('"n":Infinity')),
  malformed('undefined', around('"n":undefined')),
  malformed('a leading zero', around('"n":01')),
  malformed('a plus sign', around('"n":+1')),
  malformed('a hexadecimal number', around('"n":0x10')),
  malformed('True', around('"n":True')),
  malformed('a line break in a string', around('"n":"a\nb"')),
  malformed('a NUL in a string, unescaped', around('"n":"a\0b"')),
  malformed('an escape that there is not', around('"n":"\\x41"')),
  malformed('half a \\u escape', around('"n":"\\u12"')),
  malformed('two messages', '{"client_id":"a","content":"x"}{"client_id":"b","content":"x"}'),
  malformed('something behind the message', '{"client_id":"a","content":"x"} ok'),
  malformed('a form', 'client_id=a&content=x'),
  malformed('HTML', '<html></html>'),
  malformed('100,000 levels that never end', '['.repeat(100_000)),
  malformed('100,000 objects that never end', '{"a":'.repeat(50_000)),
  malformed('a continuation byte by itself', utf8(0x80)),
  malformed('an overlong slash', utf8(0xc0, 0xaf)),
  malformed('a letter cut in two', utf8(0xd0)),
  malformed('a surrogate as bytes', utf8(0xed, 0xa0, 0x80)),
  malformed('a byte that UTF-8 does not have', utf8(0xff)),
  malformed('Windows-1251', utf8(0xef, 0xf0, 0xe8)),
  malformed('UTF-16', Buffer.from('\ufeff{"client_id":"a","content":"x"}', 'utf16le')),
  malformed('gzip', gzipSync('{"client_id":"a","content":"x"}')),
  invalid('null', { body: 'null' }, ''),
  invalid('a number', { body: '1' }, ''),
  invalid('a string', { body: '"client_id"' }, ''),
  invalid('true', { body: 'true' }, ''),
  invalid('a list', { body: [aBody()] }, ''),
  invalid('100,000 levels', { body: deep(100_000) }, ''),
  invalid('an empty object', { body: {} }, 'client_id'),
  taken('a byte order mark', { body: `\ufeff${JSON.stringify(aBody())}` }),
  taken('a byte order mark in base64', { body: Buffer.from(`\ufeff${JSON.stringify(aBody())}`) }),
  taken('white space around it', { body: `\n\t ${JSON.stringify(aBody())} \r\n` }),
  taken('the same field twice: the last one counts', {
    body: `{"client_id":"","client_id":"pupil-42","content":"x"}`,
  }),
  taken('100,000 levels where nobody looks', { body: around(`"other":${deep(100_000)}`) }),
  taken('a number beyond all measure where nobody looks', { body: around('"n":1e999999') }),
  taken('fields that nobody knows', {
    body: aBody({ status: 'dead', message_id: 'msg_1', partner: 'other', $ne: 1 }),
  }),
  taken('fields of every object', {
    body: around('"__proto__":{"client_id":1},"constructor":1,"toString":null'),
  }),
];
