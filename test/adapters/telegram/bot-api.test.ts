import { Api, GrammyError, HttpError } from 'grammy';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpBotApi } from '../../../shared/adapters/telegram/bot-api.ts';
import type { Download } from '../../../shared/ports.ts';
import { cleanUp, clientFor, httpServer } from '../http/local-servers.ts';
import { closedPort } from '../http/troubled-machine.ts';
import {
  apiAt,
  cut,
  cutInTheMidst,
  html,
  json,
  ok,
  type Play,
  playedBotApi,
  refuse,
  reset,
  SECRET,
  silent,
  TOKEN,
} from './played-bot-api.ts';

afterEach(cleanUp);

const ME = { id: 110201543, is_bot: true, first_name: 'Стол' };

describe('a call', () => {
  it('posts JSON to the method under the token, and gives its result', async () => {
    const { api, asked } = await playedBotApi(ok(ME));
    const { result, answer, unsent } = await api.call(TOKEN, 'getMe', { text: 'Привет' });
    expect(answer).toEqual({ ok: true, value: ME });
    expect(result).toMatchObject({
      kind: 'response',
      status: 200,
      body: JSON.stringify({ ok: true, result: ME }),
    });
    expect(unsent).toBeUndefined();
    expect(asked).toEqual([
      {
        verb: 'POST',
        path: `/_local/telegram/bot${TOKEN}/getMe`,
        type: 'application/json',
        body: { text: 'Привет' },
      },
    ]);
  });

  it('goes to Telegram unless told', async () => {
    const urls: string[] = [];
    const client = {
      exchange: async ({ url }: { url: string }) => {
        urls.push(url);
        return {
          result: { kind: 'error', error: 'dns.failure', timing: { total_ms: 0 } } as const,
          unsent: true,
        };
      },
    };
    const api = new HttpBotApi({ client });
    expect(await api.call(TOKEN, 'getMe', {})).toMatchObject({ unsent: true });
    await api.download(TOKEN, 'photos/file_0.jpg', 10);
    expect(urls).toEqual([
      `https://api.telegram.org/bot${TOKEN}/getMe`,
      `https://api.telegram.org/file/bot${TOKEN}/photos/file_0.jpg`,
    ]);
  });

  it('reads an answer of 64 KiB, and keeps 4 KiB of it', async () => {
    const text = 'ж'.repeat(30_000);
    const { api } = await playedBotApi(ok({ text }));
    const { result, answer } = await api.call(TOKEN, 'getMe', {});
    expect(answer).toEqual({ ok: true, value: { text } });
    expect(Buffer.byteLength(result.kind === 'response' ? result.body : '')).toBeLessThanOrEqual(4096);
  });

  it.each([
    ['no token', '', 'getMe', {}],
    ['a token that is none', 'a/b', 'getMe', {}],
    ['a token that leads elsewhere', `1:${'a'.repeat(10)}/../x`, 'getMe', {}],
    ['a method that is a path', TOKEN, '../getMe', {}],
    ['what JSON cannot say', TOKEN, 'getMe', { id: 1n }],
  ])('with %s is not made', async (_, token, method, parameters) => {
    const { api, asked } = await playedBotApi(ok());
    expect(await api.call(token, method, parameters)).toMatchObject({
      unsent: true,
      result: { kind: 'error', error: 'request.invalid' },
    });
    expect(asked).toEqual([]);
  });

  it('to loopback is forbidden where nobody allowed it', async () => {
    const { base, asked } = await playedBotApi(ok());
    const api = apiAt(base, { loopbackAllowed: () => false });
    expect(await api.call(TOKEN, 'getMe', {})).toMatchObject({
      unsent: true,
      result: { error: 'url.forbidden' },
    });
    expect(asked).toEqual([]);
  });
});

const REFUSALS: [code: number, description: string, parameters?: object][] = [
  [400, 'Bad Request: chat not found'],
  [400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: -1001234567890 }],
  [401, 'Unauthorized'],
  [403, 'Forbidden: bot was blocked by the user'],
  [404, 'Not Found'],
  [409, 'Conflict: terminated by other getUpdates request'],
  [429, 'Too Many Requests: retry after 7', { retry_after: 7 }],
  [500, 'Internal Server Error'],
];

