import { describe, expect, it } from 'vitest';
import { readWiring } from '../../local/template.ts';
import { type StackFixture, sub, writeAssembly } from './assembly.ts';

const endpoints = { gatewayUrl: 'http://127.0.0.1:4000', publicUrl: 'http://localhost:3000' };

const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const region = { Ref: 'AWS::Region' };
const functionArn = { 'Fn::GetAtt': ['Socket', 'Arn'] };

const service: StackFixture['Resources'] = {
  Socket: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { S3Bucket: sub('assets-$(AWS::AccountId)'), S3Key: 'abc.zip' },
      Environment: {
        Variables: {
          PUSH_URL: joined('https://', { Ref: 'Sockets' }, '.execute-api.', region, '.amazonaws.com/live'),
          SCREEN_URL: joined('wss://', { Ref: 'Sockets' }, '.execute-api.', region, '.amazonaws.com/live'),
          API_URL: joined('https://', { Ref: 'Api' }, '.execute-api.', region, '.amazonaws.com/'),
        },
      },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
    },
  },
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP' } },
  ApiStage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
  },
  Sockets: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: {
      Name: 'sockets',
      ProtocolType: 'WEBSOCKET',
      RouteSelectionExpression: '$request.body.action',
    },
  },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: {
      ApiId: { Ref: 'Sockets' },
      StageName: 'live',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
    },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Sockets' },
      RouteKey: '$connect',
      AuthorizationType: 'NONE',
      Target: joined('integrations/', { Ref: 'Integration' }),
    },
  },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Sockets' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: joined(
        'arn:aws:apigateway:',
        region,
        ':lambda:path/2015-03-31/functions/',
        functionArn,
        '/invocations',
      ),
    },
  },
};

async function wiringOf(over: StackFixture['Resources'] = {}) {
  const dir = await writeAssembly({ service: { Resources: { ...service, ...over } } }, { abc: '' });
  return readWiring(dir, endpoints);
}

const changed = (id: string, properties: Record<string, unknown>) => ({
  [id]: { ...service[id]!, Properties: { ...service[id]!.Properties, ...properties } },
});

describe('a WebSocket API of the templates', () => {
  it('is led to its function beside the HTTP API', async () => {
    const { socketApis, httpApis, functions } = await wiringOf();
    expect(httpApis.map(({ name }) => name)).toEqual(['Api']);
    expect(socketApis).toEqual([
      {
        name: 'sockets',
        id: 'service-Sockets',
        stage: 'live',
        routes: [{ routeKey: '$connect', functionArn: functions[0]!.arn }],
        throttle: { ratePerS: 10, burst: 20 },
      },
    ]);
  });

  it('is the door’s for screens, and the gateway’s for whoever pushes', async () => {
    const { functions } = await wiringOf();
    expect(functions[0]!.environment).toEqual({
      PUSH_URL: 'http://127.0.0.1:4000/live',
      SCREEN_URL: 'ws://localhost:3000/ws',
      API_URL: 'http://localhost:3000/',
    });
  });

  it.each([
    ['an authorizer', changed('Route', { AuthorizationType: 'AWS_IAM' }), /Route .*AuthorizationType/],
    ['a route of its own', changed('Route', { RouteKey: 'typing' }), /Route .*RouteKey/],
    [
      'other routing',
      changed('Sockets', { RouteSelectionExpression: '$request.body.type' }),
      /Sockets .*RouteSel/,
    ],
    [
      'an integration that leads elsewhere',
      changed('Integration', { IntegrationUri: 'arn:aws:x' }),
      /no function/,
    ],
    ['no stage', changed('Stage', { ApiId: 'other' }), /it has no stage/],
  ])('is refused with %s', async (_, over, message) => {
    await expect(wiringOf(over)).rejects.toThrow(message);
  });
});
