import { RemovalPolicy } from 'aws-cdk-lib';
import { SystemLogLevel } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { FunctionName } from './environments.ts';

/** Everything that differs between one deployed stage and another; what is the same everywhere stands in the constructs. */
export interface StageSettings {
  stage: string;
  /** Refuses to delete the table and the data stack. */
  deletionProtection: boolean;
  /** What becomes of the table and the logs when their stack goes. */
  removalPolicy: RemovalPolicy;
  /** Days (1–35) the table can be wound back by; the price does not depend on them. */
  recoveryDays: number;
  logRetention: RetentionDays;
  /** Lambda's own lines: INFO adds start and report to every invocation, about 0.5 KB of paid logs each. */
  systemLogLevel: SystemLogLevel;
  /** Requests per second, and the bucket above them, of the whole HTTP API. */
  throttle: { rateLimit: number; burstLimit: number };
  /** The same of the routes at which people sign in, so that guessing leaves room for everybody else. */
  signInThrottle: { rateLimit: number; burstLimit: number };
  /** What screens send in a second, all together, and the bucket above it. */
  socketThrottle: { rateLimit: number; burstLimit: number };
  /** `immediate` answers without typing delay and without waiting for a burst of messages to end. */
  pace: 'natural' | 'immediate';
  /** How fast callers may write: the defaults, no limits, or changes to the defaults such as `client=20/60;key=200/1`. */
  limits: 'on' | 'off' | `${string}=${string}`;
  /** Where the Bot API of Telegram is; one that is run by the house itself has the same methods. */
  telegramApi: string;
  /** Asked for a second opinion where the classifier is in doubt (docs/llm.md); undefined: nobody is. */
  llm?: LlmStageSettings;
  /** An issuer outside of the desk whose tokens its people may show (docs/operators.md); undefined: nobody's. */
  oidc?: OidcStageSettings;
  memoryMb: Record<FunctionName, number>;
  /** Batches a lane works on at once (2–1,000). */
  concurrency: Record<'classify' | 'deliver' | 'slow' | 'follow-up' | 'broadcast' | 'redrive', number>;
}

/** An OpenID provider, and how its tokens name the people of the desk. */
export interface OidcStageSettings {
  /** As it stands in the tokens' `iss`, such as `https://login.example.com/tenant`. */
  issuer: string;
  /** What their `aud` must name: the desk, and nothing else that the provider gives tokens for. */
  audience: string;
  /** The claim with the operator's id; `sub` unless told. None that people may change themselves. */
  operatorClaim?: string;
  /** The claim with `operator` or `admin`, or a list of them: the lower of it and the desk's own word counts. */
  roleClaim?: string;
  /** Where its keys are; the provider's own description tells unless this does. */
  jwksUrl?: string;
}

/** A language model, and what it may cost. */
export type LlmStageSettings = (OpenAiModel | BedrockModel) & {
  /** No more is spent in a day (UTC); 1 unless told. */
  dailyUsd?: number;
  /** What a million tokens cost, read and written; 3 and 15 unless told. */
  usdPerMillion?: { in: number; out: number };
};

/** Any OpenAI-compatible server. Its key is an encrypted parameter, `/firstline/<stage>/llm/api-key`, that no deployment makes. */
export interface OpenAiModel {
  provider?: 'openai';
  /** Up to the version, such as `https://api.openai.com/v1`. */
  baseUrl: string;
  model: string;
}

/** A model on Amazon Bedrock, which the function asks by its own role. */
export interface BedrockModel {
  provider: 'bedrock';
  /** Id or ARN of a foundation model, such as `amazon.nova-lite-v1:0`, or of an inference profile, such as `eu.amazon.nova-lite-v1:0`. */
  model: string;
  /** Where it is asked; the stage's own region, or the one that an ARN names, unless told. */
  region?: string;
  /** ARNs of all models behind an inference profile, as `aws bedrock get-inference-profile` lists them. */
  routesTo?: readonly string[];
}

const TELEGRAM_API = 'https://api.telegram.org';

// CPU is given by memory (1,769 MB is one core): the doors people wait for get more of it than the janitor.
const MEMORY_MB = {
  ingest: 512,
  telegram: 512,
  classify: 512,
  deliver: 512,
  'follow-up': 256,
  broadcast: 512,
  recover: 256,
  // Operators watch what it does.
  project: 512,
  socket: 512,
  probe: 256,
  redrive: 256,
  'operator-api': 512,
  // A password's hash takes 19 MiB, and a tenth of a second at this speed.
  auth: 512,
};

/** A desk of 500 screens, each of which pings and tells what it shows. */
const SOCKET_THROTTLE = { rateLimit: 200, burstLimit: 500 };

/** A desk of 200 people, each of whom comes back every quarter of an hour; many come at the same moment in the morning. */
const SIGN_IN_THROTTLE = { rateLimit: 10, burstLimit: 50 };

const STAGES = {
  dev: {
    stage: 'dev',
    deletionProtection: false,
    removalPolicy: RemovalPolicy.DESTROY,
    recoveryDays: 1,
    logRetention: RetentionDays.ONE_WEEK,
    systemLogLevel: SystemLogLevel.INFO,
    throttle: { rateLimit: 1_000, burstLimit: 2_000 },
    signInThrottle: SIGN_IN_THROTTLE,
    socketThrottle: SOCKET_THROTTLE,
    pace: 'natural',
    limits: 'on',
    telegramApi: TELEGRAM_API,
    memoryMb: MEMORY_MB,
    concurrency: { classify: 5, deliver: 12, slow: 8, 'follow-up': 2, broadcast: 2, redrive: 2 },
  },
  prod: {
    stage: 'prod',
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
    recoveryDays: 35,
    logRetention: RetentionDays.THREE_MONTHS,
    systemLogLevel: SystemLogLevel.WARN,
    throttle: { rateLimit: 1_000, burstLimit: 2_000 },
    signInThrottle: SIGN_IN_THROTTLE,
    socketThrottle: SOCKET_THROTTLE,
    pace: 'natural',
    limits: 'on',
    telegramApi: TELEGRAM_API,
    memoryMb: MEMORY_MB,
    concurrency: { classify: 20, deliver: 20, slow: 20, 'follow-up': 5, broadcast: 2, redrive: 2 },
  },
} satisfies Record<string, StageSettings>;

/**
 * The settings of the stage named in the CDK context (`-c stage=prod`); `dev` if none is named.
 * @throws Error that lists the stages, if there is none of that name.
 */
export function stageSettings(stage: unknown = 'dev'): StageSettings {
  const found = Object.values(STAGES).find((settings) => settings.stage === stage);
  if (!found)
    throw new Error(`There is no stage "${stage}": choose one of ${Object.keys(STAGES).join(', ')}.`);
  return found;
}
