import type { TokenPrices } from '../domain/token-prices.ts';
import { type OptionalEnvOf, readOptionalEnv } from './env.ts';

/** What a deployment may say of a language model. */
export const DEPLOYED_LLM_ENV = [
  'LLM_PROVIDER',
  'LLM_BASE_URL',
  'LLM_MODEL',
  'LLM_REGION',
  'LLM_API_KEY_PARAMETER',
  'LLM_DAILY_USD',
  'LLM_USD_PER_MILLION_IN',
  'LLM_USD_PER_MILLION_OUT',
] as const;
/** Where the functions run on a laptop, the key itself may be said, too. */
const LLM_ENV = [...DEPLOYED_LLM_ENV, 'LLM_API_KEY'] as const;
type LlmEnv = OptionalEnvOf<typeof LLM_ENV>;

/** Asked where an OpenAI-compatible server is. */
export interface OpenAiSettings {
  provider: 'openai';
  base: string;
  /** Undefined: the server asks for none. */
  key: { plain: string } | { parameter: string } | undefined;
}

/** Asked on Amazon Bedrock, in the function's own name. */
export interface BedrockSettings {
  provider: 'bedrock';
  /** Undefined: the function's own. */
  region: string | undefined;
}

/** A language model that may be asked. */
export type LlmSettings = (OpenAiSettings | BedrockSettings) & {
  model: string;
  /** Millionths of a US dollar a day. */
  cap: number;
  prices: TokenPrices;
};

/** Rather too much than too little: a price that is too low would let more be spent than the cap says. */
const DEFAULT_USD = { daily: 1, in: 3, out: 15 };
const USD_MOST = 1_000_000;
const AMOUNT = /^\d+(\.\d+)?(e-\d+)?$/;
const KEY = /^[\x21-\x7e]+$/;
const BEDROCK_MODEL = /^[\w.:/-]+$/;
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/**
 * Reads which model there is; undefined: none.
 * @throws Error that says which setting is wrong and how it should be, without its value.
 */
export function readLlmSettings(
  source: Readonly<Record<string, string | undefined>>,
): LlmSettings | undefined {
  const env = readOptionalEnv(LLM_ENV, source);
  const place = placeIn(env);
  if (!place) return undefined;
  return {
    ...place,
    cap: Math.round(dollars(env, 'LLM_DAILY_USD', DEFAULT_USD.daily) * 1_000_000),
    prices: {
      in: dollars(env, 'LLM_USD_PER_MILLION_IN', DEFAULT_USD.in),
      out: dollars(env, 'LLM_USD_PER_MILLION_OUT', DEFAULT_USD.out),
    },
  };
}

type Place = (OpenAiSettings | BedrockSettings) & { model: string };

function placeIn(env: LlmEnv): Place | undefined {
  switch (env.LLM_PROVIDER ?? 'openai') {
    case 'openai':
      return serverIn(env);
    case 'bedrock':
      return bedrockIn(env);
    default:
      throw new Error('LLM_PROVIDER must be openai or bedrock.');
  }
}

function serverIn(env: LlmEnv): Place | undefined {
  const { LLM_BASE_URL: base, LLM_MODEL: model } = env;
  refuse(env, ['LLM_REGION'], 'openai', 'LLM_BASE_URL says where the server is');
  if (base === undefined && model === undefined) return undefined;
  if (base === undefined) throw new Error('LLM_MODEL is set and LLM_BASE_URL is not: both are needed.');
  if (model === undefined) throw new Error('LLM_BASE_URL is set and LLM_MODEL is not: both are needed.');
  return { provider: 'openai', base: checkedUrl(base), model, key: keyIn(env) };
}

function bedrockIn(env: LlmEnv): Place {
  const { LLM_MODEL: model, LLM_REGION: region } = env;
  const ours = ['LLM_BASE_URL', 'LLM_API_KEY', 'LLM_API_KEY_PARAMETER'] as const;
  refuse(env, ours, 'bedrock', "it is asked by AWS's own address and credentials");
  if (model === undefined)
    throw new Error('LLM_PROVIDER is bedrock and LLM_MODEL is not set: both are needed.');
  if (!BEDROCK_MODEL.test(model))
    throw new Error('LLM_MODEL must be the id or ARN of a model or an inference profile on Bedrock.');
  if (region !== undefined && !REGION.test(region))
    throw new Error('LLM_REGION must be the name of a region, such as eu-central-1.');
  const named = model.startsWith('arn:') ? model.split(':')[3] : undefined;
  if (named && region !== undefined && named !== region)
    throw new Error('LLM_REGION must be the region that the ARN in LLM_MODEL names, or not be set.');
  return { provider: 'bedrock', model, region: region ?? named };
}

function refuse(env: LlmEnv, names: readonly (keyof LlmEnv)[], provider: string, why: string): void {
  const [first] = names.filter((name) => env[name] !== undefined);
  if (first) throw new Error(`${first} does not go with LLM_PROVIDER=${provider}: ${why}.`);
}

function checkedUrl(base: string): string {
  const url = URL.parse(base);
  const usable = url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!usable) throw new Error('LLM_BASE_URL must be an http or https URL without a name or password in it.');
  return base;
}

function keyIn({ LLM_API_KEY, LLM_API_KEY_PARAMETER }: LlmEnv): OpenAiSettings['key'] {
  if (LLM_API_KEY !== undefined) {
    const plain = LLM_API_KEY.trim();
    if (!KEY.test(plain)) throw new Error('LLM_API_KEY must be one word of ASCII characters.');
    return { plain };
  }
  return LLM_API_KEY_PARAMETER === undefined ? undefined : { parameter: LLM_API_KEY_PARAMETER };
}

function dollars(env: LlmEnv, name: keyof LlmEnv, otherwise: number): number {
  const value = env[name];
  if (value === undefined) return otherwise;
  const amount = Number(value);
  if (!AMOUNT.test(value) || amount > USD_MOST)
    throw new Error(`${name} must be US dollars in digits, such as 0.5, and ${USD_MOST} at most.`);
  return amount;
}
