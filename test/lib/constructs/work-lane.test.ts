import { describe, expect, test } from 'vitest';
import { nameOf, resourcesOf, synthesise } from '../synthesised.ts';

const QUEUE = 'AWS::SQS::Queue';
const ALARM = 'AWS::CloudWatch::Alarm';
const RINGS = { Threshold: 0, ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1 };
const { service, settings } = synthesise('prod');
const queues = resourcesOf(service, QUEUE);
const LANES = [
  { lane: 'Inbound', consumer: 'ClassifyFunction', concurrency: settings.concurrency.classify },
  { lane: 'Outbound', consumer: 'DeliverFunction', concurrency: settings.concurrency.deliver },
  { lane: 'FollowUps', consumer: 'FollowUpFunction', concurrency: settings.concurrency['follow-up'] },
  { lane: 'Broadcasts', consumer: 'BroadcastFunction', concurrency: settings.concurrency.broadcast },
  // Its own concurrency on the same function.
  { lane: 'Slow', consumer: 'DeliverFunction', concurrency: settings.concurrency.slow },
  { lane: 'Jobs', consumer: 'RedriveFunction', concurrency: settings.concurrency.redrive },
];

describe.each(LANES)('the $lane lane', ({ lane, consumer }) => {
  test('gives up a signal after five tries, to where those of all lanes end', () => {
    const policy = propertiesOf(QUEUE, `${lane}Queue`)['RedrivePolicy'] as Record<string, unknown>;
    expect(policy['maxReceiveCount']).toBe(5);
    expect(nameOf(policy['deadLetterTargetArn'])).toBe('DeadLettersQueue.Arn');
  });

  test('hides a signal for six time-outs of its consumer', () => {
    expect(propertiesOf(QUEUE, `${lane}Queue`)['VisibilityTimeout']).toBe(6 * timeoutOf(consumer));
  });
});

describe.each([
  ...LANES,
  { lane: 'DeadLetters', consumer: 'RedriveFunction', concurrency: settings.concurrency.redrive },
])('the queue of $lane', ({ lane, consumer, concurrency }) => {
  test(`feeds ${consumer} in batches that fail by record, without waiting to fill them`, () => {
    const mapping = propertiesOf('AWS::Lambda::EventSourceMapping', `${lane}QueueConsumer`);
    expect(nameOf(mapping['EventSourceArn'])).toBe(`${lane}Queue.Arn`);
    expect(nameOf(mapping['FunctionName'])).toBe(consumer);
    expect(mapping).toMatchObject({
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: concurrency },
    });
  });
});

describe('dead letters', () => {
  test('are kept for 14 days, and hidden for six time-outs of redrive', () => {
    expect(propertiesOf(QUEUE, 'DeadLettersQueue')).toMatchObject({
      MessageRetentionPeriod: 14 * 86_400,
      VisibilityTimeout: 6 * timeoutOf('RedriveFunction'),
    });
  });

  test.each(['DeadLettersQueue', 'ScreenReaderFailures'])(
    'ring in %s when one was collected or waits',
    (name) => {
      const alarm = propertiesOf(ALARM, `${name}Alarm`);
      const metrics = alarm['Metrics'] as { Expression?: string; MetricStat?: { Metric: unknown } }[];
      expect(alarm).toMatchObject(RINGS);
      expect(metrics[0]?.Expression).toBe('FILL(collected, 0) + FILL(waiting, 0)');
      expect(metrics.slice(1).map(({ MetricStat }) => MetricStat?.Metric)).toEqual(
        ['NumberOfMessagesReceived', 'ApproximateNumberOfMessagesVisible'].map((metric) => ({
          Namespace: 'AWS/SQS',
          MetricName: metric,
          Dimensions: [dimensionOf(name)],
        })),
      );
    },
  );

  test('ring where nobody collects them when one lies there', () => {
    expect(propertiesOf(ALARM, 'StreamReaderFailuresAlarm')).toMatchObject({
      ...RINGS,
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Statistic: 'Maximum',
      Dimensions: [dimensionOf('StreamReaderFailures')],
    });
  });
});

describe('every queue', () => {
  test('is a lane, the dead letters of all, or where the stream leaves what it cannot read', () => {
    const names = [...LANES.map(({ lane }) => `${lane}Queue`), 'DeadLettersQueue'];
    expect(Object.keys(queues).sort()).toEqual(
      [...names, 'StreamReaderFailures', 'ScreenReaderFailures'].sort(),
    );
    service.resourceCountIs('AWS::Lambda::EventSourceMapping', names.length + 3);
    const alarms = Object.keys(resourcesOf(service, 'AWS::CloudWatch::Alarm'));
    expect(alarms.filter((name) => /^(DeadLetters|\w+Failures)/.test(name))).toHaveLength(3);
  });

  test.each(Object.entries(queues))('%s is standard and encrypted', (_name, { Properties }) => {
    expect(Properties['SqsManagedSseEnabled']).toBe(true);
    expect(Properties).not.toHaveProperty('FifoQueue');
  });

  test.each(Object.keys(queues))(
    '%s refuses what does not come over TLS, and grants nothing to anybody',
    (name) => {
      const document = propertiesOf('AWS::SQS::QueuePolicy', `${name}Policy`)['PolicyDocument'];
      expect((document as { Statement: unknown[] }).Statement).toEqual([
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'sqs:*',
          Resource: { 'Fn::GetAtt': [expect.stringContaining(name), 'Arn'] },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]);
    },
  );
});

function dimensionOf(queue: string): object {
  return { Name: 'QueueName', Value: { 'Fn::GetAtt': [expect.stringContaining(queue), 'QueueName'] } };
}

function propertiesOf(type: string, name: string): Record<string, unknown> {
  const resource = resourcesOf(service, type)[name];
  if (!resource) throw new Error(`there is no ${type} ${name}`);
  return resource.Properties;
}

function timeoutOf(functionName: string): number {
  return Number(propertiesOf('AWS::Lambda::Function', functionName)['Timeout']);
}
