import { describe, expect, it } from 'vitest';
import { byThresholds, type Classification, verdictOf } from '../../shared/domain/classification.ts';
import { judgePolicy, type Policy } from '../../shared/domain/policy.ts';
import { SCENARIOS } from '../../shared/domain/scenario.ts';
import { changedPolicy, SHIPPED_POLICY } from '../../shared/domain/shipped-policy.ts';
import { aClassification } from '../builders.ts';

describe('the shipped policy', () => {
  it.each([
    ['GREETING', [], 'low', 'medium', [2, 5], 'awaits_client'],
    ['REFERRAL', ['friend_phone'], 'low', 'medium', [2, 5], 'resolved'],
    ['TECH_SUPPORT_BASIC', ['media', 'second_request'], 'low', 'high', [5, 5], 'awaits_client'],
    ['ABSENCE_REQUEST', ['media'], 'low', 'medium', [10, 10], 'awaits_client'],
    ['LESSON_CANCELLATION', ['objection'], 'low', 'medium', [2, 5], 'awaits_client'],
    ['LESSON_LINK', ['no_lesson_link'], 'low', 'medium', [2, 5], 'resolved'],
    ['REVIEW_BONUS', ['media'], 'low', 'high', [2, 5], 'awaits_client'],
    ['FAREWELL', [], 'low', 'medium', [0, 1], 'closes'],
    ['REMINDER', ['promised'], 'medium', 'medium', [0, 1], 'awaits_client'],
    ['SCHEDULE_CHANGE', ['always'], 'medium', 'medium', [0, 1], 'none'],
    ['CROSS_EXTENSION', ['always'], 'medium', 'medium', [0, 1], 'none'],
    ['COMPLAINT', ['always'], 'high', 'high', [0, 1], 'none'],
    ['MISSING_TRAINER', ['always'], 'high', 'high', [0, 1], 'none'],
    ['MASS_OUTAGE', [], 'critical', 'critical', [0, 0], 'none'],
    ['UNKNOWN', ['always'], 'medium', 'medium', [0, 1], 'none'],
  ] as const)('%s: hands over on %j, %s / %s, types for %j s, then %s', (scenario, ...row) => {
    const { hands_over, priority, priority_handed_over, typing_s, then } = SHIPPED_POLICY.scenarios[scenario];
    expect([hands_over, priority, priority_handed_over, typing_s, then]).toEqual(row);
  });

  it('has a row for every scenario and no other, and may be published', () => {
    expect(Object.keys(SHIPPED_POLICY.scenarios).sort()).toEqual([...SCENARIOS].sort());
    expect(judgePolicy(SHIPPED_POLICY)).toEqual([]);
  });

  it('puts critical items first in the queue, then high, medium and low', () => {
    expect(SHIPPED_POLICY.escalation.position).toEqual({ critical: 1, high: 3, medium: 7, low: 10 });
  });
});

describe('a policy', () => {
  it.each([
    [{ thresholds: { answer: 0.5, refuse: 0.6 } }, ['thresholds.refuse']],
    [{ follow_ups: { reminders_s: [900, 900] } }, ['follow_ups.reminders_s']],
    [{ follow_ups: { farewell_s: 200 } }, ['follow_ups.close_s']],
    [{ escalation: { deadline_s: { critical: 7200 } } }, ['escalation.deadline_s']],
    [{ escalation: { position: { low: 2 } } }, ['escalation.position']],
    [{ scenarios: { GREETING: { typing_s: [5, 2] } } }, ['scenarios.GREETING.typing_s']],
    [{ scenarios: { UNKNOWN: { hands_over: [] } } }, ['scenarios.UNKNOWN']],
    [{ scenarios: { UNKNOWN: { enabled: false } } }, ['scenarios.UNKNOWN']],
    [{ desk: { zone: 'Mars/Olympus' } }, ['desk.zone']],
    [{ escalation: { requests: { count: 4 } }, quiet_hours: { from: '22:00' } }, []],
  ])('changed by %j is refused for %j', (changes, paths) => {
    const issues = judgePolicy(changedPolicy(changes) as Policy);
    expect(issues.map(({ path }) => path)).toEqual(paths);
  });

  it('keeps what is not changed, replaces lists as a whole, and keeps what is unknown to be refused', () => {
    expect(changedPolicy({})).toEqual(SHIPPED_POLICY);
    const changed = changedPolicy({ follow_ups: { reminders_s: [60] }, oops: 1, ['__proto__']: { x: 1 } });
    expect(changed).toMatchObject({ follow_ups: { reminders_s: [60], farewell_s: 120 }, oops: 1 });
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe('thresholds of the desk', () => {
  const none = { answer: null, refuse: null };
  it.each([
    [0.9, 'answer', none, 'answer'],
    [0.6, 'doubt', none, 'doubt'],
    [0.9, 'answer', { ...none, answer: 0.95 }, 'doubt'],
    [0.6, 'doubt', { ...none, answer: 0.5 }, 'answer'],
    [0.6, 'doubt', { ...none, refuse: 0.7 }, 'refuse'],
    [0.3, 'refuse', { ...none, refuse: 0.2 }, 'doubt'],
    [0.3, 'refuse', { answer: 0.25, refuse: 0.2 }, 'answer'],
  ] as const)('%d, by the model "%s", under %j is "%s"', (confidence, band, thresholds, expected) => {
    const refused = band === 'refuse';
    const judged = aClassification({
      confidence,
      band,
      scenario: refused ? 'UNKNOWN' : 'REFERRAL',
      ...(refused && { guess: 'REFERRAL' }),
    });
    const { band: found, scenario } = byThresholds(judged, thresholds);
    expect(found).toBe(expected);
    expect(scenario).toBe(expected === 'refuse' ? 'UNKNOWN' : 'REFERRAL');
  });

  it.each([undefined, 'UNKNOWN'] as const)('make no noise readable, guessed to be %s', (guess) => {
    const noise = aClassification({ scenario: 'UNKNOWN', confidence: 1, band: 'refuse', guess });
    expect(byThresholds(noise, { answer: 0, refuse: 0 })).toEqual({
      ...aClassification({ confidence: 1 }),
      band: 'refuse',
      scenario: 'UNKNOWN',
    });
  });

  const verdicts: Classification[] = [
    aClassification({ scenario: 'REFERRAL', band: 'answer', confidence: 0.9 }),
    aClassification({ scenario: 'REFERRAL', band: 'doubt', confidence: 0.6 }),
    aClassification({ scenario: 'UNKNOWN', band: 'refuse', confidence: 0.3, guess: 'REFERRAL' }),
    aClassification({ scenario: 'UNKNOWN', band: 'refuse', confidence: 0.3 }),
  ];
  const thresholds = [none, { answer: 0.95, refuse: 0.7 }, { answer: 0.5, refuse: 0.2 }];

  it('keep the model’s verdict where it is not what is in force, so that others can be tried on it', () => {
    for (const verdict of verdicts)
      for (const inForce of thresholds) {
        const kept = byThresholds(verdict, inForce);
        expect(verdictOf(kept)).toEqual(verdict);
        for (const other of thresholds)
          expect(byThresholds(verdictOf(kept), other)).toEqual(byThresholds(verdict, other));
      }
  });

  it('keep nothing of it where it is', () => {
    const [answer, doubt, , noise] = verdicts.map((verdict) => byThresholds(verdict, none));
    for (const kept of [answer, doubt, noise]) expect(kept).not.toHaveProperty('by_model');
  });
});
