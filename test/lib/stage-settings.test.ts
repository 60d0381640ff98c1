import { describe, expect, test } from 'vitest';
import { stageSettings } from '../../lib/stage-settings.ts';

describe('a stage', () => {
  test.each(['dev', 'prod'])('%s is found by its name', (stage) => {
    expect(stageSettings(stage).stage).toBe(stage);
  });

  test('is dev if none is named', () => {
    expect(stageSettings(undefined).stage).toBe('dev');
  });

  test.each(['', 'Prod', 'staging', 1, null])(
    '%j is refused by a sentence that lists those there are',
    (stage) => {
      expect(() => stageSettings(stage)).toThrow(`There is no stage "${stage}": choose one of dev, prod.`);
    },
  );

  test.each(['dev', 'prod'])('%s asks the Bot API of Telegram itself', (stage) => {
    expect(stageSettings(stage).telegramApi).toBe('https://api.telegram.org');
  });

  test.each(['dev', 'prod'])('%s has a concurrency that Lambda accepts for every lane', (stage) => {
    for (const most of Object.values(stageSettings(stage).concurrency)) {
      expect(most).toBeGreaterThanOrEqual(2);
      expect(most).toBeLessThanOrEqual(1_000);
    }
  });
});
