import { type Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type PolicyStatementProps, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Environments, FunctionName } from '../environments.ts';
import type { StageSettings } from '../stage-settings.ts';
import { functionBundle } from './function-bundle.ts';

interface CommonProps {
  settings: StageSettings;
  timeout: Duration;
  /** For functions that signal their own lane: Lambda would cut such a chain after 16 passes, where ours count for themselves. */
  mayLoop?: boolean;
  /** Folders that lie beside the bundle: name there → path in the repository. */
  folders?: Readonly<Record<string, string>>;
}

/** One function by name, with exactly the environment that it reads; the stage is added here. */
export type HouseFunctionProps = {
  [Name in FunctionName]: CommonProps & { name: Name; environment: Omit<Environments[Name], 'STAGE'> };
}[FunctionName];

/** A function as this house runs them: its own role and log group, and no right that was not given by {@link allow}. */
export class HouseFunction extends Construct {
  readonly function: LambdaFunction;
  readonly #role: Role;

  constructor(scope: Construct, id: string, props: HouseFunctionProps) {
    super(scope, id);
    const { settings } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: settings.logRetention,
      removalPolicy: settings.removalPolicy,
    });
    this.#role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
    this.function = new LambdaFunction(this, 'Function', {
      code: functionBundle(props.name, props.folders ?? {}),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: settings.memoryMb[props.name],
      timeout: props.timeout,
      recursiveLoop: props.mayLoop ? RecursiveLoop.ALLOW : RecursiveLoop.TERMINATE,
      environment: { STAGE: settings.stage, ...props.environment },
      role: this.#role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: settings.systemLogLevel,
      ...(settings.tracing === 'on' && { tracing: this.#traced() }),
    });
  }

  /** Lambda itself sends the traces, in the name of the function's role: CDK gives it the two rights that this takes. */
  #traced(): Tracing {
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'X-Ray knows no resources: its rights to take segments and telemetry can be given for everything alone.',
    });
    return Tracing.ACTIVE;
  }

  /** Gives the right to these actions on this resource, and on nothing else; only under these conditions, if there are any. */
  allow(
    actions: readonly string[],
    resource: string,
    conditions: PolicyStatementProps['conditions'] = {},
  ): void {
    this.#role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [resource], conditions }));
  }

  /** Lets it hand this role to this service, and to no other. */
  allowPassing(roleArn: string, service: string): void {
    this.#role.addToPolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': service } },
      }),
    );
  }
}
