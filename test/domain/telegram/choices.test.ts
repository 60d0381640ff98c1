import { describe, expect, it } from 'vitest';
import { SCENARIOS } from '../../../shared/domain/scenario.ts';
import { choiceIn, choicesIn, dataOf } from '../../../shared/domain/telegram/choices.ts';

const OFFERED = choicesIn('ru').map(({ scenario }) => scenario);

describe('what a button that was tapped asks for', () => {
  it.each(OFFERED)('is %s, as it was offered', (scenario) => {
    for (const language of ['ru', 'en'] as const) {
      const choice = choicesIn(language).find((one) => one.scenario === scenario);
      expect(choice && choiceIn(dataOf(choice))).toBe(scenario);
    }
  });

  it.each(SCENARIOS.filter((scenario) => !OFFERED.includes(scenario)))(
    'is never %s, which no button offers',
    (scenario) => expect(choiceIn(`choice:${scenario}`)).toBeUndefined(),
  );

  it.each(['', 'choice:', 'LESSON_LINK', 'choice:lesson_link', 'choice:LESSON_LINK ', 'choice:__proto__'])(
    'is nothing if it carries %j',
    (data) => expect(choiceIn(data)).toBeUndefined(),
  );

  it('fits into what a button may carry', () => {
    for (const choice of choicesIn('en')) expect(Buffer.byteLength(dataOf(choice))).toBeLessThanOrEqual(64);
  });
});
