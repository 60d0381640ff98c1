import { describe, expect, it } from 'vitest';
import { Fault } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Caller } from '../../shared/domain/partner.ts';
import { nameOfCaller } from '../../shared/edge/caller-rates.ts';
import { describeError } from '../../shared/edge/describe-error.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { httpEdge } from '../../shared/edge/http-edge.ts';
import { authenticate, hashKey } from '../../shared/edge/partner-key.ts';
import { asFault, problem } from '../../shared/edge/problem.ts';
import { queueEdge } from '../../shared/edge/queue-edge.ts';
import { readJson } from '../../shared/edge/request-body.ts';
import { matchRoute, type Route } from '../../shared/edge/router.ts';
import { streamEdge } from '../../shared/edge/stream-edge.ts';
import { anId, CONVERSATION, httpEvent, lambdaContext, sqsEvent } from '../builders.ts';
import { RecordingJournal } from '../usecases/desk.ts';

it('a problem tells of at most 100 places', () => {
  const issues = Array.from({ length: 150 }, (_, at) => ({ path: `it.${at}`, message: 'is wrong' }));
  const { body } = problem(new Fault('request.invalid', 'see errors', { issues }), 'req_1');
  expect(JSON.parse(body).errors).toEqual(issues.slice(0, 100));
});

describe('the router', () => {
  const routes: Route<string>[] = [
    { method: 'POST', path: '/api/messages', handler: 'post' },
    { method: 'GET', path: '/api/messages/{client_id}', handler: 'history' },
    { method: 'GET', path: '/api/messages/{client_id}/classifications', handler: 'understood' },
  ];

  it.each([
    ['POST', '/api/messages', 'post', {}],
    ['POST', '/api/messages/', 'post', {}],
    ['GET', '/api/messages/a.b-c', 'history', { client_id: 'a.b-c' }],
    ['GET', '/api/messages/a%20b/', 'history', { client_id: 'a b' }],
    ['GET', '/api/messages/a%2Fb', 'history', { client_id: 'a/b' }],
    ['GET', '/api/messages/__proto__/classifications', 'understood', { client_id: '__proto__' }],
  ])('%s %s leads to %s', (method, path, handler, parameters) => {
    expect(matchRoute(routes, method, path)).toMatchObject({ kind: 'route', handler, parameters });
  });

  it.each([
    '/',
    '',
    '/api',
    '/api/messages/a/b',
    '/api/messages/%E0%A4%A',
    '/API/messages',
    '/api//messages',
    '/api/messages//classifications',
  ])('knows nothing at %j', (path) => {
    expect(matchRoute(routes, 'GET', path).kind).toBe('none');
  });

  it('tells which methods a path takes', () => {
    expect(matchRoute(routes, 'PUT', '/api/messages')).toEqual({ kind: 'method', allowed: ['POST'] });
  });
});

describe('the body of a request', () => {
  const read = (body: string, headers: Record<string, string> = {}, base64 = false) => {
    try {
      return readJson(httpEvent('POST', '/', { body, headers, base64 }));
    } catch (error) {
      return (error as Fault).code;
    }
  };

  it.each([
    ['exactly as large as may be', `"${'a'.repeat(LIMITS.bodyBytes - 2)}"`, 'a'.repeat(LIMITS.bodyBytes - 2)],
    ['a byte larger', `"${'a'.repeat(LIMITS.bodyBytes - 1)}"`, 'body.too_large'],
    ['of few characters that are many bytes', `"${'Ж'.repeat(LIMITS.bodyBytes / 2)}"`, 'body.too_large'],
    ['with a byte order mark', '\ufeff{"a":1}', { a: 1 }],
    ['with something behind it', '{} {}', 'body.malformed'],
    ['that is no JSON', 'NaN', 'body.malformed'],
  ])('%s', (_, body, expected) => {
    expect(read(body)).toEqual(expected);
  });

  it('counts the bytes behind base64, not its letters', () => {
    expect(read(`"${'a'.repeat(LIMITS.bodyBytes - 2)}"`, {}, true)).toHaveLength(LIMITS.bodyBytes - 2);
  });

  it('must be UTF-8', () => {
    const event = {
      ...httpEvent('POST', '/'),
      body: Buffer.from([0x22, 0xff, 0x22]).toString('base64'),
      isBase64Encoded: true,
    };
    expect(() => readJson(event)).toThrow(expect.objectContaining({ code: 'body.malformed' }));
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'text/json',
    '',
    'multipart/form-data; x=application/json',
  ])('must not be %j', (type) => {
    expect(read('{}', { 'content-type': type })).toBe('body.not_json');
  });
});

