import { describe, expect, test } from 'vitest';
import { nameOf, resourcesOf, synthesise } from '../synthesised.ts';

const QUEUE = 'AWS::SQS::Queue';
const { service, settings } = synthesise('prod');
const queues = resourcesOf(service, QUEUE);
const LANES = [
  { lane: 'Inbound', consumer: 'ClassifyFunction', concurrency: settings.concurrency.classify },
  { lane: 'Outbound', consumer: 'DeliverFunction', concurrency: settings.concurrency.deliver },
  { lane: 'FollowUps', consumer: 'FollowUpFunction', concurrency: settings.concurrency['follow-up'] },
  { lane: 'Broadcasts', consumer: 'BroadcastFunction', concurrency: settings.concurrency.broadcast },
  { lane: 'Jobs', consumer: 'RedriveFunction', concurrency: settings.concurrency.redrive },
];

describe.each(LANES)('the $lane lane', ({ lane, consumer, concurrency }) => {
  test('gives up a signal after five tries and keeps it for 14 days', () => {
    const policy = propertiesOf(QUEUE, `${lane}Queue`)['RedrivePolicy'] as Record<string, unknown>;
    expect(policy['maxReceiveCount']).toBe(5);
    expect(nameOf(policy['deadLetterTargetArn'])).toBe(`${lane}DeadLetters.Arn`);
    expect(propertiesOf(QUEUE, `${lane}DeadLetters`)['MessageRetentionPeriod']).toBe(14 * 86_400);
  });

  test('hides a signal for six time-outs of its consumer, a dead letter for six of redrive', () => {
    expect(propertiesOf(QUEUE, `${lane}Queue`)['VisibilityTimeout']).toBe(6 * timeoutOf(consumer));
    expect(propertiesOf(QUEUE, `${lane}DeadLetters`)['VisibilityTimeout']).toBe(
      6 * timeoutOf('RedriveFunction'),
    );
  });

  test('rings when a dead letter was collected or waits', () => {
    const alarm = propertiesOf('AWS::CloudWatch::Alarm', `${lane}DeadLettersAlarm`);
    const metrics = alarm['Metrics'] as { Expression?: string; MetricStat?: { Metric: unknown } }[];
    expect(alarm).toMatchObject({
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
    });
    expect(metrics[0]?.Expression).toBe('FILL(collected, 0) + FILL(waiting, 0)');
    expect(metrics.slice(1).map(({ MetricStat }) => MetricStat?.Metric)).toEqual(
      ['NumberOfMessagesReceived', 'ApproximateNumberOfMessagesVisible'].map((name) => ({
        Namespace: 'AWS/SQS',
        MetricName: name,
        Dimensions: [
          {
            Name: 'QueueName',
            Value: { 'Fn::GetAtt': [expect.stringContaining(`${lane}DeadLetters`), 'QueueName'] },
          },
        ],
      })),
    );
  });

  test.each([
    { queue: `${lane}Queue`, target: consumer, most: concurrency },
    { queue: `${lane}DeadLetters`, target: 'RedriveFunction', most: settings.concurrency.redrive },
  ])('feeds $target from $queue in batches that fail by record, without waiting to fill them', (source) => {
    const mapping = propertiesOf('AWS::Lambda::EventSourceMapping', `${source.queue}Consumer`);
    expect(nameOf(mapping['EventSourceArn'])).toBe(`${source.queue}.Arn`);
    expect(nameOf(mapping['FunctionName'])).toBe(source.target);
    expect(mapping).toMatchObject({
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: source.most },
    });
  });
});

describe('the slow lane', () => {
  test('has its own concurrency on the same function, and shares the dead letters of the outbound lane', () => {
    const mapping = propertiesOf('AWS::Lambda::EventSourceMapping', 'SlowQueueConsumer');
    expect(nameOf(mapping['FunctionName'])).toBe('DeliverFunction');
    expect(mapping['ScalingConfig']).toEqual({ MaximumConcurrency: settings.concurrency.slow });
    const policy = propertiesOf(QUEUE, 'SlowQueue')['RedrivePolicy'] as Record<string, unknown>;
    expect(nameOf(policy['deadLetterTargetArn'])).toBe('OutboundDeadLetters.Arn');
  });
});

describe('every queue', () => {
  test('is a lane, its dead letters, or where the stream leaves what it cannot read', () => {
    const names = [...LANES.flatMap(({ lane }) => [`${lane}DeadLetters`, `${lane}Queue`]), 'SlowQueue'];
    expect(Object.keys(queues).sort()).toEqual(
      [...names, 'StreamReaderFailures', 'ScreenReaderFailures'].sort(),
    );
    service.resourceCountIs('AWS::Lambda::EventSourceMapping', names.length + 3);
    const alarms = Object.keys(resourcesOf(service, 'AWS::CloudWatch::Alarm'));
    expect(alarms.filter((name) => /(DeadLetters|Failures)Alarm$/.test(name))).toHaveLength(LANES.length + 2);
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

function propertiesOf(type: string, name: string): Record<string, unknown> {
  const resource = resourcesOf(service, type)[name];
  if (!resource) throw new Error(`there is no ${type} ${name}`);
  return resource.Properties;
}

function timeoutOf(functionName: string): number {
  return Number(propertiesOf('AWS::Lambda::Function', functionName)['Timeout']);
}
