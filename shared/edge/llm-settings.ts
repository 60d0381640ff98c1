import type { TokenPrices } from '../domain/token-prices.ts';
import { type OptionalEnvOf, readOptionalEnv } from './env.ts';

/** What a deployment may say of a language model. */
export const DEPLOYED_LLM_ENV = [
  'LLM_BASE_URL',
  'LLM_MODEL',
  'LLM_API_KEY_PARAMETER',
  'LLM_DAILY_USD',
  'LLM_USD_PER_MILLION_IN',
  'LLM_USD_PER_MILLION_OUT',
] as const;
/** Where the functions run on a laptop, the key itself may be said, too. */
const LLM_ENV = [...DEPLOYED_LLM_ENV, 'LLM_API_KEY'] as const;
type LlmEnv = OptionalEnvOf<typeof LLM_ENV>;

/** A language model that may be asked. */
export interface LlmSettings {
  base: string;
  model: string;
  /** Undefined: the server asks for none. */
  key: { plain: string } | { parameter: string } | undefined;
  /** Millionths of a US dollar a day. */
  cap: number;
  prices: TokenPrices;
}

/** Rather too much than too little: a price that is too low would let more be spent than the cap says. */
const DEFAULT_USD = { daily: 1, in: 3, out: 15 };
const USD_MOST = 1_000_000;
const AMOUNT = /^\d+(\.\d+)?(e-\d+)?$/;
const KEY = /^[\x21-\x7e]+$/;

/**
 * Reads which model there is; undefined: none.
 * @throws Error that says which setting is wrong and how it should be, without its value.
 */
export function readLlmSettings(
  source: Readonly<Record<string, string | undefined>>,
): LlmSettings | undefined {
  const env = readOptionalEnv(LLM_ENV, source);
  const { LLM_BASE_URL: base, LLM_MODEL: model } = env;
  if (base === undefined && model === undefined) return undefined;
  if (base === undefined) throw new Error('LLM_MODEL is set and LLM_BASE_URL is not: both are needed.');
  if (model === undefined) throw new Error('LLM_BASE_URL is set and LLM_MODEL is not: both are needed.');
  return {
    base: checkedUrl(base),
    model,
    key: keyIn(env),
    cap: Math.round(dollars(env, 'LLM_DAILY_USD', DEFAULT_USD.daily) * 1_000_000),
    prices: {
      in: dollars(env, 'LLM_USD_PER_MILLION_IN', DEFAULT_USD.in),
      out: dollars(env, 'LLM_USD_PER_MILLION_OUT', DEFAULT_USD.out),
    },
  };
}

function checkedUrl(base: string): string {
  const url = URL.parse(base);
  const usable = url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!usable) throw new Error('LLM_BASE_URL must be an http or https URL without a name or password in it.');
  return base;
}

function keyIn({ LLM_API_KEY, LLM_API_KEY_PARAMETER }: LlmEnv): LlmSettings['key'] {
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
