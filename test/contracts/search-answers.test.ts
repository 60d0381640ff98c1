import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { aMessage, anId, CLIENT, CONVERSATION, DAY, HOUR, NOW, PARTNER } from '../builders.ts';
import { spoken } from '../usecases/spoken-desk.ts';
import { AnswerBook } from './answer-book.ts';
import { type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { itRefusesStrangers } from './operator-refusals.ts';
import { type Request, verdictOf } from './partner-door.ts';

const book = new AnswerBook();
const ask = (door: OpenOperatorDoor, request: Request) => book.ask(door, request);
const parsed = async (asked: Promise<HttpResponse>) => JSON.parse((await asked).body);

type Query = Record<string, string>;
const get = (path: string, query?: Query): Request => ({ method: 'GET', path, ...(query && { query }) });
const messages = (query?: Query) => get('/api/search/messages', query);
const conversations = (query: Query = { q: 'а' }) => get('/api/search/conversations', query);
const clients = (query: Query = { q: 'pupil' }) => get('/api/search/clients', query);
const conversation = (query?: Query, id = CONVERSATION) => get(`/api/export/conversation/${id}`, query);
const results = (query?: Query) => get('/api/export/results', query);
const report = (query?: Query) => get('/api/export/report', query);

/** A desk to which three clients have written. */
async function aSpokenDesk(): Promise<OpenOperatorDoor> {
  const door = await openOperatorDoor();
  const { desk } = door;
  await spoken(desk, { text: 'Не открывается урок' });
  await spoken(desk, { text: 'Верните деньги', client_id: 'pupil-7', as: { scenario: 'COMPLAINT' } });
  await spoken(desk, { text: 'Урок перенесите', client_id: 'parent-1', partner: 'other' });
  return door;
}

describe('what was said', () => {
  it('is found page by page', async () => {
    const door = await aSpokenDesk();
    const page = await parsed(ask(door, messages({ q: 'УРОК', limit: '2' })));
    expect(page.items).toMatchObject([
      { client_id: 'parent-1', source: 'ai_bot', delivery: 'delivered', scenario: 'TECH_SUPPORT_BASIC' },
      {
        client_id: 'parent-1',
        partner: 'other',
        source: 'client',
        text: 'Урок перенесите',
        scenario: 'TECH_SUPPORT_BASIC',
        confidence: 0.97,
        delivery: null,
      },
    ]);
    const rest = await parsed(ask(door, messages({ q: 'УРОК', cursor: page.next })));
    const told = rest.items.map(({ source, client_id }: { source: string; client_id: string }) => [
      source,
      client_id,
    ]);
    expect(told.at(-1)).toEqual(['client', CLIENT]);
    expect(rest.next).toBeNull();
    const replies = await parsed(ask(door, messages({ client: 'pupil-7', scenario: 'COMPLAINT' })));
    expect(replies.items).toMatchObject([
      { source: 'ai_bot', delivery: 'delivered', operator: null },
      { source: 'client', conversation_id: replies.items[0].conversation_id },
    ]);
  });

  it('is looked for in the time that is asked for, and in a cursor’s own', async () => {
    const door = await aSpokenDesk();
    const { next } = await parsed(ask(door, messages({ limit: '1' })));
    door.desk.clock.advance(31 * DAY);
    expect((await parsed(ask(door, messages()))).items).toEqual([]);
    expect((await parsed(ask(door, messages({ cursor: next })))).items.length).toBeGreaterThan(3);
    const from = new Date(NOW).toISOString();
    expect((await parsed(ask(door, messages({ from })))).items.length).toBeGreaterThan(4);
    expect((await parsed(ask(door, messages({ from, to: from })))).items).toEqual([]);
  });

  it.each<[Query, string[]]>([
    [{ q: '' }, ['query.q']],
    [{ q: 'x'.repeat(256) }, ['query.q']],
    [{ scenario: 'WEATHER' }, ['query.scenario']],
    [{ min_confidence: '2' }, ['query.min_confidence']],
    [{ min_confidence: '-0.1' }, ['query.min_confidence']],
    [{ max_confidence: '1e-1' }, ['query.max_confidence']],
    [{ min_confidence: '0.8', max_confidence: '0.7' }, ['query.min_confidence']],
    [{ from: 'yesterday' }, ['query.from']],
    [{ from: '2026-11-24T12:00:00Z', to: '2026-11-24T11:00:00Z' }, ['query.from']],
    [{ limit: '201' }, ['query.limit']],
    [{ cursor: 'x' }, ['query.cursor']],
    [{ cursor: Buffer.from('{"day":"2026-13-01","from":0,"to":1}').toString('base64url') }, ['query.cursor']],
  ])('is not looked for by %j', async (query, places) => {
    const door = await openOperatorDoor();
    for (const request of [messages(query), ...('limit' in query ? [] : [results(query)])]) {
      const { statusCode, body } = await ask(door, request);
      expect([statusCode, JSON.parse(body).errors.map(({ path }: { path: string }) => path)]).toEqual([
        422,
        places,
      ]);
    }
  });
});

describe('conversations and clients', () => {
  const idsOf = (page: { items: { client_id: string }[] }) => page.items.map(({ client_id }) => client_id);

  it('are found by the beginning of an id, a name, or last words, the closed ones at the end', async () => {
    const door = await aSpokenDesk();
    expect(idsOf(await parsed(ask(door, conversations({ q: 'pupil' }))))).toEqual(['pupil-7', CLIENT]);
    expect(idsOf(await parsed(ask(door, conversations({ q: 'УРОК' }))))).toHaveLength(2);
    expect(idsOf(await parsed(ask(door, conversations({ q: 'ent-1' }))))).toEqual([]);
    await door.desk.conversations.putProfile(CONVERSATION, { client_name: 'Алёна Петрова' }, NOW);
    expect(idsOf(await parsed(ask(door, conversations({ q: 'петрова алена' }))))).toEqual([CLIENT]);

    const close = { path: `/api/conversations/${CONVERSATION}/close` };
    expect((await door.ask(close)).statusCode).toBe(200);
    const first = await parsed(ask(door, conversations({ q: 'урок', limit: '1' })));
    expect(idsOf(first)).toEqual(['parent-1']);
    const second = await parsed(ask(door, conversations({ q: 'урок', limit: '1', cursor: first.next })));
    expect([idsOf(second), second.items[0].status]).toEqual([[CLIENT], 'closed']);
  });

  it('are found by how much and how lately the client has written, and by whether a turn was judged', async () => {
    const door = await aSpokenDesk();
    door.desk.clock.advance(3 * HOUR);
    await spoken(door.desk, { text: 'Когда вернёте?', client_id: 'pupil-7', as: { scenario: 'COMPLAINT' } });
    const found = async (query: Query) => idsOf(await parsed(ask(door, conversations(query)))).toSorted();
    expect(await found({ min_messages: '2' })).toEqual(['pupil-7']);
    expect(await found({ min_messages: '3' })).toEqual([]);
    expect(await found({ hours: '2' })).toEqual(['pupil-7']);
    expect(await found({ hours: '4' })).toHaveLength(3);
    expect(await found({ has_feedback: 'true' })).toEqual([]);
    const { items } = await parsed(ask(door, messages({ client: 'parent-1' })));
    const [reply] = items.filter(({ source }: { source: string }) => source === 'ai_bot');
    await door.ask({ path: '/api/feedback', body: { message_id: reply.id, verdict: 'correct' } });
    expect(await found({ has_feedback: 'true' })).toEqual(['parent-1']);
    expect(await found({ has_feedback: 'false' })).not.toContain('parent-1');
    expect(await found({ has_feedback: 'true', hours: '2' })).toEqual([]);
    expect(await found({ q: 'вернете', min_messages: '2', hours: '1' })).toEqual(['pupil-7']);
  });

  it('are told page by page, and in all no other than at once', async () => {
    const door = await openOperatorDoor();
    for (const client_id of Array.from({ length: 45 }, (_, n) => `pupil-${100 + n}`))
      await spoken(door.desk, { client_id, text: client_id });
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await parsed(
        ask(door, conversations({ q: 'pupil-1', limit: '7', ...(cursor && { cursor }) })),
      );
      expect(page.items.length).toBeLessThanOrEqual(7);
      found.push(...page.items.map(({ client_id }: { client_id: string }) => client_id));
      cursor = page.next;
    }
    expect(found.toSorted()).toEqual(Array.from({ length: 45 }, (_, n) => `pupil-${100 + n}`));

    const page = await parsed(ask(door, clients({ q: 'pupil-1' })));
    expect(page.items).toHaveLength(LIMITS.clientsFound);
    expect(page.items[0]).toMatchObject({ client_id: 'pupil-100', client_name: null, partner: PARTNER });
    const rest = await parsed(ask(door, clients({ q: 'pupil-1', partner: PARTNER, cursor: page.next })));
    expect(rest.items[0]).toMatchObject({ client_id: 'pupil-120' });
    expect((await parsed(ask(door, clients({ q: 'pupil-1', partner: 'other' })))).items).toEqual([]);
  });

  it.each([
    [conversations({}), 'query.q'],
    [conversations({ min_messages: '0' }), 'query.min_messages'],
    [conversations({ hours: '9601' }), 'query.hours'],
    [conversations({ has_feedback: 'yes' }), 'query.has_feedback'],
    [conversations({ q: 'x', limit: '34' }), 'query.limit'],
    [
      conversations({ q: 'x', cursor: Buffer.from('{"list":1,"stretch":3}').toString('base64url') }),
      'query.cursor',
    ],
    [clients({}), 'query.q'],
    [clients({ q: 'x', cursor: 'e30' }), 'query.cursor'],
  ])('are not looked for by what is wrong (%#)', async (request, place) => {
    const { statusCode, body } = await ask(await openOperatorDoor(), request);
    expect([statusCode, JSON.parse(body).errors[0].path]).toEqual([422, place]);
  });
});

