import type { RemovalPolicy } from 'aws-cdk-lib';
import type { SystemLogLevel } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { FunctionName } from './environments.ts';
import { soundSettings, USUAL } from './settings-table.ts';
import { STAGES } from './stages.ts';

/** Everything that may differ between one deployed stage and another, with what each is for in SETTINGS; what is the same everywhere stands in the constructs. */
export interface StageSettings {
  stage: string;
  deletionProtection: boolean;
  removalPolicy: RemovalPolicy;
  recoveryDays: number;
  logRetention: RetentionDays;
  systemLogLevel: SystemLogLevel;
  tracing: 'on' | 'off';
  throttle: Throttle;
  signInThrottle: Throttle;
  socketThrottle: Throttle;
  pace: 'natural' | 'immediate';
  limits: 'on' | 'off' | `${string}=${string}`;
  statusPage: 'on' | 'off';
  telegramApi: string;
  llm?: LlmStageSettings;
  oidc?: OidcStageSettings;
  domain?: DomainStageSettings;
  webAclArn?: string;
  alarmTo: readonly string[];
  monthlyUsd?: number;
  dashboard: boolean;
  memoryMb: Record<FunctionName, number>;
  concurrency: Record<'classify' | 'deliver' | 'slow' | 'follow-up' | 'broadcast' | 'redrive', number>;
}

/** Requests per second, and the bucket above them. */
interface Throttle {
  rateLimit: number;
  burstLimit: number;
}

/** A name of the owner's for the console and the API. */
export interface DomainStageSettings {
  /** Such as `desk.example.com`. */
  name: string;
  /** Of a certificate for that name in us-east-1, where CloudFront looks for it, wherever the stage is. */
  certificateArn: string;
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

/**
 * The settings of the stage named in the CDK context (`-c stage=prod`); `dev` if none is named.
 * @param statusPage in place of the stage's own, if it says anything: a twin's command line does
 * @throws Error that lists the stages, if there is none of that name; or says which of its settings cannot be
 */
export function stageSettings(stage: unknown = 'dev', statusPage?: unknown): StageSettings {
  if (typeof stage !== 'string' || !Object.hasOwn(STAGES, stage))
    throw new Error(`There is no stage "${stage}": choose one of ${Object.keys(STAGES).join(', ')}.`);
  const said = statusPage === undefined ? {} : { statusPage: statusPage as StageSettings['statusPage'] };
  return soundSettings({ stage, ...USUAL, ...STAGES[stage], ...said });
}
