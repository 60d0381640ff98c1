import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatClient } from '../../../shared/adapters/llm/chat-client.ts';
import { LlmAdviser } from '../../../shared/adapters/llm/llm-adviser.ts';
import { Purse } from '../../../shared/adapters/llm/purse.ts';
import { MemoryOpinions } from '../../../shared/adapters/memory/opinions.ts';
import { MemorySpending } from '../../../shared/adapters/memory/spending.ts';
import { LIMITS } from '../../../shared/domain/limits.ts';
import type { Adviser, Meter } from '../../../shared/ports.ts';
import { DAY, SECOND } from '../../builders.ts';
import { FixedClock, RecordingJournal } from '../../usecases/desk.ts';
import { cleanUp } from '../http/local-servers.ts';
import {
  completion,
  fails,
  hangs,
  hangsUp,
  names,
  type Play,
  type StandIn,
  says,
  sends,
  startStandIn,
} from './stand-in.ts';

const KEY = 'sk-CANARY-key';
const WORDS = 'CANARY words: ребёнок не может войти';
const PRICES = { in: 3, out: 15 };
/** What 900 tokens in and 20 out cost. */
const COST = 900 * 3 + 20 * 15;
const TODAY = '2026-11-24';

const RIGHT = names('COMPLAINT', 0.9);
const ADVICE = { scenario: 'COMPLAINT', confidence: 0.9, model: 'tiny' };

class RecordingMeter implements Meter {
  readonly figures: Record<string, number> = {};

  record(figures: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(figures))
      this.figures[name] = (this.figures[name] ?? 0) + value;
  }
}

/** What was built around the stand-in; an instance of the function is one adviser. */
function aRoom(server: StandIn, { cap = 1_000_000, prices = PRICES } = {}) {
  const clock = new FixedClock();
  const journal = new RecordingJournal();
  const meter = new RecordingMeter();
  const opinions = new MemoryOpinions(clock);
  const spending = new MemorySpending();
  const instance = (model = 'tiny', base = server.base, deadline?: () => AbortSignal): Adviser =>
    new LlmAdviser({
      chat: new ChatClient({ base, model, key: async () => KEY, clock }),
      opinions,
      purse: new Purse({ spending, prices, cap, clock, journal }),
      clock,
      journal,
      meter,
      deadline,
    });
  const spentOn = async (day: string) => (await spending.of(day))?.spent ?? 0;
  return { clock, journal, meter, opinions, spending, spentOn, instance, adviser: instance() };
}
type Room = ReturnType<typeof aRoom>;

let server: StandIn;
let room: Room;
beforeEach(async () => {
  server = await startStandIn();
  room = aRoom(server);
});
afterEach(cleanUp);

const reasons = () => room.journal.of('adviser.failed').map(({ why }) => why);
const timed =
  (later: number): Play =>
  (response, asked) => {
    room.clock.advanceWall(later);
    fails(500)(response, asked);
  };

describe('a right model', () => {
  it('is heard, counted and paid', async () => {
    server.plays(RIGHT);
    expect(await room.adviser.advise(WORDS)).toEqual(ADVICE);
    expect(room.meter.figures).toEqual({ LlmAnswered: 1, LlmSpendMicroUsd: COST });
    expect(await room.spentOn(TODAY)).toBe(COST);
    expect(room.journal.lines).toEqual([]);
  });

  it('is given four seconds', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout');
    server.plays(RIGHT);
    await room.adviser.advise(WORDS);
    expect(timeout.mock.calls).toEqual([[4_000]]);
  });

  it('is asked at temperature 0, for a short answer in a fixed form', async () => {
    server.plays(RIGHT);
    await room.adviser.advise(WORDS);
    expect(server.asked[0]?.body).toMatchObject({
      model: 'tiny',
      temperature: 0,
      max_tokens: LIMITS.llmAnswerTokens,
      response_format: { type: 'json_schema', json_schema: { strict: true } },
    });
  });
});

