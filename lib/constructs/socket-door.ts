import { Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnApi,
  LogGroupLogDestination,
  WebSocketApi,
  WebSocketStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StageSettings } from '../stage-settings.ts';
import type { HouseFunction } from './house-function.ts';

// Outcomes and ids alone: a query string carries a ticket, frames carry what somebody looks at.
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    request_id: '$context.requestId',
    connection_id: '$context.connectionId',
    event: '$context.eventType',
    route: '$context.routeKey',
    status: '$context.status',
    function_status: '$context.integrationStatus',
    error: '$context.error.responseType',
  }),
);

const STAGE = 'live';

/** The door for screens: a WebSocket API whose every route leads to one function, which attends to tickets itself. */
export class SocketDoor extends Construct {
  /** `wss://…`, for screens. */
  readonly url: string;
  /** `https://…`, for whoever pushes. */
  readonly callbackUrl: string;
  readonly #api: WebSocketApi;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    this.#api = new WebSocketApi(this, 'Api', { apiName: `${Stack.of(this).stackName}-sockets` });
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: settings.logRetention,
      removalPolicy: settings.removalPolicy,
    });
    const stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.#api,
      stageName: STAGE,
      autoDeploy: true,
      throttle: settings.socketThrottle,
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: ACCESS_LOG },
    });
    Validations.of(this.#api).acknowledge({ id: 'AwsSolutions-APIG4', reason: NO_AUTHORIZER });
    this.url = stage.url;
    this.callbackUrl = stage.callbackUrl;
  }

  lead(handler: HouseFunction): void {
    for (const route of ['$connect', '$disconnect', '$default']) {
      const integration = new WebSocketLambdaIntegration('Integration', handler.function);
      this.#api.addRoute(route, { integration });
    }
  }

  /** Lets it push to the connections of this API, and end them. */
  allowPushing(pusher: HouseFunction): void {
    const api = Stack.of(this).getLogicalId(this.#api.node.defaultChild as CfnApi);
    for (const method of ['POST', 'DELETE']) {
      const connections = this.#api.arnForExecuteApiV2(`${method}/@connections/*`, STAGE);
      pusher.allow(['execute-api:ManageConnections'], connections);
      Validations.of(pusher).acknowledge({
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${api}>/${STAGE}/${method}/@connections/*]`,
        reason: CONNECTIONS_COME_AND_GO,
      });
    }
  }
}

const NO_AUTHORIZER =
  'Only $connect can have an authorizer, and its function redeems the single-use ticket itself: an authorizer would be a second function that redeems it, and its answer may be cached.';

const CONNECTIONS_COME_AND_GO =
  'Connections have names that API Gateway makes up, which no policy can list: the limit is this one API, and speaking and ending.';
