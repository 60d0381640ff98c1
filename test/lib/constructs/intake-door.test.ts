import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { LINK_ROUTES, OPERATOR_ROUTES } from '../../../functions/operator-api/routes.ts';
import { STATUS_ROUTES } from '../../../functions/status/routes.ts';
import { nameOf, resourcesOf, synthesise } from '../synthesised.ts';

const stages = { dev: synthesise('dev').service, prod: synthesise('prod').service };
const template = stages.prod;

describe('the door', () => {
  test('is one HTTP API that takes to ingest whatever is not led elsewhere', () => {
    expect(only('AWS::ApiGatewayV2::Api')).toMatchObject({ ProtocolType: 'HTTP' });
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

  test('leads sign-ins to a function of their own, with a throttle that takes nothing from the other routes', () => {
    expect(ledTo('AuthFunction.Arn')).toEqual(['ANY /api/auth/{proxy+}']);
    expect(only('AWS::ApiGatewayV2::Stage')['RouteSettings']).toEqual({
      'ANY /api/auth/{proxy+}': { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 50 },
    });
    // API Gateway refuses settings of a route that is not there yet.
    const [stage] = Object.values(resourcesOf(template, 'AWS::ApiGatewayV2::Stage')).filter(
      ({ Properties }) => Properties['RouteSettings'] !== undefined,
    );
    const routes = Object.entries(resourcesOf(template, 'AWS::ApiGatewayV2::Route'));
    const [route] =
      routes.find(([, { Properties }]) => Properties['RouteKey'] === 'ANY /api/auth/{proxy+}') ?? [];
    // A dependency is spelt with the hash that names are told without here.
    expect(stage?.DependsOn).toContainEqual(expect.stringMatching(`^${route}[0-9A-F]{8}$`));
  });

  test('is the only one that may call a function, but for the rule of the probe', () => {
    const all = propertiesOf('AWS::Lambda::Permission');
    const [permissions, others] = [
      all.filter((it) => it['Principal'] === 'apigateway.amazonaws.com' && !isForScreens(it)),
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
      'AuthFunction.Arn',
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

function propertiesOf(type: string, of = template): Record<string, unknown>[] {
  const own = Object.entries(resourcesOf(of, type)).filter(
    ([id]) => !/^SocketDoor(Api|Stage)(?!.*Permission)/.test(id),
  );
  return own.map(([, { Properties }]) => Properties);
}

describe('the public status page', () => {
  const on = synthesise('prod', { statusPage: 'on' }).service;

  test('has no route and no function unless the stage says so', () => {
    expect(routeKeysOf(template).filter((key) => key.includes('/status'))).toEqual([]);
    expect(resourcesOf(template, 'AWS::Lambda::Function')).not.toHaveProperty('StatusFunction');
  });

  test('is open to anybody, in a function and with throttles of its own, and changes no other route', () => {
    const fresh = routeKeysOf(on).filter((key) => !routeKeysOf(template).includes(key));
    expect(fresh.toSorted()).toEqual(STATUS_ROUTES.map(({ path }) => `ANY ${path}`).toSorted());
    expect(routeKeysOf(on)).toEqual(expect.arrayContaining(routeKeysOf(template)));
    const routes = Object.values(resourcesOf(on, 'AWS::ApiGatewayV2::Route')).map(
      ({ Properties }) => Properties,
    );
    for (const key of fresh) {
      const route = routes.find(({ RouteKey }) => RouteKey === key);
      expect(route).toMatchObject({ AuthorizationType: 'NONE' });
      expect(route).not.toHaveProperty('AuthorizerId');
    }
    expect(ledTo('StatusFunction.Arn', on)).toEqual(fresh.toSorted());
    const throttle = { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 };
    on.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      RouteSettings: {
        'ANY /api/auth/{proxy+}': { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 50 },
        ...Object.fromEntries(fresh.map((key) => [key, throttle])),
      },
    });
  });
});

function routeKeysOf(of: Template): string[] {
  return Object.values(resourcesOf(of, 'AWS::ApiGatewayV2::Route')).map(({ Properties }) =>
    String(Properties['RouteKey']),
  );
}

/** Screens have a door of their own (socket-door.test.ts). */
function isForScreens({ SourceArn }: Record<string, unknown>): boolean {
  return SourceArn !== undefined && nameOf(SourceArn).includes(':SocketDoorApi/');
}

function only(type: string): Record<string, unknown> {
  const found = propertiesOf(type);
  expect(found).toHaveLength(1);
  return found[0] ?? {};
}

/** The route keys behind which this function stands, in order. */
function ledTo(functionArn: string, of = template): string[] {
  const integrations = Object.entries(resourcesOf(of, 'AWS::ApiGatewayV2::Integration'));
  const mine = integrations.filter(
    ([, { Properties }]) => nameOf(Properties['IntegrationUri']) === functionArn,
  );
  const targets = mine.map(([name]) => `integrations/${name}`);
  const routes = propertiesOf('AWS::ApiGatewayV2::Route', of);
  return routes
    .filter(({ Target }) => targets.includes(nameOf(Target)))
    .map(({ RouteKey }) => String(RouteKey))
    .toSorted();
}
