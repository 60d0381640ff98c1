import { describe, expect, it } from 'vitest';
import type { FaultCode } from '../../shared/domain/errors.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { CLIENT, CONVERSATION, PARTNER, SECOND } from '../builders.ts';
import { incoming, SIGNAL } from '../usecases/desk.ts';
import { AnswerBook } from './answer-book.ts';
import { ADMIN, type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { itRefusesStrangers } from './operator-refusals.ts';
import { type Request, verdictOf } from './partner-door.ts';

const book = new AnswerBook();
const ask = (door: OpenOperatorDoor, request: Request) => book.ask(door, request);
const parsed = async (asked: Promise<HttpResponse>) => JSON.parse((await asked).body);

const get = (path: string, query?: Record<string, string>): Request => ({
  method: 'GET',
  path,
  ...(query && { query }),
});
const keywords = get('/api/keywords');
const add = (over: object | string = {}): Request => ({
  path: '/api/keywords',
  body: typeof over === 'string' ? over : { scenario: 'COMPLAINT', keyword: 'верните деньги', ...over },
});
const remove = (id = 'kwd_x'): Request => ({ method: 'DELETE', path: `/api/keywords/${id}` });
const versions = (query?: Record<string, string>) => get('/api/keywords/versions', query);
const rollBack = (body: unknown = { version: 0 }): Request => ({ path: '/api/keywords/rollback', body });
const preview = (body: unknown = { text: 'Верните деньги' }): Request => ({
  path: '/api/keywords/preview',
  body,
});

const AT = '2026-11-24T12:00:00.000Z';

describe('keywords', () => {
  it('are none at first', async () => {
    const door = await openOperatorDoor();
    expect(await parsed(ask(door, keywords))).toEqual({
      version: 0,
      published_at: null,
      published_by: null,
      reason: null,
      items: [],
      next: null,
    });
    expect(await parsed(ask(door, versions()))).toEqual({ items: [], next: null });
  });

  it('are added with a priority of 5, found by scenario and priority, and removed', async () => {
    const door = await openOperatorDoor();
    const made = await ask(door, add({ keyword: '  Верните\nденьги ', reason: 'spring', seen_version: 0 }));
    const refund = JSON.parse(made.body);
    expect([made.statusCode, refund]).toEqual([
      201,
      {
        id: expect.stringMatching(/^kwd_/),
        scenario: 'COMPLAINT',
        keyword: 'Верните деньги',
        priority: 5,
        added_at: AT,
        added_by: ADMIN,
        version: 1,
      },
    ]);
    await ask(door, add({ keyword: 'жалоб*', priority: 9 }));
    await ask(door, add({ keyword: 'пригласить друга', scenario: 'REFERRAL', priority: 1 }));
    const all = await parsed(ask(door, keywords));
    expect(all).toMatchObject({ version: 3, published_by: ADMIN, next: null });
    expect(all.items.map(({ keyword }: { keyword: string }) => keyword)).toEqual([
      'пригласить друга',
      'жалоб*',
      'Верните деньги',
    ]);
    const removed = await ask(door, remove(refund.id));
    expect([removed.statusCode, removed.body]).toEqual([204, '']);
    expect(verdictOf(await ask(door, remove(refund.id)))).toEqual({ status: 404, code: 'keyword.unknown' });
    expect((await parsed(ask(door, keywords))).items).toHaveLength(2);
  });

  it('that are there get another priority, and are listed once', async () => {
    const door = await openOperatorDoor();
    const { id } = await parsed(ask(door, add()));
    const again = await ask(door, add({ keyword: 'ВЕРНИТЕ ДЕНЬГИ!', priority: 8 }));
    expect([again.statusCode, JSON.parse(again.body)]).toMatchObject([200, { id, priority: 8, version: 2 }]);
    expect((await parsed(ask(door, keywords))).items).toMatchObject([{ id, priority: 8 }]);
  });

  it('are listed by version page by page, and rolled back', async () => {
    const door = await openOperatorDoor();
    await ask(door, add({ reason: 'spring' }));
    await ask(door, add({ keyword: 'жалоб*' }));
    const back = await parsed(ask(door, rollBack({ version: 1, reason: 'oops' })));
    expect(back).toMatchObject({ version: 3, reason: 'oops', items: [{ keyword: 'верните деньги' }] });
    const first = await parsed(ask(door, versions({ limit: '2' })));
    const second = await parsed(ask(door, versions({ limit: '2', cursor: first.next })));
    const all = [...first.items, ...second.items];
    expect(all.map(({ keywords: then, ...version }) => [version, then.length])).toEqual([
      [{ version: 3, at: AT, by: ADMIN, reason: 'oops', restores: 1 }, 1],
      [{ version: 2, at: AT, by: ADMIN, reason: null, restores: null }, 2],
      [{ version: 1, at: AT, by: ADMIN, reason: 'spring', restores: null }, 1],
    ]);
    expect(second.next).toBeNull();
    expect((await parsed(ask(door, rollBack()))).items).toEqual([]);
  });
});

describe('a preview of keywords', () => {
  it('tells what they would decide, of a text and of what was said, and not a word of that', async () => {
    const door = await openOperatorDoor();
    const { desk } = door;
    await acceptMessage(desk.accept, incoming({ text: 'CANARY, верните деньги' }));
    desk.clock.advance(3 * SECOND);
    await answerConversation(desk.answer, SIGNAL);
    const tried = { scenario: 'COMPLAINT', keyword: 'верн* деньги', priority: 3 };
    const whose = { partner: PARTNER, client_id: CLIENT };
    const text = 'Верните деньги';
    const response = await ask(door, preview({ add: [{ ...tried, priority: 7 }, tried], text, ...whose }));
    const low = JSON.parse(response.body);
    expect(low).toMatchObject({ turns: 1, changed: 0, decides: { ...tried, id: null, always: false } });
    const high = await parsed(ask(door, preview({ add: [{ ...tried, priority: 5 }], ...whose })));
    expect(high).toMatchObject({ conversations: 1, turns: 1, changed: 1, decides: null, next: null });
    expect(high.items).toMatchObject([
      {
        conversation_id: CONVERSATION,
        before: { scenario: 'TECH_SUPPORT_BASIC' },
        after: { scenario: 'COMPLAINT' },
      },
    ]);
    expect(response.body + JSON.stringify(high)).not.toContain('CANARY');
    expect(await door.door.documents.all()).toEqual([]);
    const { id, version: _, added_at: _at, added_by: _by, ...added } = await parsed(ask(door, add()));
    expect(await parsed(ask(door, preview({ text })))).toMatchObject({
      conversations: 0,
      decides: { ...added, id, always: true },
    });
    expect(await parsed(ask(door, preview({ text, remove: [id] })))).toMatchObject({ decides: null });
  });
});

it('what is published at the same moment is told as described, once it goes on for too long', async () => {
  const door = await openOperatorDoor();
  const { id } = await parsed(ask(door, add()));
  door.door.documents.publish = async () => 'conflict';
  for (const request of [add({ keyword: 'жалоб*' }), remove(id), rollBack()])
    expect(verdictOf(await ask(door, request))).toEqual({ status: 409, code: 'keywords.changed' });
});

it('no keyword is ever logged', async () => {
  const door = await openOperatorDoor();
  await ask(door, add({ keyword: 'CANARY', reason: 'CANARY' }));
  await ask(door, preview({ text: 'CANARY', add: [{ scenario: 'COMPLAINT', keyword: 'CANARY' }] }));
  const { lines } = door.desk.journal;
  expect(lines.map(({ event }) => event)).toContain('keywords.published');
  expect(JSON.stringify(lines)).not.toContain('CANARY');
});

itRefusesStrangers(book, [keywords, add(), remove(), versions(), rollBack(), preview()]);

describe('what is wrong with a request', () => {
  const padding = 'x'.repeat(256 * 1024 + 1);
  const bodies: [(body: string) => Request, bad: Request][] = [
    [add, add({ priority: 11 })],
    [rollBack, rollBack({})],
    [preview, preview({ remove: ['kwd_x'] })],
  ];

  it.each<[Request, FaultCode]>([
    ...bodies.flatMap(([of, bad]): [Request, FaultCode][] => [
      [of(padding), 'body.too_large'],
      [{ ...of('{}'), headers: { 'content-type': 'text/plain' } }, 'body.not_json'],
      [of('{'), 'body.malformed'],
      [bad, 'request.invalid'],
    ]),
    [versions({ limit: '11' }), 'request.invalid'],
    [rollBack({ version: 9 }), 'version.unknown'],
    [remove(), 'keyword.unknown'],
    [add({ seen_version: 3 }), 'keywords.changed'],
  ])('is said as described (%#): $1', async (request, code) => {
    expect(verdictOf(await ask(await openOperatorDoor(), request)).code).toBe(code);
  });
});

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('keywords'));
});
