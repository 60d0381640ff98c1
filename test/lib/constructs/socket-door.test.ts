import { describe, expect, test } from 'vitest';
import { nameOf, resourcesOf, synthesise } from '../synthesised.ts';

const { service, settings } = synthesise('prod');
const of = (type: string, id: string) => resourcesOf(service, type)[id]?.Properties ?? {};

describe('the door for screens', () => {
  test('is a WebSocket API whose every route leads to one function', () => {
    expect(of('AWS::ApiGatewayV2::Api', 'SocketDoorApi')).toMatchObject({ ProtocolType: 'WEBSOCKET' });
    const routes = Object.values(resourcesOf(service, 'AWS::ApiGatewayV2::Route'))
      .map(({ Properties }) => Properties)
      .filter(({ ApiId }) => nameOf(ApiId) === 'SocketDoorApi');
    expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual(['$connect', '$default', '$disconnect']);
    const integrations = resourcesOf(service, 'AWS::ApiGatewayV2::Integration');
    for (const { Target } of routes) {
      const integration = integrations[nameOf(Target).replace('integrations/', '')];
      expect(nameOf(integration?.Properties['IntegrationUri'])).toContain('/SocketFunction.Arn/invocations');
    }
  });

  test('throttles, and writes on its log neither the ticket nor what somebody looks at', () => {
    const stage = of('AWS::ApiGatewayV2::Stage', 'SocketDoorStage');
    const { rateLimit, burstLimit } = settings.socketThrottle;
    expect(stage).toMatchObject({
      StageName: 'live',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit },
    });
    const { DestinationArn, Format } = stage['AccessLogSettings'] as Record<string, unknown>;
    expect(nameOf(DestinationArn)).toBe('SocketDoorAccessLog.Arn');
    expect(Object.values(JSON.parse(String(Format))).sort()).toEqual([
      '$context.connectionId',
      '$context.error.responseType',
      '$context.eventType',
      '$context.integrationStatus',
      '$context.requestId',
      '$context.routeKey',
      '$context.status',
    ]);
  });
});

describe('what screens are told', () => {
  const mapping = of('AWS::Lambda::EventSourceMapping', 'ScreenReaderConsumer');

  test('is read off the stream at once, and no rows but those of interest', () => {
    expect(nameOf(mapping['FunctionName'])).toBe('ProjectFunction');
    expect(mapping).toMatchObject({
      MaximumBatchingWindowInSeconds: 0,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 3,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    const { Filters } = mapping['FilterCriteria'] as { Filters: { Pattern: string }[] };
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { dynamodb: { Keys: { sk: { S: ['HEAD'] } } } },
      { dynamodb: { Keys: { pk: { S: ['OPERATORS'] } } } },
      { dynamodb: { Keys: { pk: { S: ['BROADCASTS'] } } } },
      { dynamodb: { Keys: { pk: { S: ['INCIDENTS'] } } } },
      { dynamodb: { NewImage: { kind: { S: ['message', 'attempt', 'note', 'action'] } } } },
    ]);
  });

  test('is to read everything again, once a record was left behind', () => {
    const { OnFailure } = mapping['DestinationConfig'] as { OnFailure: { Destination: unknown } };
    expect(nameOf(OnFailure.Destination)).toBe('ScreenReaderFailures.Arn');
    const failures = of('AWS::Lambda::EventSourceMapping', 'ScreenReaderFailuresConsumer');
    expect([nameOf(failures['EventSourceArn']), nameOf(failures['FunctionName'])]).toEqual([
      'ScreenReaderFailures.Arn',
      'ProjectFunction',
    ]);
    // Six time-outs of the function.
    expect(of('AWS::SQS::Queue', 'ScreenReaderFailures')['VisibilityTimeout']).toBe(120);
  });
});
