import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../shared/domain/limits.ts';
import { hoursIn, isCurrent, noFigures, quantile, sumOf } from '../../shared/domain/statistics.ts';
import { DAY, HOUR, MINUTE, NOW, SECOND } from '../builders.ts';

const END = NOW + HOUR;

describe('a count of an hour', () => {
  it.each([
    ['open, just counted', END - MINUTE, undefined, END - MINUTE + LIMITS.openHourKept - 1, true],
    ['open, counted half a minute ago', END - MINUTE, undefined, END - MINUTE + LIMITS.openHourKept, false],
    ['open, not finished', END, 'msg_1', END + LIMITS.openHourResumed - 1, true],
    ['open, left unfinished for long', END, 'msg_1', END + LIMITS.openHourResumed, false],
    ['counted before it closed', END + HOUR - 1, undefined, END + HOUR, false],
    ['counted when it closed', END + HOUR, undefined, END + DAY - 1, true],
    ['counted before its first day was over', END + HOUR, undefined, END + DAY, false],
    ['counted after its first day', END + DAY, undefined, END + 4 * DAY - 1, true],
    ['counted before the last text ended', END + 30 * DAY, undefined, END + 31 * DAY, false],
    ['counted at last', END + 31 * DAY, undefined, END + 80 * DAY, true],
    ['closed, not finished, and since counted anew', END + 2 * HOUR, 'msg_1', END + DAY, false],
    [
      'counted early, while its attempts expire',
      END + HOUR,
      undefined,
      END + LIMITS.attemptsKept - DAY + 1,
      true,
    ],
  ])('that is %s', (_, begun_at, behind, now, current) => {
    expect(isCurrent({ hour: NOW, begun_at, behind, figures: noFigures() }, now)).toBe(current);
  });

  it('is looked at anew when every text has ended: after it was held, and before attempts expire', () => {
    const last = LIMITS.hourCounted.at(-1) ?? 0;
    expect(last).toBeGreaterThan(LIMITS.heldMost);
    expect(last).toBeLessThan(LIMITS.attemptsKept - LIMITS.hourCountLast);
    expect(LIMITS.hourCounted).toEqual(LIMITS.hourCounted.toSorted((a, b) => a - b));
  });
});

it.each([
  [NOW, NOW, [NOW]],
  [NOW - 1, NOW + HOUR, [NOW - HOUR, NOW, NOW + HOUR]],
  [NOW + 5 * SECOND, NOW, [NOW]],
  [NOW, NOW - 1, []],
])('hours that a time touches (%#)', (from, to, hours) => {
  expect(hoursIn({ from, to })).toEqual(hours);
});

it('medians and the like are those of the values, by rank', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(99), { minLength: 1 }), fc.constantFrom(0.5, 0.9), (values, share) => {
      const spread: Record<string, number> = {};
      for (const value of values) spread[value] = (spread[value] ?? 0) + 1;
      const sorted = values.toSorted((a, b) => a - b);
      expect(quantile(spread, share)).toBe(sorted[Math.ceil(share * values.length) - 1]);
    }),
  );
  expect(quantile({}, 0.5)).toBeNull();
});

it('figures add up in any order, and change nothing of what is added', () => {
  const one = { ...noFigures(), messages: 1, operators: { anna: { reply: 2 } }, taken_in: { 3: 1 } };
  const other = { ...noFigures(), messages: 2, operators: { anna: { reply: 1 }, boris: { take: 1 } } };
  const before = structuredClone([one, other]);
  expect(sumOf([one, other])).toEqual(sumOf([other, one]));
  expect(sumOf([one, other])).toMatchObject({
    messages: 3,
    operators: { anna: { reply: 3 }, boris: { take: 1 } },
    taken_in: { 3: 1 },
  });
  expect([one, other]).toEqual(before);
  expect(sumOf([])).toEqual(noFigures());
});
