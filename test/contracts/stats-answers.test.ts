import { describe, expect, it } from 'vitest';
import { MemoryHourCounts } from '../../shared/adapters/memory/hour-counts.ts';
import type { Feedback } from '../../shared/domain/feedback.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { noFigures } from '../../shared/domain/statistics.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { anId, CONVERSATION, DAY, HOUR, MINUTE, NOW } from '../builders.ts';
import { SIGNAL } from '../usecases/desk.ts';
import { spoken } from '../usecases/spoken-desk.ts';
import { AnswerBook } from './answer-book.ts';
import { ADMIN, type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { itRefusesStrangers } from './operator-refusals.ts';
import type { Request } from './partner-door.ts';

const book = new AnswerBook();
const ask = (door: OpenOperatorDoor, request: Request) => book.ask(door, request);
const parsed = async (asked: Promise<HttpResponse>) => JSON.parse((await asked).body);

type Query = Record<string, string>;
const get = (path: string, query?: Query): Request => ({ method: 'GET', path, ...(query && { query }) });
const KINDS = ['messages', 'scenarios', 'deliveries', 'operators'];
const stats = (kind: string, query?: Query) => get(`/api/stats/${kind}`, query);
const metrics = get('/metrics');
const summary = (query?: Query) => get('/api/feedback/summary', query);
const misclassified = (query?: Query) => get('/api/feedback/misclassified', query);
const iso = (at: number) => new Date(at).toISOString();

/** A desk that has answered one client, and to which another has complained; an operator has answered that one. */
async function aBusyDesk(): Promise<OpenOperatorDoor> {
  const door = await openOperatorDoor();
  const { desk } = door;
  await spoken(desk, { text: 'Не открывается урок', client_id: 'pupil-7' });
  await spoken(desk, { text: 'Верните деньги', as: { scenario: 'COMPLAINT', confidence: 0.91 } });
  desk.clock.advance(2 * MINUTE);
  const act = (action: string, body: object = {}) =>
    door.ask({ path: `/api/conversations/${CONVERSATION}/${action}`, body: JSON.stringify(body) });
  expect((await act('take')).statusCode).toBe(200);
  desk.clock.advance(MINUTE);
  expect((await act('reply', { text: 'Возвращаем.' })).statusCode).toBe(202);
  await deliverOutbound(desk.deliver, SIGNAL, 'outbound');
  return door;
}

describe('statistics', () => {
  it('tell by hour, and of all hours together, what was said and how soon it was answered', async () => {
    const body = await parsed(ask(await aBusyDesk(), stats('messages')));
    expect(body).toMatchObject({ partial: false, from: iso(NOW - DAY), to: iso(NOW + HOUR) });
    expect(body.hours).toHaveLength(25);
    const { hour, counted_at, ...figures } = body.hours.at(-1);
    expect([hour, counted_at > iso(NOW)]).toEqual([iso(NOW), true]);
    expect(figures).toEqual(body.total);
    expect(body.total).toEqual({
      messages: 2,
      texts: { ai_bot: 2, operator: 1 },
      answered_by_bot_in: { count: 2, median_s: 25, p90_s: 25 },
      answered_by_operators_in: { count: 1, median_s: 200, p90_s: 200 },
    });
    expect(body.hours[0]).toMatchObject({ messages: 0, answered_by_bot_in: { count: 0, median_s: null } });
  });

  it('tell what it was about, what became of texts, and what operators did', async () => {
    const door = await aBusyDesk();
    const none = { waiting: 0, delivered: 0, stored: 0, dead: 0, unknown: 0, cancelled: 0 };
    expect((await parsed(ask(door, stats('scenarios')))).total.scenarios).toEqual([
      {
        scenario: 'COMPLAINT',
        turns: 1,
        messages: 1,
        answered_alone: 0,
        left: 0,
        escalated: 1,
        escalated_by: { complaint: 1 },
        mean_confidence: 0.91,
        bands: { answer: 1, doubt: 0, refuse: 0 },
      },
      expect.objectContaining({ scenario: 'TECH_SUPPORT_BASIC', answered_alone: 1, escalated_by: {} }),
    ]);
    expect((await parsed(ask(door, stats('deliveries')))).total.texts).toEqual([
      { source: 'ai_bot', ...none, delivered: 2 },
      { source: 'operator', ...none, delivered: 1 },
    ]);
    const { operators, taken_in } = (await parsed(ask(door, stats('operators')))).total;
    expect(operators).toMatchObject([{ operator: ADMIN, replies: 1, takes: 1, closes: 0 }]);
    expect(taken_in).toEqual({ count: 1, median_s: 140, p90_s: 140 });
  });

  it('of the hour under way are at most half a minute old; a closed hour is not counted again', async () => {
    const door = await aBusyDesk();
    const { desk } = door;
    const messages = async () => (await parsed(ask(door, stats('messages')))).total.messages;
    expect(await messages()).toBe(2);
    await spoken(desk, { text: 'Ещё', client_id: 'pupil-7', unanswered: true });
    expect(await messages()).toBe(2);
    desk.clock.advance(LIMITS.openHourKept);
    expect(await messages()).toBe(3);
    desk.clock.advance(3 * HOUR);
    expect(await messages()).toBe(3);
    const onDay = desk.conversations.onDay.bind(desk.conversations);
    let looks = 0;
    desk.conversations.onDay = (...of) => {
      looks += 1;
      return onDay(...of);
    };
    expect(await messages()).toBe(3);
    expect(looks).toBe(0);
    desk.clock.advance(DAY);
    await ask(door, stats('messages', { from: iso(NOW), to: iso(NOW) }));
    expect(looks).toBeGreaterThan(0);
  });

  it('that take too long are partial, and whole when they are asked for again', async () => {
    const door = await aBusyDesk();
    const { desk } = door;
    const onDay = desk.conversations.onDay.bind(desk.conversations);
    desk.conversations.onDay = async (...of) => {
      desk.clock.advanceWall(LIMITS.resultsWall / 4);
      return onDay(...of);
    };
    let asked = 0;
    let told = 0;
    for (let partial = true; partial; asked++) {
      const body = await parsed(ask(door, stats('messages')));
      partial = body.partial;
      expect(body.hours.length).toBeGreaterThan(told);
      told = body.hours.length;
      expect(body.total.messages).toBe(partial ? 0 : 2);
    }
    expect([told, asked > 3]).toEqual([25, true]);
  });

  it('are of at most 31 days, of none to come', async () => {
    const door = await aBusyDesk();
    const whole = await parsed(ask(door, stats('messages', { from: iso(NOW - 31 * DAY), to: iso(NOW) })));
    expect([whole.hours.length, whole.total.messages]).toEqual([31 * 24 + 1, 2]);
    const old = await parsed(ask(door, stats('messages', { from: iso(NOW - 60 * DAY) })));
    expect([old.from, old.to]).toEqual([iso(NOW - 60 * DAY), iso(NOW - 29 * DAY + HOUR)]);
    const future = await parsed(ask(door, stats('messages', { from: iso(NOW + DAY), to: iso(NOW + DAY) })));
    expect(future.hours).toHaveLength(1);
  });

  it('are refused where the answer would be larger than Lambda may give', async () => {
    const hourCounts = new MemoryHourCounts();
    const door = await openOperatorDoor({ hourCounts });
    const names = Array.from({ length: 80 }, (_, n) => [`operator-of-the-desk-${n}`, { reply: 1 }] as const);
    const figures = { ...noFigures(), operators: Object.fromEntries(names) };
    for (let hour = NOW - 30 * DAY; hour < NOW; hour += HOUR)
      await hourCounts.put({ hour, begun_at: NOW, figures });
    const month = { from: iso(NOW - 30 * DAY), to: iso(NOW) };
    const { statusCode, body } = await ask(door, stats('operators', month));
    expect([statusCode, JSON.parse(body).errors[0].path]).toEqual([422, 'query.from']);
    expect((await ask(door, stats('operators'))).statusCode).toBe(200);
    expect((await ask(door, stats('messages', month))).statusCode).toBe(200);
  });

  it.each<[Query, string]>([
    [{ from: 'yesterday' }, 'query.from'],
    [{ to: '2026' }, 'query.to'],
    [{ from: iso(NOW), to: iso(NOW - 1) }, 'query.from'],
    [{ from: iso(NOW - 31 * DAY - 1), to: iso(NOW) }, 'query.from'],
  ])('are not told by %j', async (query, place) => {
    const door = await openOperatorDoor();
    for (const kind of KINDS) {
      const { statusCode, body } = await ask(door, stats(kind, query));
      expect([statusCode, JSON.parse(body).errors[0].path]).toEqual([422, place]);
    }
  });
});

const opinion = (n: number, over: Partial<Feedback> = {}): Feedback => ({
  turn_id: anId(NOW - n * MINUTE),
  conversation_id: CONVERSATION,
  verdict: 'correct',
  scenario: 'GREETING',
  guess: 'GREETING',
  confidence: 0.5,
  model: 'one',
  by: 'operator_001',
  at: NOW,
  ...over,
});
const wrong = (n: number, over: Partial<Feedback> = {}) =>
  opinion(n, { verdict: 'incorrect', scenario: 'COMPLAINT', ...over });

describe('feedback', () => {
  it('is counted by verdict, by what was mistaken for what, and by model', async () => {
    const door = await openOperatorDoor();
    const called = { verdict: 'needs_escalation', scenario: undefined } as const;
    for (const one of [
      opinion(1),
      wrong(2),
      wrong(3, { model: 'two' }),
      wrong(4, { scenario: 'REFERRAL' }),
      opinion(5, called),
      wrong(60),
    ])
      await door.desk.feedback.put(one);
    const query = { from: iso(NOW - HOUR + 1), to: iso(NOW) };
    expect(await parsed(ask(door, summary(query)))).toEqual({
      ...query,
      correct: 1,
      incorrect: 3,
      needs_escalation: 1,
      share_correct: 0.2,
      corrections: [
        { guess: 'GREETING', right: 'COMPLAINT', count: 2 },
        { guess: 'GREETING', right: 'REFERRAL', count: 1 },
      ],
      models: [
        { model: 'one', correct: 1, incorrect: 2, needs_escalation: 1, share_correct: 0.25 },
        { model: 'two', correct: 0, incorrect: 1, needs_escalation: 0, share_correct: 0 },
      ],
      next: null,
    });
    expect((await parsed(ask(door, summary()))).incorrect).toBe(4);
    const none = await parsed(ask(door, summary({ to: iso(NOW - DAY) })));
    expect([none.share_correct, none.models]).toEqual([null, []]);
  });

  it('is counted in pieces where there is much, and what was misunderstood is listed the same way', async () => {
    const door = await openOperatorDoor();
    const many = LIMITS.feedbackCounted + 3;
    for (let n = 0; n < many; n++)
      await door.desk.feedback.put(
        n % 1000 === 7 ? wrong(0, { turn_id: anId(NOW - n) }) : opinion(0, { turn_id: anId(NOW - n) }),
      );
    const first = await parsed(ask(door, summary()));
    const second = await parsed(ask(door, summary({ cursor: first.next })));
    expect([first, second].map(({ correct, incorrect }) => correct + incorrect)).toEqual([many - 3, 3]);
    expect(second.next).toBeNull();
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await parsed(ask(door, misclassified({ limit: '1', ...(cursor && { cursor }) })));
      found.push(...page.items.map(({ message_id }: { message_id: string }) => message_id));
      cursor = page.next;
    }
    expect(found).toEqual([0, 1, 2, 3, 4].map((n) => anId(NOW - 7 - 1000 * n)));
  });

  it.each([
    summary({ from: 'x' }),
    summary({ cursor: 'e30' }),
    misclassified({ limit: '0' }),
    misclassified({ cursor: 'x' }),
  ])('is told by no query that is wrong (%#)', async (request) => {
    expect((await ask(await openOperatorDoor(), request)).statusCode).toBe(422);
  });
});

describe('the figures that Prometheus reads', () => {
  it('tell of the day so far', async () => {
    const { statusCode, headers, body } = await ask(await aBusyDesk(), metrics);
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(body).toMatch(/^firstline_messages_total 2$/m);
  });
});

itRefusesStrangers(book, [...KINDS.map((kind) => stats(kind)), summary(), misclassified(), metrics]);

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('statistics'));
});
