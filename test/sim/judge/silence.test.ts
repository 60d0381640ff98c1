import { describe, expect, it } from 'vitest';
import { isNight, Silence } from '../../../sim/judge/silence.ts';
import { HOUR, MINUTE } from '../../builders.ts';

/** So long after midnight in Moscow. */
const moscow = (time: number): number => Date.UTC(2026, 10, 23, 21) + time;
const LATE = 2 * MINUTE;

describe('the night', () => {
  it.each([
    [20 * HOUR + 59 * MINUTE, false],
    [21 * HOUR, true],
    [0, true],
    [9 * HOUR - 1, true],
    [9 * HOUR, false],
  ])('is from nine to nine: %d ms after midnight it is %s', (time, night) => {
    expect(isNight(moscow(time))).toBe(night);
  });
});

describe('a silence', () => {
  it('puts a reminder off to the morning, and shifts what follows by as much', () => {
    const silence = new Silence('awaits', moscow(20 * HOUR + 50 * MINUTE));
    const [first, second] = [silence.step('reminder 1'), silence.step('reminder 2')];
    if (!first || !second) throw new Error('there are three reminders');
    const morning = moscow(33 * HOUR);
    expect(silence.dueOf(first)).toBe(morning);
    silence.pass(first, morning);
    expect(silence.dueOf(second)).toBe(morning + 15 * MINUTE);
    expect(silence.step('reminder 1')).toBeUndefined();
    expect(silence.next).toBe(second);
  });

  it('lets a reminder that comes a moment late into the night wait for the morning', () => {
    const silence = new Silence('awaits', moscow(20 * HOUR + 44 * MINUTE));
    const [first] = [silence.step('reminder 1')];
    if (!first) throw new Error('there are three reminders');
    expect(silence.dueOf(first)).toBe(moscow(20 * HOUR + 59 * MINUTE));
    expect(silence.latestOf(first, LATE)).toBe(moscow(33 * HOUR) + LATE);
  });

  it('parts and closes at any time of day', () => {
    const silence = new Silence('resolved', moscow(23 * HOUR));
    const due = ['farewell 0', 'close'].map((name) => {
      const step = silence.step(name);
      return step && silence.dueOf(step);
    });
    expect(due).toEqual([moscow(23 * HOUR + 2 * MINUTE), moscow(23 * HOUR + 3 * MINUTE)]);
    expect(silence.saysFarewell).toBe(true);
    expect(new Silence('closes', 0).saysFarewell).toBe(false);
  });
});