describe('a refusal', () => {
  it.each(REFUSALS)('%i %s is told as grammY reads it', async (code, description, parameters) => {
    const { api, base } = await playedBotApi(refuse(code, description, parameters));
    const { result, answer } = await api.call(TOKEN, 'getMe', {});
    const judge = await new Api(TOKEN, { apiRoot: base }).getMe().catch((error: unknown) => error);
    if (!(judge instanceof GrammyError)) throw new Error('grammY found no refusal');
    const { retry_after, migrate_to_chat_id } = judge.parameters;
    expect(result).toMatchObject({ kind: 'response', status: code });
    expect(answer).toEqual({
      ok: false,
      code: judge.error_code,
      description: judge.description,
      ...(retry_after !== undefined && { retry_after }),
      ...(migrate_to_chat_id !== undefined && { migrate_to: String(migrate_to_chat_id) }),
    });
  });

  it('tells no more than 256 characters', async () => {
    const { api } = await playedBotApi(refuse(400, 'x'.repeat(5_000)));
    const { answer } = await api.call(TOKEN, 'getMe', {});
    expect(answer).toEqual({ ok: false, code: 400, description: 'x'.repeat(256) });
  });
});

describe('what is no word of the Bot API gives no answer:', () => {
  it.each<[string, Play]>([
    ['an empty 200', html(200, '')],
    ['a 200 in HTML', html(200)],
    ['a 502 of a proxy', html(502)],
    ['a 504 of a proxy', html(504)],
    ['a 200 that says nothing of ok', json(200, { result: true })],
    ['ok without a result', json(200, { ok: true })],
    ['ok as a word', json(200, { ok: 'true', result: true })],
    ['ok with a status that says otherwise', json(502, { ok: true, result: true })],
    ['a refusal without its code', json(400, { ok: false, description: 'x' })],
    ['a refusal with a code in words', json(400, { ok: false, error_code: '400', description: 'x' })],
    ['a refusal with a code of success', json(200, { ok: false, error_code: 200, description: 'x' })],
    ['a refusal without words', json(400, { ok: false, error_code: 400 })],
    ['a list', json(200, [{ ok: true, result: true }])],
    ['null', json(200, null)],
    ['more than 64 KiB', ok('x'.repeat(70_000))],
  ])('%s', async (_, play) => {
    const { api } = await playedBotApi(play);
    const called = await api.call(TOKEN, 'getMe', {});
    expect(called.result.kind).toBe('response');
    expect(called.answer).toBeUndefined();
    expect(called.unsent).toBeUndefined();
  });

  it.each<[string, Play]>([
    ['request.closed', cut],
    ['request.reset', reset],
    ['response.aborted', cutInTheMidst],
    ['response.timeout', silent],
  ])('%s, and it may have been done; to grammY all are one', async (error, play) => {
    const { base } = await playedBotApi(play);
    const deadlines = { connectMs: 5_000, headersMs: 150, totalMs: 5_000 };
    const called = await apiAt(base, { deadlines }).call(TOKEN, 'getMe', {});
    expect(called).toMatchObject({ result: { kind: 'error', error } });
    expect(called.unsent).toBeUndefined();
    // Its fetch waits minutes for the rest of an answer.
    if (error.startsWith('response.')) return;
    const judge = new Api(TOKEN, { apiRoot: base }).getMe();
    await expect(judge).rejects.toThrow(HttpError);
  });

  it('connect.refused, and it was surely not done; to grammY that is the same', async () => {
    const base = `http://localhost:${await closedPort()}`;
    expect(await apiAt(base).call(TOKEN, 'getMe', {})).toMatchObject({
      unsent: true,
      result: { error: 'connect.refused' },
    });
    await expect(new Api(TOKEN, { apiRoot: base }).getMe()).rejects.toThrow(HttpError);
  });
});

it.each([
  [{ retry_after: '7', migrate_to_chat_id: '-1' }],
  [{ retry_after: -1, migrate_to_chat_id: 0 }],
  [{ retry_after: 1.5, migrate_to_chat_id: 2 ** 60 }],
  [{ retry_after: null }],
  ['soon'],
  [[7]],
])('parameters %j of a refusal are left out', async (parameters) => {
  const { api } = await playedBotApi(json(429, { ok: false, error_code: 429, description: 'x', parameters }));
  expect((await api.call(TOKEN, 'getMe', {})).answer).toEqual({ ok: false, code: 429, description: 'x' });
});

