import { expect, test } from 'vitest';
import { nameOf, resourcesOf, synthesise } from '../synthesised.ts';

const { service } = synthesise('prod');
const mapping = resourcesOf(service, 'AWS::Lambda::EventSourceMapping')['StreamReaderConsumer'];

test('recover reads new messages from the stream, seconds behind', () => {
  const { FunctionName, FilterCriteria, ...properties } = mapping!.Properties;
  expect(nameOf(FunctionName)).toBe('RecoverFunction');
  expect(properties).toMatchObject({
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 20,
  });
  const [{ Pattern }] = (FilterCriteria as { Filters: [{ Pattern: string }] }).Filters;
  expect(JSON.parse(Pattern)).toEqual({
    eventName: ['INSERT'],
    dynamodb: { NewImage: { kind: { S: ['message'] } } },
  });
});

test('a record that cannot be read is halved out, tried three times, told of and left behind', () => {
  const { DestinationConfig, ...properties } = mapping!.Properties;
  expect(properties).toMatchObject({
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 3,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  const { OnFailure } = DestinationConfig as { OnFailure: { Destination: unknown } };
  expect(nameOf(OnFailure.Destination)).toBe('StreamReaderFailures.Arn');
});