describe('a request that fails', () => {
  const dependency = Object.assign(new Error('CANARY'), { name: 'InternalServerError', $fault: 'server' });

  it.each([
    ['by a fault of ours', new TypeError('CANARY'), 500, { name: 'TypeError' }, [{ WorkFailed: 1 }]],
    ['by a dependency, which is no fault of ours', dependency, 503, { name: 'InternalServerError' }, []],
    ['by its caller, of which nobody is told', new Fault('body.malformed', 'CANARY'), 400, undefined, []],
  ])('%s', async (_how, error, statusCode, failed, figures) => {
    const journal = new RecordingJournal();
    const door = httpEdge({ journal }, () => Promise.reject(error));
    const answer = await door(httpEvent('POST', '/', { headers: {} }), lambdaContext);
    expect(answer.statusCode).toBe(statusCode);
    expect(journal.of('request.failed')).toEqual(failed ? [expect.objectContaining(failed)] : []);
    expect(journal.of('request')).toHaveLength(1);
    expect(journal.figures).toEqual(figures);
    expect(JSON.stringify(journal.lines)).not.toContain('CANARY');
  });
});

describe('a key', () => {
  const asked: string[] = [];
  const directory = {
    async callerOfKey(hash: string): Promise<Caller | undefined> {
      asked.push(hash);
      return hash === hashKey('right') ? { kind: 'partner', partner: 'demo' } : undefined;
    },
  };
  const codeOf = (headers: Record<string, string>) =>
    authenticate(directory, headers).then(nameOfCaller, (fault: Fault) => fault.code);

  it.each([
    [{ authorization: 'Bearer right' }, 'demo'],
    [{ authorization: 'bearer  right' }, 'demo'],
    [{ 'x-api-key': 'right' }, 'demo'],
    [{ authorization: 'Basic cmlnaHQ=', 'x-api-key': 'right' }, 'demo'],
    [{ authorization: 'Bearer wrong', 'x-api-key': 'right' }, 'auth.invalid'],
    [{}, 'auth.missing'],
    [{ authorization: 'right' }, 'auth.missing'],
    [{ authorization: 'Bearer ' }, 'auth.missing'],
    [{ 'x-api-key': '' }, 'auth.missing'],
    [{ authorization: 'Bearer right right' }, 'auth.missing'],
  ])('in %j gives %s', async (headers, expected) => {
    expect(await codeOf(headers as Record<string, string>)).toBe(expected);
  });

  it('that is far too long is not even looked up', async () => {
    asked.length = 0;
    expect(await codeOf({ 'x-api-key': 'k'.repeat(10_000) })).toBe('auth.invalid');
    expect(asked).toEqual([]);
  });

  it('is looked up by its hash alone', async () => {
    asked.length = 0;
    await codeOf({ 'x-api-key': 'right' });
    expect(asked).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });
});

