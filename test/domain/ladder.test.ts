import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LADDER, nextDelayMs } from '../../shared/domain/ladder.ts';

describe('the ladder', () => {
  it.each([
    [1, 5],
    [2, 5 * 60],
    [3, 30 * 60],
    [4, 2 * 3600],
    [5, 5 * 3600],
    [6, 10 * 3600],
    [7, 14 * 3600],
    [8, 20 * 3600],
    [9, 24 * 3600],
  ])('after try %i waits %i seconds', (attempt, seconds) => {
    expect(nextDelayMs(attempt, 0)).toBe(seconds * 1000);
  });

  it('spans 75 h 35 min 5 s', () => {
    expect(LADDER.reduce((sum, step) => sum + step)).toBe(((75 * 60 + 35) * 60 + 5) * 1000);
  });

  it('ends after the tenth try', () => {
    expect(nextDelayMs(10, 0)).toBeUndefined();
    expect(nextDelayMs(11, 1)).toBeUndefined();
  });

  it('is only lengthened by jitter, by at most a tenth, in whole milliseconds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, jitter) => {
          const step = LADDER[attempt - 1]!;
          const delay = nextDelayMs(attempt, jitter)!;
          return Number.isInteger(delay) && delay >= step && delay <= step * 1.1;
        },
      ),
    );
  });

  it.each([
    [-1, 5000],
    [7, 5500],
    [Number.NaN, 5000],
  ])('clamps a jitter of %d', (jitter, expected) => {
    expect(nextDelayMs(1, jitter)).toBe(expected);
  });
});
