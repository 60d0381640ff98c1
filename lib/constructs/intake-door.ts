import { Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StageSettings } from '../stage-settings.ts';
import type { HouseFunction } from './house-function.ts';

// Outcomes and ids alone: paths and query strings name clients, headers carry keys, bodies are the customers' words.
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    request_id: '$context.requestId',
    method: '$context.httpMethod',
    route: '$context.routeKey',
    status: '$context.status',
    latency_ms: '$context.responseLatency',
    function_latency_ms: '$context.integrationLatency',
    function_status: '$context.integrationStatus',
    response_bytes: '$context.responseLength',
    error: '$context.error.responseType',
  }),
);

/** The HTTPS door: every path goes to one function, which judges requests itself and answers unknown paths in our own words. */
export class IntakeDoor extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, settings: StageSettings, handler: HouseFunction) {
    super(scope, id);
    const api = new HttpApi(this, 'Api', {
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration('Integration', handler.function),
    });
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: settings.logRetention,
      removalPolicy: settings.removalPolicy,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      autoDeploy: true,
      throttle: settings.throttle,
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: ACCESS_LOG },
    });
    this.url = stage.url;
    Validations.of(api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'The function behind the route checks the partner key of every request, because API Gateway would answer in its own words where our contract promises problem+json, and an authorizer would be a second function and a second look at the same key.',
    });
  }
}