describe('equal words', () => {
  it.each([
    ['in another case', WORDS.toUpperCase()],
    ['with other spaces', `\n ${WORDS.replaceAll(' ', ' \u00a0 ')}\t`],
    ['in other forms of the letters', WORDS.normalize('NFD')],
    ['and more behind what is shown', undefined],
  ])('%s cost one call', async (_, again) => {
    server.plays(RIGHT);
    const long = WORDS.padEnd(LIMITS.llmCharacters, '.');
    const [first, second] = again === undefined ? [`${long}a`, `${long}b`] : [WORDS, again];
    await room.adviser.advise(first);
    expect(await room.instance().advise(second)).toEqual(ADVICE);
    expect(server.asked).toHaveLength(1);
    expect(room.meter.figures).toEqual({ LlmAnswered: 1, LlmCached: 1, LlmSpendMicroUsd: COST });
  });

  it('at the same time cost one call', async () => {
    server.plays(RIGHT);
    const heard = await Promise.all(Array.from({ length: 10 }, () => room.adviser.advise(WORDS)));
    expect(heard).toEqual(Array(10).fill(ADVICE));
    expect(server.asked).toHaveLength(1);
  });

  it.each<[string, () => Adviser]>([
    ['of another model', () => room.instance('huge')],
    ['at another server', () => room.instance('tiny', server.base.replace('127.0.0.1', 'localhost'))],
  ])('%s are asked about anew', async (_, other) => {
    server.plays(RIGHT);
    await room.adviser.advise(WORDS);
    await other().advise(WORDS);
    expect(server.asked).toHaveLength(2);
  });

  it('are asked about anew after thirty days of business time', async () => {
    server.plays(RIGHT);
    await room.adviser.advise(WORDS);
    room.clock.advanceBusiness(30 * DAY - 1);
    await room.adviser.advise(WORDS);
    expect(server.asked).toHaveLength(1);
    room.clock.advanceBusiness(1);
    await room.adviser.advise(WORDS);
    expect(server.asked).toHaveLength(2);
  });

  it('of which there was no opinion are asked about anew', async () => {
    server.plays(fails(400), RIGHT);
    expect(await room.adviser.advise(WORDS)).toBeUndefined();
    expect(await room.adviser.advise(WORDS)).toEqual(ADVICE);
  });
});

describe('a question that failed', () => {
  it.each<[string, Play, string[], object]>([
    ['500', fails(500), ['http.500'], { LlmFailed: 1 }],
    ['429', fails(429), ['http.429'], { LlmFailed: 1 }],
    // Nobody knows what became of it, so all that was set aside counts.
    ['a hung-up line', hangsUp, ['network'], { LlmFailed: 1 }],
    ['a lie', names('REFUND', 1), ['malformed'], { LlmMalformed: 1 }],
    ['prose', says('It is a COMPLAINT.'), ['malformed'], { LlmMalformed: 1 }],
  ])('by %s is repeated once', async (_, play, why, figures) => {
    server.plays(play, RIGHT);
    expect(await room.adviser.advise(WORDS)).toEqual(ADVICE);
    expect(server.asked).toHaveLength(2);
    expect(reasons()).toEqual(why);
    expect(room.meter.figures).toMatchObject({ LlmAnswered: 1, ...figures });
  });

  it('twice has no opinion', async () => {
    server.plays(fails(500), fails(503), RIGHT);
    expect(await room.adviser.advise(WORDS)).toBeUndefined();
    expect(server.asked).toHaveLength(2);
    expect(room.meter.figures).toEqual({ LlmFailed: 2 });
  });

  it.each<[string, Play]>([
    ['by what will not change', fails(401)],
    ['by a server that wants to be left alone', fails(429, { 'retry-after': '2' })],
    ['slowly', (response, asked) => timed(LIMITS.llmRepeatWall)(response, asked)],
  ])('%s is not repeated', async (_, play) => {
    server.plays(play, RIGHT);
    expect(await room.adviser.advise(WORDS)).toBeUndefined();
    expect(server.asked).toHaveLength(1);
    expect(room.meter.figures).toEqual({ LlmFailed: 1 });
  });

  it('by time is not repeated, and what it may have cost is counted', async () => {
    const end = new AbortController();
    server.plays(
      hangs(() => end.abort()),
      RIGHT,
    );
    expect(await room.instance('tiny', server.base, () => end.signal).advise(WORDS)).toBeUndefined();
    expect(server.asked).toHaveLength(1);
    expect(reasons()).toEqual(['timed_out']);
    const { LlmSpendMicroUsd: spent = 0, ...others } = room.meter.figures;
    expect(others).toEqual({ LlmTimedOut: 1 });
    expect(spent).toBeGreaterThan(COST);
    expect(await room.spentOn(TODAY)).toBe(spent);
  });

  it('is repeated within the time of the first', async () => {
    const end = new AbortController();
    const deadline = vi.fn(() => end.signal);
    server.plays(
      fails(500),
      hangs(() => end.abort()),
    );
    expect(await room.instance('tiny', server.base, deadline).advise(WORDS)).toBeUndefined();
    expect(deadline).toHaveBeenCalledOnce();
    expect(room.meter.figures).toMatchObject({ LlmFailed: 1, LlmTimedOut: 1 });
  });

  it('for want of a table has no opinion, and spends nothing', async () => {
    vi.spyOn(room.spending, 'reserve').mockRejectedValue(new TypeError('CANARY'));
    expect(await room.adviser.advise(WORDS)).toBeUndefined();
    vi.spyOn(room.opinions, 'opinion').mockRejectedValue(new TypeError('CANARY'));
    expect(await room.adviser.advise(WORDS)).toBeUndefined();
    expect(server.asked).toEqual([]);
    expect(reasons()).toEqual(['TypeError', 'TypeError']);
    expect(room.meter.figures).toEqual({ LlmFailed: 2 });
  });
});

