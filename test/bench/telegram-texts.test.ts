import { describe, expect, it } from 'vitest';
import { answeredWrong, closestTwo, mostWithin, rateOf } from '../../bench/telegram-texts.ts';

describe('texts in chats', () => {
  it.each([
    ['the two that are closest, in whatever chat', [[0, 2_000], [500, 1_551, 4_000], [1_000]], 1_051],
    ['not two of different chats', [[0], [10]], undefined],
    ['two at the same moment', [[7, 7]], 0],
    ['nothing where nothing was sent', [[]], undefined],
  ])('are as close as %s', (_, chats, closest) => {
    expect(closestTwo(new Map(chats.entries()))).toBe(closest);
  });

  it.each([
    ['a stretch ends before its last moment', [0, 999, 1_000], 2],
    ['a stretch begins anywhere', [0, 600, 900, 1_599, 2_400], 3],
    ['the order does not matter', [1_599, 0, 900, 600], 3],
    ['one is one', [5], 1],
    ['none is none', [], 0],
  ])('are counted within a second: %s', (_, times, most) => {
    expect(mostWithin(times, 1_000)).toBe(most);
  });

  it.each([
    [[0, 100, 200, 300], 10],
    [[300, 0], 1_000 / 300],
    [[4], 0],
    [[], 0],
  ])('at %j come at a rate of %d a second', (times, rate) => {
    expect(rateOf(times)).toBe(rate);
  });

  it('are missing, or too many, where somebody wrote once', () => {
    const texts = new Map([
      [1, [10]],
      [2, [10, 20]],
      [3, []],
      [9, [1, 2, 3]],
    ]);

    expect(answeredWrong(texts, [1, 2, 2, 3, 4])).toEqual({ unanswered: 2, doubled: 1 });
  });
});