describe('files', () => {
  it('have a conversation in the order of time, with what was done and noted', async () => {
    const door = await aSpokenDesk();
    await door.ask({ path: `/api/conversations/${CONVERSATION}/note`, body: { text: '=1+1' } });
    const file = await ask(door, conversation());
    expect(file.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${CONVERSATION}.csv"`,
    });
    expect(file.headers).not.toHaveProperty('link');
    const [head, ...lines] = file.body.split('\r\n');
    expect(head).toMatch(/^\ufeffcreated_at,kind,by,text,/);
    expect(lines.map((line) => line.split(',')[1])).toEqual(['message', 'text', 'note', undefined]);
    expect(lines[2]).toContain(",'=1+1,");
    const items = await parsed(ask(door, conversation({ format: 'json' })));
    expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(['message', 'text', 'note']);
  });

  it('have what a search finds', async () => {
    const door = await aSpokenDesk();
    const found = await parsed(ask(door, messages({ scenario: 'COMPLAINT' })));
    expect(await parsed(ask(door, results({ scenario: 'COMPLAINT', format: 'json' })))).toEqual(found.items);
    const { body, headers } = await ask(door, results({ scenario: 'COMPLAINT' }));
    expect(headers['content-disposition']).toBe('attachment; filename="results-2026-11-24.csv"');
    expect(body.split('\r\n')).toHaveLength(found.items.length + 2);
  });

  it('have a report', async () => {
    const door = await aSpokenDesk();
    const lines = await parsed(ask(door, report({ format: 'json' })));
    expect(lines).toEqual([
      {
        day: '2026-11-24',
        scenario: 'COMPLAINT',
        turns: 1,
        messages: 1,
        answered_alone: 0,
        left: 0,
        escalated: 1,
        escalated_by: { complaint: 1 },
      },
      expect.objectContaining({
        scenario: 'TECH_SUPPORT_BASIC',
        turns: 2,
        answered_alone: 2,
        escalated_by: {},
      }),
    ]);
    const { body, headers } = await ask(door, report({ from: '2026-11-24T00:00:00Z' }));
    expect(headers['content-disposition']).toBe('attachment; filename="report-2026-11-24-2026-11-24.csv"');
    expect(body).toContain('escalated_complaint');
  });

  it('are never larger than Lambda may answer with, and lead on until all is told', async () => {
    const door = await openOperatorDoor();
    const { conversations: store } = door.desk;
    await spoken(door.desk, { text: 'начало', unanswered: true });
    const text = '"\n'.repeat(2500);
    for (let n = 1; n <= 400; n++) {
      const at = NOW + 60_000 + n;
      await store.putMessage(aMessage({ id: anId(at), received_at: at, text }));
    }
    door.desk.clock.advance(DAY);
    for (const path of [`/api/export/conversation/${CONVERSATION}`, '/api/export/results'])
      for (const format of ['csv', 'json']) {
        let told = 0;
        let files = 0;
        for (let next: URL | undefined = new URL(`${path}?format=${format}`, 'http://x'); next; files++) {
          const file = await ask(door, get(next.pathname, Object.fromEntries(next.searchParams)));
          expect(Buffer.byteLength(JSON.stringify(file))).toBeLessThan(6 * 1000 * 1000);
          told += format === 'json' ? JSON.parse(file.body).length : file.body.split('\r\n').length - 2;
          const link: string | undefined = /^<(.+)>/.exec(file.headers['link'] ?? '')?.[1];
          next = link === undefined ? undefined : new URL(link, 'http://x');
        }
        expect([path, format, told]).toEqual([path, format, 401]);
        expect(files).toBeGreaterThan(1);
      }
  });

  it('are of a conversation that there is', async () => {
    const door = await openOperatorDoor();
    expect(verdictOf(await ask(door, conversation())).code).toBe('conversation.unknown');
    expect(verdictOf(await ask(door, conversation(undefined, 'x'))).code).toBe('conversation.unknown');
  });

  it.each([conversation, results, report])('are made by no query that is wrong (%#)', async (of) => {
    const door = await openOperatorDoor();
    expect(verdictOf(await ask(door, of({ format: 'xls' }))).code).toBe('request.invalid');
    expect(verdictOf(await ask(door, of({ cursor: 'x' }))).code).toBe('request.invalid');
  });
});

itRefusesStrangers(book, [messages(), conversations(), clients(), conversation(), results(), report()]);

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('search'));
});
