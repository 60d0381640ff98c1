import { Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  type HttpRoute,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
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

/** The HTTPS door: what is not led elsewhere goes to one function, which answers unknown paths in our own words; each function judges requests itself. */
export class IntakeDoor extends Construct {
  readonly url: string;
  readonly #api: HttpApi;
  readonly #stage: HttpStage;

  constructor(scope: Construct, id: string, settings: StageSettings, handler: HouseFunction) {
    super(scope, id);
    this.#api = new HttpApi(this, 'Api', {
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration('Integration', handler.function),
    });
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: settings.logRetention,
      removalPolicy: settings.removalPolicy,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.#api,
      autoDeploy: true,
      throttle: settings.throttle,
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: ACCESS_LOG },
    });
    this.#stage = stage;
    this.url = stage.url;
    Validations.of(this.#api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'The functions behind the routes check the key of every request, because API Gateway would answer in its own words where our contract promises problem+json, and an authorizer would be a second function and a second look at the same key.',
    });
  }

  /**
   * Leads these paths to another function, whatever the method. API Gateway takes no path with a slash at its end: those
   * come to the first function, unless a path that ends in `{proxy+}` takes all below it.
   */
  lead(name: string, handler: HouseFunction, paths: readonly string[]): HttpRoute[] {
    const integration = new HttpLambdaIntegration(name, handler.function, {
      scopePermissionToRoute: false,
    });
    return paths.flatMap((path) => this.#api.addRoutes({ path, methods: [HttpMethod.ANY], integration }));
  }

  /** The same for paths each of which has such a throttle of its own: it takes nothing from the others' and lets nobody pass it. */
  leadThrottled(
    name: string,
    handler: HouseFunction,
    paths: readonly string[],
    { rateLimit, burstLimit }: StageSettings['throttle'],
  ): void {
    const stage = this.#stage.node.defaultChild as CfnStage;
    for (const route of this.lead(name, handler, paths)) {
      const { path = '' } = route;
      stage.routeSettings = {
        ...stage.routeSettings,
        [`${HttpMethod.ANY} ${path}`]: { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit },
      };
      // API Gateway knows no settings of a route that is not there yet.
      stage.node.addDependency(route);
    }
  }
}
