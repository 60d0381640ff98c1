import { describe, expect, it } from 'vitest';
import { median, percentile } from '../../bench/percentile.ts';

describe('a percentile', () => {
  it.each([
    [[3, 1, 2], 0.5, 2],
    [[1, 2, 3, 4], 0.5, 2],
    [[10, 9, 100], 0.99, 100],
    [[5], 0.01, 5],
    [Array.from({ length: 100 }, (_, n) => n + 1), 0.95, 95],
  ])('of %j at %d is %d, a value that was measured', (values, share, expected) => {
    expect(percentile(values, share)).toBe(expected);
  });

  it('leaves the values in their order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('of nothing is an error, not a number', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });
});
