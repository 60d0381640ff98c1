import { describe, expect, test } from 'vitest';
import { LINK_ROUTES, OPERATOR_ROUTES } from '../../../functions/operator-api/routes.ts';
import { nameOf, resourcesOf, synthesise } from '../synthesised.ts';

const stages = { dev: synthesise('dev').service, prod: synthesise('prod').service };
const template = stages.prod;

describe('the door', () => {
  test('is one HTTP API that takes to ingest whatever is not led elsewhere', () => {
    template.resourceCountIs('AWS::ApiGatewayV2::Api', 1);
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' });
    for (const integration of propertiesOf('AWS::ApiGatewayV2::Integration'))
      expect(integration).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });
    expect(ledTo('IngestFunction.Arn')).toEqual(['$default']);
  });

  test('leads every path of the operators to their function, whatever the method', () => {
    const paths = [...new Set([...LINK_ROUTES, ...OPERATOR_ROUTES].map(({ path }) => path))];
    expect(ledTo('OperatorApiFunction.Arn')).toEqual(paths.map((path) => `ANY ${path}`).toSorted());
  });

  test('leads what Telegram posts to a function of its own, with a slash at its end too', () => {
    expect(ledTo('TelegramFunction.Arn')).toEqual(['ANY /api/telegram/{proxy+}']);
  });

  test('is the only one that may call a function, but for the rule of the probe', () => {
    const all = propertiesOf('AWS::Lambda::Permission');
    const [permissions, others] = [
      all.filter(({ Principal }) => Principal === 'apigateway.amazonaws.com'),
      all.filter(({ Principal }) => Principal !== 'apigateway.amazonaws.com'),
    ];
    expect(
      others.map(({ FunctionName, Principal, SourceArn }) => [
        nameOf(FunctionName),
        Principal,
        nameOf(SourceArn),
      ]),
    ).toEqual([['ProbeFunction.Arn', 'events.amazonaws.com', 'BotProbeRule.Arn']]);
    expect(permissions.map(({ FunctionName }) => nameOf(FunctionName)).toSorted()).toEqual([
      'IngestFunction.Arn',
      'OperatorApiFunction.Arn',
      'TelegramFunction.Arn',
    ]);
    for (const permission of permissions) {
      expect(permission['Action']).toBe('lambda:InvokeFunction');
      expect(nameOf(permission['SourceArn'])).toContain(':IntakeDoorApi/');
    }
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

function propertiesOf(type: string): Record<string, unknown>[] {
  return Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties);
}

function only(type: string): Record<string, unknown> {
  const found = propertiesOf(type);
  expect(found).toHaveLength(1);
  return found[0] ?? {};
}

/** The route keys behind which this function stands, in order. */
function ledTo(functionArn: string): string[] {
  const integrations = Object.entries(resourcesOf(template, 'AWS::ApiGatewayV2::Integration'));
  const mine = integrations.filter(
    ([, { Properties }]) => nameOf(Properties['IntegrationUri']) === functionArn,
  );
  const targets = mine.map(([name]) => `integrations/${name}`);
  const routes = propertiesOf('AWS::ApiGatewayV2::Route');
  return routes
    .filter(({ Target }) => targets.includes(nameOf(Target)))
    .map(({ RouteKey }) => String(RouteKey))
    .toSorted();
}
