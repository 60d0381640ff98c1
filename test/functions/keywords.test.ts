import { describe, expect, it } from 'vitest';
import { DynamoDocuments } from '../../shared/adapters/dynamo/document-store.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { httpEvent } from '../builders.ts';
import { KEYWORDS } from '../contracts/bad-input-keywords.ts';
import { eventOf, verdictOf } from '../contracts/partner-door.ts';
import { asAdmin, bodyOf, captureLog, deployFunctions, withKey } from './harness.ts';

const functions = deployFunctions();

const ask = (method: string, path: string, body?: unknown) =>
  functions.operatorApi(httpEvent(method, path, { headers: asAdmin, body }));
const add = (keyword: string, more: object = {}) =>
  ask('POST', '/api/keywords', { scenario: 'COMPLAINT', keyword, ...more });
const listed = async () => bodyOf(await ask('GET', '/api/keywords'));

describe('keywords', () => {
  it('are added, tried, removed and rolled back in the table, and the log tells who did it and no more', async () => {
    const log = captureLog();
    const made = await add('CANARY деньг*', { priority: 7, reason: 'CANARY', seen_version: 0 });
    expect([made.statusCode, bodyOf(made)]).toMatchObject([
      201,
      { priority: 7, version: 1, added_by: 'root' },
    ]);
    const { id } = bodyOf(made);
    const text = 'canary, деньги!';
    const tried = await ask('POST', '/api/keywords/preview', { text, remove: [] });
    expect(bodyOf(tried)).toMatchObject({ decides: { id, always: true } });
    expect((await ask('DELETE', `/api/keywords/${id}`)).statusCode).toBe(204);
    expect(await listed()).toMatchObject({ version: 2, items: [] });
    await ask('POST', '/api/keywords/rollback', { version: 1 });
    expect(await listed()).toMatchObject({ version: 3, items: [{ id, keyword: 'CANARY деньг*' }] });
    const { items } = bodyOf(await ask('GET', '/api/keywords/versions'));
    expect(items).toMatchObject([
      { version: 3, by: 'root', restores: 1 },
      { version: 2, keywords: [] },
      { version: 1, reason: 'CANARY', keywords: [{ id }] },
    ]);
    expect(log()).toMatch(/keywords\.published.*"version":1,"by":"root"/);
    expect(log()).not.toMatch(/CANARY|деньг/);
  });

  it('that are added at once are all there', async () => {
    const words = ['раз', 'два', 'три'];
    const made = await Promise.all(words.map((word) => add(word)));
    // The table may refuse one of two that touch a row at the same moment; who asks again is not refused.
    for (const [at, { statusCode }] of made.entries())
      if (statusCode !== 201) expect((await add(words[at] ?? '')).statusCode).toBeLessThan(300);
    const phrases = (await listed()).items.map(({ keyword }: { keyword: string }) => keyword);
    expect(phrases).toEqual(expect.arrayContaining(words));
    expect(new Set(phrases).size).toBe(phrases.length);
  });

  it('as many as there may be, each as long as it may be, fit into the table', async () => {
    const { version } = await listed();
    const keywords = Array.from({ length: LIMITS.keywords }, (_, n) => ({
      id: `kwd_${String(n).padStart(20, '0')}`,
      scenario: 'LESSON_CANCELLATION',
      phrase: `${'𠀀'.repeat(LIMITS.keywordCharacters - 3)}${String(n).padStart(3, '0')}`,
      priority: 10,
      added_by: 'x'.repeat(64),
      added_at: Date.now(),
    }));
    const document = {
      name: 'keywords',
      version: version + 1,
      body: { keywords },
      at: Date.now(),
      by: 'root',
    };
    expect(await new DynamoDocuments(functions.real().table).publish(document)).toBe('written');
    expect((await listed()).items).toHaveLength(LIMITS.keywords);
    expect((await add('ещё')).statusCode).toBe(422);
    expect((await ask('POST', '/api/keywords/rollback', { version: 0 })).statusCode).toBe(200);
  });
});

it.each([
  ['GET', '/api/keywords'],
  ['POST', '/api/keywords'],
  ['POST', '/api/keywords/preview'],
  ['GET', '/api/keywords/versions'],
  ['POST', '/api/keywords/rollback'],
  ['DELETE', '/api/keywords/kwd_x'],
])('%s %s is for admins alone', async (method, path) => {
  const knock = async (headers: Record<string, string>) =>
    verdictOf(await functions.operatorApi(httpEvent(method, path, { headers })));
  expect(await knock(withKey)).toEqual({ status: 403, code: 'auth.forbidden' });
  expect(await knock({ authorization: 'Bearer nope' })).toEqual({ status: 401, code: 'auth.invalid' });
});

it('a slash at the end of a path is taken away', async () => {
  const { statusCode, headers } = await functions.ingest(
    httpEvent('DELETE', '/api/keywords/kwd_x/', { headers: asAdmin }),
  );
  expect([statusCode, headers['location']]).toEqual([308, '/api/keywords/kwd_x']);
});

describe('whatever is wrong, the table is asked nothing that it refuses', () => {
  // What is taken publishes versions, which other rows count on not to be there.
  const isSteady = (code: string | undefined): boolean =>
    code !== undefined && code !== 'version.unknown' && !code.endsWith('.changed');
  const cases = Object.entries(KEYWORDS).flatMap(([table, rows]) =>
    rows.filter(({ code }) => isSteady(code)).map((row) => ({ table, ...row })),
  );

  it.each(cases)('$table, $name: $status $code', async ({ request, status, code }) => {
    expect(verdictOf(await functions.operatorApi(eventOf({ body: '', ...request })))).toEqual({
      status,
      code,
    });
  });
});
