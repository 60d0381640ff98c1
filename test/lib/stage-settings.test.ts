import { describe, expect, test } from 'vitest';
import { soundSettings, USUAL } from '../../lib/settings-table.ts';
import { type StageSettings, stageSettings } from '../../lib/stage-settings.ts';
import { STAGES } from '../../lib/stages.ts';

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

  test.each(['dev', 'prod'])('%s has no status page unless somebody says so', (stage) => {
    expect(stageSettings(stage).statusPage).toBe('off');
    expect(stageSettings(stage, 'on')).toEqual({ ...stageSettings(stage), statusPage: 'on' });
    expect(() => stageSettings(stage, 'yes')).toThrow('statusPage of the stage');
  });

  test('that is another entry has what it does not say as SETTINGS have it', () => {
    expect(Object.keys(STAGES)).toEqual(['dev', 'prod']);
    expect(stageSettings('prod')).toEqual({ stage: 'prod', ...USUAL });
    expect(soundSettings({ stage: 'school-2', ...USUAL, recoveryDays: 7 }).recoveryDays).toBe(7);
  });

  const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
  test.each<[Partial<StageSettings>]>([
    [{ domain: { name: 'desk.example.com', certificateArn } }],
    [{ webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/desk/42' }],
    [{ recoveryDays: 1 }],
  ])('takes %j', (over) => {
    expect(() => soundSettings({ stage: 'prod', ...USUAL, ...over })).not.toThrow();
  });

  test.each<[Partial<StageSettings>, string]>([
    [{ stage: 'Prod' }, 'A stage is named by 1 to 20 of'],
    [{ stage: 'a'.repeat(21) }, 'A stage is named by'],
    [{ statusPage: 'yes' as 'on' }, 'statusPage of the stage "prod" must be `on` or `off`'],
    [{ recoveryDays: 36 }, 'recoveryDays of the stage "prod" must be a whole number from 1 to 35'],
    [{ throttle: { rateLimit: 0, burstLimit: 1 } }, 'throttle of the stage "prod" must be'],
    [{ concurrency: { ...USUAL.concurrency, slow: 1 } }, 'concurrency of the stage "prod" must be'],
    [{ memoryMb: { ...USUAL.memoryMb, ingest: 64 } }, 'memoryMb of the stage "prod" must be'],
    [{ domain: { name: 'https://desk.example.com', certificateArn } }, 'must be a host name'],
    [{ domain: { name: 'Desk.example.com', certificateArn } }, 'must be a host name'],
    [{ domain: { name: 'desk', certificateArn } }, 'must be a host name'],
    [
      {
        domain: {
          name: 'desk.example.com',
          certificateArn: certificateArn.replace('us-east-1', 'eu-west-1'),
        },
      },
      'must be given a certificate in us-east-1',
    ],
    [{ webAclArn: 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/desk/42' }, 'global web ACL'],
  ])('refuses %j', (over, why) => {
    expect(() => soundSettings({ stage: 'prod', ...USUAL, ...over })).toThrow(why);
  });
});