describe('the token is in nothing that comes back, when', () => {
  const echoes: [string, (path: string) => Play][] = [
    ['a proxy shows the path', (path) => html(502, `<a href="${path}">${encodeURIComponent(path)}</a>`)],
    ['it is shown in small letters', (path) => html(404, path.toLowerCase())],
    ['it is the last word that is kept', (path) => html(502, `${'x'.repeat(4096 - 120)}${path}`)],
    ['it is the result', (path) => ok({ url: path })],
    ['it is a reason', (path) => refuse(400, path)],
    [
      'it is a header',
      (path) => (response) => void response.writeHead(503, { 'retry-after': path.slice(-50) }).end(path),
    ],
  ];
  it.each(echoes)('%s', async (_, echo) => {
    const { api } = await playedBotApi((response, request) => echo(request.url ?? '')(response, request));
    const called = await api.call(TOKEN, 'getMe', {});
    const shown = JSON.stringify(called).toLowerCase();
    // A piece of it would be as bad.
    expect(shown).not.toContain(SECRET.toLowerCase().slice(0, 8));
    expect(shown).toContain('[token]');
  });

  it.each<[string, Play]>([
    ['the connection is cut', cut],
    ['the answer breaks off', cutInTheMidst],
  ])('%s', async (_, play) => {
    const { api } = await playedBotApi(play);
    const called = await api.call(TOKEN, 'getMe', {});
    expect(called.result.kind).toBe('error');
    expect(JSON.stringify(called)).not.toContain(SECRET.slice(0, 8));
  });
});

const failed = (why: string): Download => ({ kind: 'failed', why });

describe('a download', () => {
  const file =
    (bytes: Buffer): Play =>
    (response) =>
      void response.writeHead(200).end(bytes);

  it('gives the bytes', async () => {
    const bytes = Buffer.from([0xff, 0xd8, 0, 1, 2, 0xff]);
    const { api, asked } = await playedBotApi(file(bytes));
    const found = await api.download(TOKEN, 'photos/file_12.jpg', 100);
    expect(found).toEqual({ kind: 'file', bytes });
    expect(asked).toMatchObject([
      { verb: 'GET', path: `/_local/telegram/file/bot${TOKEN}/photos/file_12.jpg` },
    ]);
  });

  it.each([
    [200_000, 200_000, { kind: 'file', bytes: Buffer.alloc(200_000) }],
    [200_000, 199_999, { kind: 'too_large' }],
    [0, 10, { kind: 'file', bytes: Buffer.alloc(0) }],
  ])('of %i bytes where %i are allowed tells so', async (size, most, told) => {
    const { api } = await playedBotApi(file(Buffer.alloc(size)));
    expect(await api.download(TOKEN, 'documents/file_1', most)).toEqual(told);
  });

  it.each<[string, Play, Download]>([
    ['a missing one', refuse(404, 'Not Found'), { kind: 'missing' }],
    ['one that is refused', refuse(401, 'Unauthorized'), failed('an answer with status 401')],
    ['trouble', html(502), failed('an answer with status 502')],
    [
      'a redirect',
      (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end('x'),
      failed('an answer with status 302'),
    ],
    ['one that breaks off', cutInTheMidst, failed('response.aborted')],
    ['one that does not come', cut, failed('request.closed')],
    [
      'one that was packed',
      (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
      failed('an encoding that was not asked for'),
    ],
  ])('of %s tells so', async (_, play, told) => {
    const { api } = await playedBotApi(play);
    expect(await api.download(TOKEN, 'documents/file_1', 100)).toEqual(told);
  });

  it.each([
    '',
    '/etc/passwd',
    '../bot1/getMe',
    'photos/../../getMe',
    'photos/..',
    'photos//a.jpg',
    'photos/',
    './a',
    'http://127.0.0.1/a',
    'photos/a?b',
    'photos/a#b',
    'photos/%2e%2e/a',
    'photos\\a',
    'photos/a b',
    'photos/файл',
    'photos/a\n',
    `${'a/'.repeat(9)}a`,
    'a'.repeat(256),
  ])('of the path %j is not tried', async (path) => {
    const { api, asked } = await playedBotApi(file(Buffer.from('x')));
    expect(await api.download(TOKEN, path, 100)).toEqual({ kind: 'missing' });
    expect(asked).toEqual([]);
  });

  it.each(['no token', ''])('with %j for a token is not tried', async (token) => {
    const { api, asked } = await playedBotApi(file(Buffer.from('x')));
    expect(await api.download(token, 'photos/a.jpg', 100)).toEqual({ kind: 'missing' });
    expect(asked).toEqual([]);
  });
});

it('does not follow an answer that leads elsewhere', async () => {
  const trap = await httpServer((_, response) => void response.end('{"ok":true,"result":true}'));
  const location = `http://127.0.0.1:${trap.port}/`;
  const { base } = await playedBotApi((response) => void response.writeHead(307, { location }).end());
  const called = await new HttpBotApi({ client: clientFor(), base }).call(TOKEN, 'getMe', {});
  expect(called).toMatchObject({ result: { kind: 'response', status: 307 } });
  expect(called.answer).toBeUndefined();
  expect(trap.connections()).toBe(0);
});
