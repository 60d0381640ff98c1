import { describe, expect, it } from 'vitest';
import {
  barsOf,
  byHourOfDay,
  changeOf,
  handlingOf,
  ranked,
  reasonsOf,
  shareDelivered,
} from '../../console/src/scenes/analytics/figures.ts';
import { before, rangeOf, stepOf } from '../../console/src/scenes/analytics/ranges.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 27, 12);

function figures(scenario: 'GREETING' | 'COMPLAINT', over: object = {}) {
  const none = { turns: 0, messages: 0, answered_alone: 0, left: 0, escalated: 0, escalated_by: {} };
  return { scenario, ...none, mean_confidence: 0, bands: { answer: 0, doubt: 0, refuse: 0 }, ...over };
}

const hourOf = (at: number, scenarios: ReturnType<typeof figures>[]) => {
  const hour = new Date(at).toISOString();
  return { hour, counted_at: hour, scenarios };
};

describe('a range', () => {
  it('ends with the hour under way and is followed backwards without a gap', () => {
    const day = rangeOf('day', NOON + 1);
    expect(day).toEqual({ from: NOON - 23 * HOUR, to: NOON + HOUR });
    expect(before(day)).toEqual({ from: NOON - 47 * HOUR, to: NOON - 23 * HOUR });
  });

  it.each([
    ['day', 'hour'],
    ['week', 'day'],
    ['month', 'day'],
  ] as const)('of a %s is shown by the %s', (name, step) => expect(stepOf(rangeOf(name, NOON))).toBe(step));
});

describe('figures', () => {
  it('gather the hours of a day into one bar, each scenario by itself', () => {
    const hours = [
      hourOf(NOON, [figures('GREETING', { messages: 2 }), figures('COMPLAINT', { messages: 1 })]),
      hourOf(NOON + HOUR, [figures('GREETING', { messages: 3 })]),
      hourOf(NOON + 24 * HOUR, [figures('COMPLAINT')]),
    ];
    const startOfDay = (at: number) => Math.floor(at / (24 * HOUR));
    expect(barsOf({ hours }, startOfDay).map(({ counts }) => counts)).toEqual([
      { GREETING: 5, COMPLAINT: 1 },
      {},
    ]);
  });

  it('rank scenarios and reasons, and leave out what did not happen', () => {
    const scenarios = [
      figures('GREETING', { messages: 1, escalated_by: { low_confidence: 1, complaint: 0 } }),
      figures('COMPLAINT', { messages: 4, escalated_by: { complaint: 4 } }),
    ];
    expect(ranked({ scenarios })).toEqual(['COMPLAINT', 'GREETING']);
    expect(reasonsOf({ scenarios })).toEqual([
      { reason: 'complaint', count: 4 },
      { reason: 'low_confidence', count: 1 },
    ]);
  });

  it('share what was answered alone among all decisions, and say nothing of none', () => {
    const scenarios = [figures('GREETING', { turns: 4, messages: 5, answered_alone: 3, escalated: 1 })];
    expect(handlingOf({ scenarios })).toEqual({
      messages: 5,
      answeredAlone: 3,
      escalated: 1,
      shareAlone: 0.75,
    });
    expect(handlingOf({ scenarios: [] }).shareAlone).toBeUndefined();
  });

  it('count messages by the hour of the day', () => {
    const times = { count: 0, median_s: null, p90_s: null };
    const at = (hour: number, messages: number) => ({
      hour: new Date(hour).toISOString(),
      counted_at: new Date(hour).toISOString(),
      messages,
      texts: {},
      answered_by_bot_in: times,
      answered_by_operators_in: times,
    });
    const counts = byHourOfDay({ hours: [at(NOON, 2), at(NOON + 24 * HOUR, 3)] }, (hour) =>
      new Date(hour).getUTCHours(),
    );
    expect(counts[12]).toBe(5);
    expect(counts.reduce((sum, count) => sum + count)).toBe(5);
  });

  it('share what arrived among what has come to an end', () => {
    const texts = { source: 'ai_bot' as const, waiting: 9, cancelled: 9 };
    const delivered = { ...texts, delivered: 6, stored: 1, dead: 2, unknown: 1 };
    expect(shareDelivered({ texts: [delivered] })).toBe(0.7);
    expect(shareDelivered({ texts: [] })).toBeUndefined();
  });

  it.each([
    [110, 100, 0.1],
    [5, 10, -0.5],
    [5, 0, undefined],
    [null, 5, undefined],
    [5, undefined, undefined],
  ])('%s after %s is a change by %s', (now, then, change) => expect(changeOf(now, then)).toBe(change));
});
