import { RemovalPolicy } from 'aws-cdk-lib';
import { SystemLogLevel } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { DomainStageSettings, StageSettings } from './stage-settings.ts';

type Settings = Required<Omit<StageSettings, 'stage'>>;

interface Setting<Value, Usual> {
  /** For whoever deploys: one sentence without its full stop. */
  help: string;
  /** What a stage has that does not say otherwise. */
  usual: Usual;
  /** What a value has to be, if it is not. */
  wrong?: (value: Value) => string | undefined;
}

// CPU is given by memory (1,769 MB is one core); docs/performance.md has what each size would take and cost.
const MEMORY_MB = {
  ingest: 512,
  telegram: 512,
  classify: 512,
  // It is paid for waiting for partners.
  deliver: 384,
  'follow-up': 256,
  broadcast: 512,
  recover: 256,
  // Operators watch what it does.
  project: 512,
  socket: 512,
  probe: 256,
  redrive: 256,
  // People wait for each of its answers, and it is cold every morning.
  'operator-api': 1_024,
  // A password's hash takes 19 MiB, and a tenth of a second at this speed.
  auth: 512,
  status: 512,
};

/** Everything that a stage may set: what it is for, what it is unless told, and what it must be. The page on deployment prints it. */
export const SETTINGS: {
  readonly [Name in keyof Settings]: Setting<Settings[Name], Omit<StageSettings, 'stage'>[Name]>;
} = {
  deletionProtection: { help: 'table and stacks refuse to be deleted', usual: true },
  removalPolicy: {
    help: 'what becomes of the table and the logs when their stack goes: `retain` or `destroy`',
    usual: RemovalPolicy.RETAIN,
  },
  recoveryDays: {
    help: 'days, 1 to 35, that the table can be wound back by, and that an erased client may be found in a backup; the price does not depend on them',
    usual: 35,
    wrong: between(1, 35),
  },
  logRetention: { help: 'days that logs are kept', usual: RetentionDays.THREE_MONTHS },
  systemLogLevel: {
    help: 'Lambda’s own lines: `INFO` adds start and report to every invocation, about 0.5 KB of paid logs each',
    usual: SystemLogLevel.WARN,
  },
  tracing: {
    help: 'traces of every function in X-Ray: `on` or `off`; while it is quiet, each invocation is a trace, and a million of them $5',
    usual: 'off',
  },
  throttle: {
    help: 'requests a second, and the bucket above them, of the whole HTTP API',
    usual: { rateLimit: 1_000, burstLimit: 2_000 },
    wrong: each(1, 1_000_000),
  },
  // A desk of 200 people, each of whom comes back every quarter of an hour; many come at the same moment in the morning.
  signInThrottle: {
    help: 'the same of signing in, so that guessing leaves room for everybody else',
    usual: { rateLimit: 10, burstLimit: 50 },
    wrong: each(1, 1_000_000),
  },
  // A desk of 500 screens, each of which pings and tells what it shows.
  socketThrottle: {
    help: 'the same of what screens send, all together',
    usual: { rateLimit: 200, burstLimit: 500 },
    wrong: each(1, 1_000_000),
  },
  pace: {
    help: '`natural`, or `immediate` for trials: no typing delay, and no wait for a burst of messages to end',
    usual: 'natural',
  },
  limits: {
    help: 'how fast callers may write: `on`, `off`, or changes such as `client=20/60;key=200/1`',
    usual: 'on',
  },
  statusPage: {
    help: '`on`: anybody may look at `/status` how the service fares; `off`: there is no such path',
    usual: 'off',
    wrong: (value) => (['on', 'off'].includes(value) ? undefined : '`on` or `off`'),
  },
  telegramApi: {
    help: 'where the Bot API of Telegram is; one that the house runs itself has the same methods',
    usual: 'https://api.telegram.org',
  },
  llm: { help: 'the language model of a second opinion, and what it may cost', usual: undefined },
  oidc: { help: 'an OpenID provider whose tokens people may show', usual: undefined },
  domain: {
    help: 'a name of yours for console and API, `{ name, certificateArn }`, with its certificate in us-east-1',
    usual: undefined,
    wrong: wrongDomain,
  },
  webAclArn: {
    help: 'an AWS WAF web ACL in front of the distribution, global, in us-east-1',
    usual: undefined,
    wrong: (arn) =>
      /^arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global\/webacl\/[^/]+\/[^/]+$/.test(arn)
        ? undefined
        : 'the ARN of a global web ACL: arn:aws:wafv2:us-east-1:<account>:global/webacl/<name>/<id>',
  },
  alarmTo: {
    help: 'who hears of alarms: mail addresses, and https URLs that take SNS’s notifications',
    usual: [],
    wrong: (those) =>
      those.every((one) => /^(https:\/\/\S+|[^\s@]+@[^\s@]+\.[^\s@]+)$/.test(one))
        ? undefined
        : 'mail addresses or https URLs',
  },
  monthlyUsd: {
    help: 'a month’s bill of the account, US dollars, of which to be told at 80 % and when it is foreseen',
    usual: undefined,
    wrong: between(1, 1_000_000),
  },
  dashboard: {
    help: 'a dashboard in CloudWatch: $3 a month beyond the three that an account has for nothing',
    usual: true,
  },
  memoryMb: {
    help: 'memory, and so speed, of each function',
    usual: MEMORY_MB,
    wrong: each(128, 10_240),
  },
  concurrency: {
    help: 'batches that a lane works on at once, 2 to 1,000',
    usual: { classify: 20, deliver: 20, slow: 20, 'follow-up': 5, broadcast: 2, redrive: 2 },
    wrong: each(2, 1_000),
  },
};

const NAMES = Object.keys(SETTINGS) as (keyof Settings)[];

/** What a stage has that says nothing. */
export const USUAL = Object.fromEntries(
  NAMES.filter((name) => SETTINGS[name].usual !== undefined).map((name) => [name, SETTINGS[name].usual]),
) as Omit<StageSettings, 'stage'>;

/** The stage's settings, if all of them can be. @throws Error that says which of them cannot, and what it must be */
export function soundSettings(settings: StageSettings): StageSettings {
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(settings.stage))
    throw new Error(`A stage is named by 1 to 20 of a-z, 0-9 and "-", and not "${settings.stage}".`);
  for (const name of NAMES) {
    const must = wrongWith(name, settings);
    if (must !== undefined) throw new Error(`${name} of the stage "${settings.stage}" must be ${must}.`);
  }
  return settings;
}

function wrongWith<Name extends keyof Settings>(name: Name, settings: StageSettings): string | undefined {
  const value = settings[name];
  return value === undefined ? undefined : SETTINGS[name].wrong?.(value as Settings[Name]);
}

/** A value of a setting, or of one that says nothing, for people. */
export function spelled(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'none';
  return typeof value === 'object'
    ? JSON.stringify(value).replaceAll('"', '').replaceAll(',', ', ')
    : String(value);
}

function between(least: number, most: number) {
  return (value: number): string | undefined =>
    Number.isInteger(value) && value >= least && value <= most
      ? undefined
      : `a whole number from ${least} to ${most}`;
}

function each(least: number, most: number) {
  return (values: object): string | undefined =>
    Object.values(values).map(between(least, most)).find(Boolean);
}

function wrongDomain({ name, certificateArn }: DomainStageSettings): string | undefined {
  if (!/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(name))
    return 'a host name in lower case, such as desk.example.com';
  return /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/\S+$/.test(certificateArn)
    ? undefined
    : 'given a certificate in us-east-1: arn:aws:acm:us-east-1:<account>:certificate/<id>';
}
