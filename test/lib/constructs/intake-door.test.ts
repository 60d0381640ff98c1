import { describe, expect, test } from 'vitest';
import { nameOf, resourcesOf, synthesise } from '../synthesised.ts';

const stages = { dev: synthesise('dev').service, prod: synthesise('prod').service };
const template = stages.prod;

describe('the door', () => {
  test('is one HTTP API whose one route takes every path to ingest', () => {
    template.resourceCountIs('AWS::ApiGatewayV2::Api', 1);
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' });
    expect(only('AWS::ApiGatewayV2::Route')).toMatchObject({ RouteKey: '$default' });
    const integration = only('AWS::ApiGatewayV2::Integration');
    expect(integration).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });
    expect(nameOf(integration['IntegrationUri'])).toBe('IngestFunction.Arn');
  });

  test('is the only one that may call a function', () => {
    const permission = only('AWS::Lambda::Permission');
    expect(permission).toMatchObject({
      Principal: 'apigateway.amazonaws.com',
      Action: 'lambda:InvokeFunction',
    });
    expect(nameOf(permission['FunctionName'])).toBe('IngestFunction.Arn');
    expect(nameOf(permission['SourceArn'])).toContain(':IntakeDoorApi/');
  });

  test('writes one line of outcome per request, and nothing of what was said or who said it', () => {
    const { AccessLogSettings } = only('AWS::ApiGatewayV2::Stage') as {
      AccessLogSettings: Record<string, unknown>;
    };
    expect(nameOf(AccessLogSettings['DestinationArn'])).toBe('IntakeDoorAccessLog.Arn');
    expect(Object.values(JSON.parse(String(AccessLogSettings['Format']))).sort()).toEqual([
      '$context.error.responseType',
      '$context.httpMethod',
      '$context.integrationLatency',
      '$context.integrationStatus',
      '$context.requestId',
      '$context.responseLatency',
      '$context.responseLength',
      '$context.routeKey',
      '$context.status',
    ]);
  });

  test.each([
    { stage: 'dev' as const, rate: 1_000, burst: 2_000 },
    { stage: 'prod' as const, rate: 1_000, burst: 2_000 },
  ])('in $stage lets $rate requests a second through', ({ stage, rate, burst }) => {
    stages[stage].hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
    });
  });
});

function only(type: string): Record<string, unknown> {
  const found = Object.values(resourcesOf(template, type));
  expect(found).toHaveLength(1);
  return found[0]?.Properties ?? {};
}
