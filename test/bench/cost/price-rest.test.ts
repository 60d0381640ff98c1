import { describe, expect, it } from 'vitest';
import { priceRest, type Standing } from '../../../bench/cost/price-rest.ts';
import { standingOf } from '../../../bench/cost/standing.ts';

const NOTHING: Standing = {
  alarmMetrics: 0,
  dashboards: 0,
  secrets: 0,
  keys: 0,
  hostedZones: 0,
  firewalls: 0,
  firewallRules: 0,
  polledQueues: 0,
  clocked: [],
  metrics: 0,
  backedUp: false,
};

describe('a month at rest', () => {
  it.each<[string, Partial<Standing>, string, number]>([
    ['ten metrics that alarms look at', { alarmMetrics: 10 }, 'metrics that alarms look at', 1],
    ['a figure', { metrics: 1 }, 'metrics', 0.3],
    ['a secret', { secrets: 1 }, 'secrets', 0.4],
    ['a firewall', { firewalls: 1 }, 'web ACLs', 5],
    ['a fourth dashboard', { dashboards: 4 }, 'dashboards to pay for', 3],
    ['a queue that a function reads', { polledQueues: 1 }, 'looks at empty queues', 657_000 * 0.4e-6],
    ['a table that can be wound back', { backedUp: true }, 'GB that can be wound back', 0.2],
    ['a look every hour', { clocked: [{ perMonth: 730, memoryMb: 256 }] }, 'requests', 730 * 0.2e-6],
  ])('costs for %s', (_, over, what, expected) => {
    const line = priceRest({ ...NOTHING, ...over }).find((one) => one.what === what);
    expect(line?.usd).toBeCloseTo(expected, 6);
  });

  it('shows no line for what is not there', () => {
    expect(priceRest(NOTHING).map(({ service }) => service)).toEqual(['DynamoDB', 'S3']);
  });

  it('asks for no dashboard of the first three', () => {
    expect(priceRest({ ...NOTHING, dashboards: 3 })).toEqual(priceRest(NOTHING));
  });
});

describe('what templates define', () => {
  it('counts an alarm once for each metric that it looks at', () => {
    const stat = { MetricStat: { Metric: { MetricName: 'any' } } };
    const found = standingOf([
      { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
      { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [{ Expression: 'a + b' }, stat, stat] } },
    ]);
    expect(found.alarmMetrics).toBe(3);
  });

  it('counts a figure of its own where an alarm rings without it, because something always makes it', () => {
    const alarm = (TreatMissingData: string) => ({
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { Namespace: 'Firstline', MetricName: 'BotsUnwell', TreatMissingData },
    });
    expect(standingOf([alarm('breaching'), alarm('notBreaching')]).metrics).toBe(1);
  });

  it('counts secrets, keys, firewalls with their rules, and a table that can be wound back', () => {
    const found = standingOf([
      { Type: 'AWS::SecretsManager::Secret' },
      { Type: 'AWS::KMS::Key' },
      { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}] } },
      {
        Type: 'AWS::DynamoDB::GlobalTable',
        Properties: {
          Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
        },
      },
    ]);
    expect(found).toMatchObject({ secrets: 1, keys: 1, firewalls: 1, firewallRules: 2, backedUp: true });
  });
});
