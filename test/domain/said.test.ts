import { describe, expect, it } from 'vitest';
import { hasWords, isUnderstoodSo, saidAt, standOf, wordsOf } from '../../shared/domain/said.ts';
import { aMessage, anId, anOperatorText, aTurn, NOW } from '../builders.ts';

describe('words', () => {
  it.each([
    ['', 'что угодно', true],
    ['УРОК', 'Не открывается урок', true],
    ['рок откр', 'Не открывается урок', true],
    ['урок нет', 'Не открывается урок', false],
    ['еще', 'Ещё раз', true],
    ['ещё', 'еще раз', true],
    ['  урок\nоткрывается ', 'Не открывается урок', true],
    ['100%', 'Скидка 100%!', true],
  ])('%j stand in %j: %s', (q, text, found) => {
    expect(hasWords(text, wordsOf(q))).toBe(found);
  });
});

describe('how something was understood', () => {
  const turn = aTurn();
  it.each([
    [{}, undefined, true],
    [{ min_confidence: 0 }, undefined, false],
    [{ min_confidence: 0.97 }, turn, true],
    [{ min_confidence: 0.98 }, turn, false],
    [{ max_confidence: 0.97 }, turn, true],
    [{ max_confidence: 0.96 }, turn, false],
    [{ scenario: 'TECH_SUPPORT_BASIC' as const, min_confidence: 0.9 }, turn, true],
    [{ scenario: 'COMPLAINT' as const }, turn, false],
  ])('by %j (%#)', (filter, of, fits) => {
    expect(isUnderstoodSo(of, { words: [], ...filter })).toBe(fits);
  });
});

it('an id stands on its day, in a shard by its last character', () => {
  expect(standOf(anId(NOW, 0))).toEqual({ day: '2026-11-24', shard: 0 });
  expect(standOf(anId(NOW, 7))).toEqual({ day: '2026-11-24', shard: 3 });
  expect(standOf(anId(NOW, 31)).shard).toBe(3);
});

describe('what stands at ids', () => {
  const [first, second] = [anId(NOW, 1), anId(NOW, 2)];
  const messages = [aMessage({ id: first }), aMessage({ id: second })];
  const written = (text: ReturnType<typeof aTurn>) => ({ text, outcome: 'delivered' as const, tries: [] });
  const turn = aTurn({ answers: [first, second] });
  const ordersAt = (ids: string[], stretched: Partial<Parameters<typeof saidAt>[1]> = {}) =>
    saidAt(new Set(ids), { messages, texts: [written(turn)], forgotten: [], ...stretched }).map(
      ({ order }) => order,
    );

  it('is a message, and the turn right behind the newest that it answers, newest first', () => {
    expect(ordersAt([first, second])).toEqual([`${second}#${turn.id}`, second, first]);
    expect(ordersAt([first])).toEqual([first]);
    expect(ordersAt([second])).toEqual([`${second}#${turn.id}`, second]);
  });

  it('is a turn behind a message that never came', () => {
    const lost = anId(NOW, 9);
    expect(ordersAt([second], { forgotten: [lost] })).toEqual([second]);
    expect(ordersAt([lost], { forgotten: [lost] })).toEqual([`${lost}#${turn.id}`]);
  });

  it('is a text that is no turn, at its own id', () => {
    const text = anOperatorText();
    expect(ordersAt([text.id], { texts: [{ text, outcome: undefined, tries: [] }] })).toEqual([text.id]);
  });
});
