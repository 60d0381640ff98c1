import { describe, expect, test } from 'vitest';
import { resourcesOf, synthesise } from './synthesised.ts';

const GLOBAL_TABLE = 'AWS::DynamoDB::GlobalTable';
const dev = synthesise('dev');
const prod = synthesise('prod');

describe('the table', () => {
  test('is the only thing that must survive', () => {
    expect(Object.keys(dev.data.toJSON()['Resources'])).toHaveLength(1);
    dev.data.resourceCountIs(GLOBAL_TABLE, 1);
  });

  test('has string keys, a stream of both images, rows that expire, and no capacity to plan', () => {
    dev.data.hasResourceProperties(GLOBAL_TABLE, {
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'ik', AttributeType: 'S' },
        { AttributeName: 'is', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  test('lists heads by their keys alone, so that only one that moves costs a write there', () => {
    dev.data.hasResourceProperties(GLOBAL_TABLE, {
      GlobalSecondaryIndexes: [
        {
          IndexName: 'desk',
          KeySchema: [
            { AttributeName: 'ik', KeyType: 'HASH' },
            { AttributeName: 'is', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    });
  });

  test('is encrypted with the key that costs nothing', () => {
    dev.data.hasResourceProperties(GLOBAL_TABLE, { SSESpecification: { SSEEnabled: false } });
  });

  test.each([
    { name: 'dev', stage: dev, days: 1, protection: false, policy: 'Delete' },
    { name: 'prod', stage: prod, days: 35, protection: true, policy: 'Retain' },
  ])('in $name can be wound back $days days and is protected from deletion: $protection', (expected) => {
    const table = resourcesOf(expected.stage.data, GLOBAL_TABLE)['Table'];
    expect(table).toMatchObject({
      DeletionPolicy: expected.policy,
      Properties: {
        Replicas: [
          {
            DeletionProtectionEnabled: expected.protection,
            PointInTimeRecoverySpecification: {
              PointInTimeRecoveryEnabled: true,
              RecoveryPeriodInDays: expected.days,
            },
          },
        ],
      },
    });
    expect(expected.stage.stacks.data.terminationProtection).toBe(expected.protection);
  });
});
