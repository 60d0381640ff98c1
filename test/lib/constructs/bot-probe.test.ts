import { expect, test } from 'vitest';
import { nameOf, resourcesOf, synthesise } from '../synthesised.ts';

const { service } = synthesise('prod');
const only = (type: string, name: string) => resourcesOf(service, type)[name]?.Properties ?? {};

test('the probe runs every five minutes, and a run that failed is not made up for', () => {
  const rule = only('AWS::Events::Rule', 'BotProbeRule');
  expect([rule['ScheduleExpression'], rule['State']]).toEqual(['rate(5 minutes)', 'ENABLED']);
  const [target, ...others] = rule['Targets'] as { Arn: unknown; RetryPolicy: object }[];
  expect([nameOf(target?.Arn), target?.RetryPolicy, others]).toEqual([
    'ProbeFunction.Arn',
    { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 0 },
    [],
  ]);
});

test('its alarm rings for a bot that was unwell three times, and for a probe that is silent', () => {
  expect(only('AWS::CloudWatch::Alarm', 'BotProbeAlarm')).toMatchObject({
    Namespace: 'Firstline',
    MetricName: 'BotsUnwell',
    Dimensions: [
      { Name: 'service', Value: 'probe' },
      { Name: 'stage', Value: 'prod' },
    ],
    Statistic: 'Maximum',
    Period: 300,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 3,
    TreatMissingData: 'breaching',
  });
});