describe('an opinion that was paid for', () => {
  it('is given although neither it nor its bill can be kept', async () => {
    vi.spyOn(room.spending, 'correct').mockRejectedValue(new Error('CANARY'));
    vi.spyOn(room.opinions, 'keep').mockRejectedValue(new Error('CANARY'));
    server.plays(RIGHT);
    expect(await room.adviser.advise(WORDS)).toEqual(ADVICE);
    expect(await room.spentOn(TODAY)).toBeGreaterThan(COST);
  });
});

describe('the cap of a day', () => {
  /** The most that one question about these words can cost. */
  const most = async (words = WORDS): Promise<number> => {
    const probe = aRoom(server);
    server.plays(hangsUp);
    await probe.instance().advise(words);
    server.asked.splice(0);
    return (await probe.spentOn(TODAY)) / 2;
  };

  it('is the most that can be spent, and a fresh one comes at midnight UTC', async () => {
    const reserve = await most();
    room = aRoom(server, { cap: reserve + COST });
    server.plays(RIGHT);
    expect(await room.adviser.advise('один')).toEqual(ADVICE);
    expect(await room.adviser.advise('two')).toEqual(ADVICE);
    expect(await room.adviser.advise(WORDS)).toBeUndefined();
    expect(await room.adviser.advise(`${WORDS}?`)).toBeUndefined();
    expect(await room.spentOn(TODAY)).toBe(2 * COST);
    expect(room.meter.figures).toEqual({ LlmAnswered: 2, LlmCapped: 2, LlmSpendMicroUsd: 2 * COST });
    // Told once a day and instance.
    expect(room.journal.of('adviser.capped')).toEqual([{ day: TODAY, cap_micro_usd: reserve + COST }]);
    room.clock.advanceBusiness(DAY / 2);
    expect(await room.adviser.advise(WORDS)).toEqual(ADVICE);
    expect(await room.spentOn('2026-11-25')).toBe(COST);
  });

  it('has its last cents for one of three who come at once', async () => {
    const reserve = await most('раз');
    room = aRoom(server, { cap: 2 * reserve - 1 });
    server.plays(RIGHT);
    const heard = await Promise.all([
      room.instance().advise('раз'),
      room.instance().advise('два'),
      room.instance().advise('три'),
    ]);
    expect(heard.filter((advice) => advice !== undefined)).toHaveLength(1);
    expect(room.meter.figures).toMatchObject({ LlmAnswered: 1, LlmCapped: 2 });
  });

  it('holds for every one of many who come at once, whatever their answers cost', async () => {
    const reserve = await most('слово 00');
    room = aRoom(server, { cap: 5 * reserve });
    server.plays(sends(completion('{"scenario":"GREETING","confidence":1}', { usage: undefined })));
    const all = Array.from({ length: 40 }, (_, n) => `слово ${String(n).padStart(2, '0')}`);
    await Promise.all(all.map((words) => room.instance().advise(words)));
    expect(server.asked).toHaveLength(5);
    expect(await room.spentOn(TODAY)).toBe(5 * reserve);
  });

  it('that is less than a question costs lets nobody ask', async () => {
    room = aRoom(server, { cap: (await most()) - 1 });
    server.plays(RIGHT);
    expect(await room.adviser.advise(WORDS)).toBeUndefined();
    expect(server.asked).toEqual([]);
  });

  it('is no hindrance where asking is free', async () => {
    room = aRoom(server, { cap: 0, prices: { in: 0, out: 0 } });
    server.plays(RIGHT);
    expect(await room.adviser.advise(WORDS)).toEqual(ADVICE);
  });

  it('lets a question that failed free of charge be repeated, and stands in the way of none that was not', async () => {
    const reserve = await most();
    room = aRoom(server, { cap: reserve });
    server.plays(fails(500), RIGHT);
    expect(await room.adviser.advise(WORDS)).toEqual(ADVICE);
    room = aRoom(server, { cap: reserve });
    server.plays(hangsUp, RIGHT);
    expect(await room.adviser.advise(WORDS)).toBeUndefined();
    expect(room.meter.figures).toEqual({ LlmFailed: 1, LlmCapped: 1, LlmSpendMicroUsd: reserve });
  });

  it('counts more than was set aside if that is what it came to', async () => {
    const dear = { prompt_tokens: 100_000, completion_tokens: 5_000 };
    server.plays(sends(completion('{"scenario":"GREETING","confidence":1}', { usage: dear })));
    await room.adviser.advise(WORDS);
    expect(await room.spentOn(TODAY)).toBe(375_000);
  });
});