describe('an error', () => {
  it('in the log has its name, its code and its place, and no word of its message', () => {
    const error = Object.assign(new TypeError('CANARY\n    at CANARY (a.js:1:1)'), { code: 'E1' });
    const described = describeError(error);
    expect(described).toMatchObject({ name: 'TypeError', code: 'E1' });
    expect(described['at']).toEqual(expect.arrayContaining([expect.stringContaining('edges.test.ts')]));
    expect(JSON.stringify(described)).not.toContain('CANARY');
  });

  it('in the log has what caused it, and what caused that, each by its name and code', () => {
    const inner = Object.assign(new Error('CANARY'), { name: 'ThrottlingException' });
    const middle = new TypeError('CANARY', { cause: inner });
    const described = describeError(new Fault('dependency.unavailable', 'CANARY', { cause: middle }));
    expect(described).toMatchObject({
      code: 'dependency.unavailable',
      causes: [{ name: 'TypeError' }, { name: 'ThrottlingException' }],
    });
    expect(JSON.stringify(described)).not.toContain('CANARY');
  });

  it('that caused itself is described as far as anybody looks', () => {
    const error: Error = new Error('round');
    error.cause = error;
    expect(describeError(error)['causes']).toHaveLength(4);
  });

  it.each(['CANARY', undefined, null, 7, { message: 'CANARY', stack: 'at CANARY' }])(
    'that is %j is described too',
    (thrown) => {
      expect(JSON.stringify(describeError(thrown))).not.toContain('CANARY');
    },
  );

  it('that is a fault keeps its words for the caller', () => {
    const fault = new Fault('limit.client', 'wait', { retryAfterS: 7 });
    expect(asFault(fault)).toBe(fault);
    expect(problem(fault, 'r')).toMatchObject({ statusCode: 429, headers: { 'retry-after': '7' } });
  });
});

describe('the environment', () => {
  it('is read by name', () => {
    expect(readEnv(['A', 'B'], { A: '1', B: '2', C: '3' })).toEqual({ A: '1', B: '2' });
  });

  it('tells every name that is missing or empty at once', () => {
    expect(() => readEnv(['A', 'B', 'C'], { A: '', B: '2' })).toThrow(/A, C/);
  });
});

describe('a queue’s consumer', () => {
  it('attends to records side by side, and gives back those that fail, in any way', async () => {
    const journal = new RecordingJournal();
    const open: (() => void)[] = [];
    const consumer = queueEdge(journal, {
      async handle({ hops }) {
        if (hops === 1) await new Promise<void>((resolve) => open.push(resolve));
        else open[0]?.();
        if (hops === 3) throw 'CANARY';
      },
    });
    const event = sqsEvent(...[1, 2, 3].map((hops) => ({ conversation_id: CONVERSATION, hops })));
    expect(await consumer(event, lambdaContext)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'record-3' }],
    });
    expect(journal.of('signal.failed')).toMatchObject([{ message_id: 'record-3' }]);
    expect(JSON.stringify(journal.lines)).not.toContain('CANARY');
  });
});

describe('a stream’s consumer', () => {
  const record = (sk: string, at: number) => ({
    dynamodb: { Keys: { pk: { S: 'C#1' }, sk: { S: sk } }, SequenceNumber: `${at}` },
  });

  it('attends to messages and turns, and to no attempt, head or other row', async () => {
    const seen: string[] = [];
    const consumer = streamEdge(new RecordingJournal(), async ({ id }) => void seen.push(id));
    const rows = ['HEAD', 'PROFILE', `M#${anId()}`, `M#${anId()}#A0001`, anId().slice(4), ''];
    const event = { Records: [...rows.map(record), {}] };
    expect(await consumer(event, lambdaContext)).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual([anId()]);
  });

  it('gives the stream back from the first record that failed', async () => {
    const journal = new RecordingJournal();
    const consumer = streamEdge(journal, async ({ id }) => {
      if (id !== anId(1)) throw new Error('CANARY');
    });
    const event = { Records: [anId(1), anId(2), anId(3)].map((id, at) => record(`M#${id}`, at)) };
    expect(await consumer(event, lambdaContext)).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(journal.of('record.failed')).toMatchObject([{ sequence_number: '1' }]);
    expect(JSON.stringify(journal.lines)).not.toContain('CANARY');
  });
});
