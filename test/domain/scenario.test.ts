import { describe, expect, it } from 'vitest';
import {
  ALSO_HANDED_OVER,
  FALLBACK,
  FIRST_CONTACT,
  FIRST_QUESTION,
  isScenario,
  SCENARIO_RULES,
  SCENARIOS,
} from '../../shared/domain/scenario.ts';

describe('the table of scenarios', () => {
  it.each([
    ['GREETING', 'never', 'low', [2, 5]],
    ['REFERRAL', 'never', 'low', [2, 5]],
    ['TECH_SUPPORT_BASIC', 'never', 'low', [5, 5]],
    ['ABSENCE_REQUEST', 'never', 'low', [10, 10]],
    ['LESSON_CANCELLATION', 'never', 'low', [2, 5]],
    ['LESSON_LINK', 'never', 'low', [2, 5]],
    ['REVIEW_BONUS', 'never', 'low', [2, 5]],
    ['FAREWELL', 'never', 'low', [0, 1]],
    ['REMINDER', 'always', 'medium', [0, 1]],
    ['SCHEDULE_CHANGE', 'always', 'medium', [0, 1]],
    ['CROSS_EXTENSION', 'always', 'medium', [0, 1]],
    ['COMPLAINT', 'always', 'high', [0, 1]],
    ['MISSING_TRAINER', 'always', 'high', [0, 1]],
    ['MASS_OUTAGE', 'never', 'critical', [0, 0]],
    ['UNKNOWN', 'always', 'medium', [0, 1]],
  ] as const)('%s: escalates %s, priority %s, types for %j s', (scenario, escalates, priority, delayS) => {
    expect(SCENARIO_RULES[scenario]).toMatchObject({ escalates, priority, delayS });
  });

  it('has a rule for every scenario and no other', () => {
    expect(Object.keys(SCENARIO_RULES).sort()).toEqual([...SCENARIOS].sort());
  });

  it.each(SCENARIOS)('promises an operator in the text of %s only if it always escalates', (scenario) => {
    const { text, without = '', escalates } = SCENARIO_RULES[scenario];
    const promises = /(передали|специалист|выясняем)/i.test(`${text} ${without}`);
    expect(promises).toBe(escalates === 'always');
  });

  it.each(SCENARIOS)(
    'confirms what came in the media text of %s and says that somebody looks',
    (scenario) => {
      const { onMedia, mediaEscalates = false } = SCENARIO_RULES[scenario];
      expect(onMedia !== undefined).toBe(mediaEscalates);
      if (onMedia !== undefined) expect(onMedia).toMatch(/получили|Спасибо/);
    },
  );

  it.each(['toString', '__proto__', 'greeting', '', 'GREETING '])(
    'does not take %j for a scenario',
    (label) => {
      expect(isScenario(label)).toBe(false);
    },
  );
});

it('the shipped greeting begins «Здравствуйте»', () => {
  expect(FIRST_CONTACT).toMatch(/^Здравствуйте/);
});

it('no scenario text greets by itself, or the first reply would greet twice', () => {
  const texts = SCENARIOS.flatMap((scenario) => {
    const { text, without = '', onMedia = '' } = SCENARIO_RULES[scenario];
    return [text, without, onMedia];
  });
  expect([...texts, FIRST_QUESTION, ALSO_HANDED_OVER, FALLBACK].join()).not.toMatch(/здравствуйте/i);
});

it('the fallback promises an operator', () => {
  expect(FALLBACK).toMatch(/специалист/);
});
