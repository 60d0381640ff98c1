import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../shared/adapters/dynamo/access-patterns.ts';
import { DynamoOpinions } from '../../shared/adapters/dynamo/opinion-store.ts';
import { DynamoSpending } from '../../shared/adapters/dynamo/spending-store.ts';
import { MemoryOpinions } from '../../shared/adapters/memory/opinions.ts';
import { MemorySpending } from '../../shared/adapters/memory/spending.ts';
import type { Advice } from '../../shared/domain/advice.ts';
import type { Clock, Opinions, Spending } from '../../shared/ports.ts';
import { DAY, SECOND } from '../builders.ts';
import { FixedClock } from '../usecases/desk.ts';
import { type RealTable, startRealTable } from './real-table.ts';

const ADVICE: Advice = { scenario: 'COMPLAINT', confidence: 0.9, model: 'tiny' };

let made = 0;
const aQuestion = () => `question-${made++}`;
/** A day of its own for every test. */
const aDay = () => `2026-01-${String((made++ % 28) + 1).padStart(2, '0')}#${made}`;

/** What every memory of opinions must do. */
function describeOpinions(make: (clock: Clock) => Opinions): void {
  it('knows what was said to this question, and to no other', async () => {
    const opinions = make(new FixedClock());
    const question = aQuestion();
    await opinions.keep(question, ADVICE);
    expect(await opinions.opinion(question)).toEqual(ADVICE);
    expect(await opinions.opinion(aQuestion())).toBeUndefined();
  });

  it('has the newest for thirty days of business time, however late rows are deleted', async () => {
    const clock = new FixedClock();
    const opinions = make(clock);
    const question = aQuestion();
    await opinions.keep(question, { ...ADVICE, scenario: 'GREETING' });
    clock.advanceBusiness(DAY);
    await opinions.keep(question, ADVICE);
    clock.advanceWall(60 * DAY);
    clock.advanceBusiness(30 * DAY - 1);
    expect(await opinions.opinion(question)).toEqual(ADVICE);
    clock.advanceBusiness(1);
    expect(await opinions.opinion(question)).toBeUndefined();
  });

  it.each([0, 1, 0.3333])('keeps confidence %d as it is', async (confidence) => {
    const opinions = make(new FixedClock());
    const question = aQuestion();
    await opinions.keep(question, { ...ADVICE, confidence });
    expect(await opinions.opinion(question)).toEqual({ ...ADVICE, confidence });
  });
}

/** What every count of a day's spending must do. */
function describeSpending(make: (clock: Clock) => Spending): void {
  let spending: Spending;
  let day: string;
  const begin = () => {
    spending = make(new FixedClock());
    day = aDay();
  };

  it('reaches the cap and goes no further', async () => {
    begin();
    expect(await spending.reserve(day, 60, 100)).toBe(true);
    expect(await spending.reserve(day, 41, 100)).toBe(false);
    expect(await spending.reserve(day, 40, 100)).toBe(true);
    expect(await spending.reserve(day, 1, 100)).toBe(false);
    expect(await spending.reserve(day, 0, 100)).toBe(true);
  });

  it('begins anew every day', async () => {
    begin();
    expect(await spending.reserve(day, 100, 100)).toBe(true);
    expect(await spending.reserve(aDay(), 100, 100)).toBe(true);
  });

  it('takes nothing that is over the cap by itself', async () => {
    begin();
    expect(await spending.reserve(day, 101, 100)).toBe(false);
    expect(await spending.reserve(day, 100, 100)).toBe(true);
  });

  it('is corrected both ways', async () => {
    begin();
    await spending.reserve(day, 60, 100);
    await spending.correct(day, -50);
    expect(await spending.reserve(day, 91, 100)).toBe(false);
    expect(await spending.reserve(day, 40, 100)).toBe(true);
    await spending.correct(day, 500);
    expect(await spending.reserve(day, 0, 549)).toBe(false);
    expect(await spending.reserve(day, 0, 550)).toBe(true);
  });

  it('gives the last cents to one of many who come at once', async () => {
    begin();
    await spending.reserve(day, 50, 100);
    const all = await Promise.all(Array.from({ length: 20 }, () => spending.reserve(day, 30, 100)));
    expect(all.filter(Boolean)).toHaveLength(1);
  });

  it('tells what a day has come to, and how many requests it was for', async () => {
    begin();
    expect(await spending.of(day)).toBeUndefined();
    await spending.reserve(day, 60, 100);
    await spending.reserve(day, 60, 100);
    await spending.reserve(day, 40, 100);
    await spending.correct(day, -50);
    expect(await spending.of(day)).toEqual({ spent: 50, requests: 2 });
  });

  it('corrects no day on which nothing was spent', async () => {
    begin();
    await spending.correct(day, -50);
    expect(await spending.reserve(day, 101, 100)).toBe(false);
  });
}

describe('opinions in memory', () => describeOpinions((clock) => new MemoryOpinions(clock)));
describe('spending in memory', () => describeSpending(() => new MemorySpending()));

describe('in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  describe('opinions', () => {
    describeOpinions((clock) => new DynamoOpinions(real.table, clock));

    it('are rows that say nothing of the words', async () => {
      const clock = new FixedClock();
      const question = aQuestion();
      await new DynamoOpinions(real.table, clock).keep(question, { ...ADVICE, text: 'CANARY' } as Advice);
      expect(await real.table.get(keys.opinion(question))).toEqual({
        ...keys.opinion(question),
        ...ADVICE,
        expires_at: (clock.business() + 30 * DAY) / SECOND,
      });
    });
  });

  describe('spending', () => {
    describeSpending((clock) => new DynamoSpending(real.table, clock));

    it('is a row that is kept for ninety days', async () => {
      const clock = new FixedClock();
      const day = aDay();
      await new DynamoSpending(real.table, clock).reserve(day, 5, 100);
      const expires_at = (clock.business() + 90 * DAY) / SECOND;
      expect(await real.table.get(keys.spending(day))).toEqual({
        ...keys.spending(day),
        spent: 5,
        requests: 1,
        expires_at,
      });
    });
  });
});