describe('the breaker', () => {
  const ask = (n: number) => room.adviser.advise(`${WORDS} ${n}`);
  const open = async () => {
    server.plays(fails(401));
    for (let n = 0; n < LIMITS.llmBreakerFailures; n++) await ask(n);
    server.asked.splice(0);
  };

  it('opens after five failures in a row, and then nobody asks or pays', async () => {
    await open();
    server.plays(RIGHT);
    expect(await ask(5)).toBeUndefined();
    expect(server.asked).toEqual([]);
    expect(room.meter.figures).toEqual({ LlmFailed: 5, LlmBreakerOpen: 1 });
  });

  it('counts failures in a row only', async () => {
    const rest = Array.from({ length: 4 }, () => fails(401));
    server.plays(...rest, RIGHT, ...rest, RIGHT);
    for (let n = 0; n < 10; n++) await ask(n);
    expect(server.asked).toHaveLength(10);
  });

  it('still gives what was heard before', async () => {
    server.plays(RIGHT);
    await room.adviser.advise(WORDS);
    await open();
    expect(await room.adviser.advise(WORDS)).toEqual(ADVICE);
  });

  it('lets one ask after 30 s, whose answer closes it', async () => {
    await open();
    room.clock.advance(30 * SECOND - 1);
    expect(await ask(6)).toBeUndefined();
    room.clock.advance(1);
    server.plays(RIGHT);
    const heard = await Promise.all([ask(7), ask(8), ask(9)]);
    expect(heard).toEqual([ADVICE, undefined, undefined]);
    expect(server.asked).toHaveLength(1);
    expect(await Promise.all([ask(10), ask(11)])).toEqual([ADVICE, ADVICE]);
  });

  it('is not closed, nor kept shut, by a probe that the cap or the table stops', async () => {
    await open();
    room.clock.advance(30 * SECOND);
    vi.spyOn(room.spending, 'reserve').mockResolvedValueOnce(false);
    expect(await ask(6)).toBeUndefined();
    vi.spyOn(room.spending, 'reserve').mockRejectedValueOnce(new Error('CANARY'));
    expect(await ask(7)).toBeUndefined();
    server.plays(fails(401));
    await ask(8);
    expect(await ask(9)).toBeUndefined();
    expect(server.asked).toHaveLength(1);
  });

  it('obeys a server that wants to be left alone, however well it did before', async () => {
    server.plays(fails(429, { 'retry-after': '20' }), RIGHT);
    await ask(0);
    expect(await ask(1)).toBeUndefined();
    room.clock.advance(20 * SECOND);
    expect(await ask(2)).toEqual(ADVICE);
  });

  it('is not opened by what is no fault of the model', async () => {
    room = aRoom(server, { cap: 0 });
    for (let n = 0; n < 10; n++) await ask(n);
    expect(room.meter.figures).toEqual({ LlmCapped: 10 });
  });
});

describe('what nobody may read', () => {
  it('stands in no line, no figure and no error, whatever the server does', async () => {
    const echo: Play = (response, { raw, headers }) =>
      void response.writeHead(400, { 'x-echo': String(headers.authorization) }).end(raw);
    const plays: Play[] = [
      echo,
      says(WORDS),
      names('CANARY', 1),
      fails(500, { 'retry-after': 'CANARY' }),
      fails(302, { location: `http://127.0.0.1:1/${KEY}` }),
      hangsUp,
    ];
    for (const [n, play] of plays.entries()) {
      server.plays(play);
      expect(await room.instance().advise(`${WORDS} ${n}`)).toBeUndefined();
    }
    const refused = room.instance('tiny', 'http://127.0.0.1:1/v1');
    expect(await refused.advise(WORDS)).toBeUndefined();
    expect(reasons()).toContain('http.400');
    const told = JSON.stringify([room.journal.lines, room.meter.figures]);
    expect(told).not.toMatch(/CANARY|ребёнок/i);
  });
});
