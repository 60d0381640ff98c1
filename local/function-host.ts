import { channel } from 'node:diagnostics_channel';
import { tmpdir } from 'node:os';
import type { Activity } from './activity.ts';
import { createFunctionPool, type FunctionPool, type PoolReport } from './function-pool.ts';
import { startFunctionProcess } from './function-process.ts';
import type { HostFacts } from './function-protocol.ts';
import { type MachineLoad, watchMachineLoad } from './machine-load.ts';
import { ACCOUNT, REGION } from './template-names.ts';
import type { FunctionWiring } from './wiring.ts';

/** Processes of one function at a time; its reserved concurrency, where that is less. */
const MOST_PROCESSES = 16;
/** Somebody waits at the door, mostly for the table; a lane rather has few processes that are warm. */
const URGENT = { patienceMs: 30, few: 8 };
const PATIENT = { patienceMs: 100, few: 1 };

/** Whoever listens here is told of every line that functions write, whether it is shown or not. */
const written = channel('firstline.function-line');

/** The account runs as many invocations as it may. */
export class Throttled extends Error {
  constructor() {
    super('Rate exceeded');
    this.name = 'TooManyRequestsException';
  }
}

export interface FunctionReport extends PoolReport {
  /** Invocations that were refused. */
  throttles: number;
}

export interface FunctionHost {
  /** Starts a first process of each of these, one after the other. */
  warm(functionArns: Iterable<string>): Promise<void>;
  /**
   * Invokes a function by its ARN and waits for what it returns.
   * @throws FunctionFailure if it threw, timed out, could not be loaded or its process died; Throttled beyond `limit`.
   */
  invoke(functionArn: string, event: unknown): Promise<unknown>;
  /** Runs so many invocations at a time from now on, of all functions together; at first there is no limit. */
  limit(most: number): void;
  /** By the functions' labels. */
  report(): Record<string, FunctionReport>;
  close(): Promise<void>;
}

export interface FunctionHostOptions {
  functions: FunctionWiring[];
  /** ARNs of those that somebody waits for; on AWS each has a core to itself, here the others give way to them. */
  urgent?: ReadonlySet<string>;
  activity: Activity;
  facts(): HostFacts;
  /** Stand-in for every AWS API the functions call. */
  gatewayUrl: string;
  /** Variables of the twin's own environment that functions may see, such as `LLM_MODEL`. */
  passed?: Record<string, string>;
  /** Everything functions write is logged, not only what concerns an error. */
  verbose: boolean;
  log(line: string): void;
}

/** Runs the bundled functions, each in processes of its own, as Lambda does. */
export function createFunctionHost(options: FunctionHostOptions): FunctionHost {
  const machine = watchMachineLoad();
  const pools = new Map(options.functions.map((wiring) => [wiring.arn, poolOf(wiring, machine, options)]));
  const throttles = new Map<string, number>();
  let [most, running] = [Number.POSITIVE_INFINITY, 0];

  async function runOne(pool: FunctionPool, functionArn: string, event: unknown): Promise<unknown> {
    if (running >= most) {
      throttles.set(functionArn, (throttles.get(functionArn) ?? 0) + 1);
      throw new Throttled();
    }
    running += 1;
    return pool.invoke(event).finally(() => {
      running -= 1;
    });
  }

  return {
    async warm(functionArns) {
      for (const functionArn of functionArns) await pools.get(functionArn)?.warm();
    },
    invoke(functionArn, event) {
      const pool = pools.get(functionArn);
      if (!pool) return Promise.reject(new Error(`there is no function ${functionArn}`));
      return options.activity.invocation(() => runOne(pool, functionArn, event));
    },
    limit(to) {
      most = to;
    },
    report: () =>
      Object.fromEntries(
        options.functions.flatMap(({ arn, label }) => {
          const pool = pools.get(arn);
          return pool ? [[label, { ...pool.report(), throttles: throttles.get(arn) ?? 0 }]] : [];
        }),
      ),
    async close() {
      machine.stop();
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

function poolOf(wiring: FunctionWiring, machine: MachineLoad, options: FunctionHostOptions): FunctionPool {
  const urgent = options.urgent?.has(wiring.arn) ?? true;
  const environment = environmentOf(wiring, options);
  const log = (line: string): void => options.log(`${wiring.label} | ${line}`);
  return createFunctionPool({
    most: Math.min(MOST_PROCESSES, wiring.reservedConcurrency ?? MOST_PROCESSES),
    ...(urgent ? URGENT : PATIENT),
    machine,
    facts: options.facts,
    start: () =>
      startFunctionProcess(wiring, {
        environment,
        host: options.facts(),
        patient: !urgent,
        onLine: (line) => {
          written.publish(`${wiring.label} | ${line}`);
          if (options.verbose) log(line);
        },
      }),
    onFailure: ({ error }, process) => {
      if (!options.verbose) process.recentOutput().forEach(log);
      log(`failed: ${error.errorType}: ${error.errorMessage}`);
    },
  });
}

/** The template's variables and Lambda's own; nothing of the machine's but what a process cannot live without. */
function environmentOf(wiring: FunctionWiring, options: FunctionHostOptions): Record<string, string> {
  return {
    ...machineEnvironment(),
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ACCOUNT_ID: ACCOUNT,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: wiring.name,
    // Its clients name it in every request, so that the gateway can tell who calls.
    AWS_SDK_UA_APP_ID: wiring.label,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(wiring.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${wiring.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: wiring.assetDir,
    _HANDLER: wiring.handler,
    TZ: 'UTC',
    LANG: 'en_US.UTF-8',
    AWS_ENDPOINT_URL_DYNAMODB: options.gatewayUrl,
    AWS_ENDPOINT_URL_SQS: options.gatewayUrl,
    AWS_ENDPOINT_URL_SCHEDULER: options.gatewayUrl,
    AWS_ENDPOINT_URL_SSM: options.gatewayUrl,
    AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: options.gatewayUrl,
    ...options.passed,
    ...wiring.environment,
  };
}

function machineEnvironment(): Record<string, string> {
  // Windows needs its own folders named before a socket can be opened.
  const names = ['PATH', 'SystemRoot', 'windir'];
  const found = names.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(found), TMPDIR: tmpdir() };
}
