import { LIMITS } from './limits.ts';

/** US dollars for a million tokens, which is millionths of a dollar for one. */
export interface TokenPrices {
  in: number;
  out: number;
}

/** Tokens of one question and its answer. */
export interface TokenUsage {
  in: number;
  out: number;
}

/** Millionths of a US dollar, rounded up. */
export function costOf(tokens: TokenUsage, prices: TokenPrices): number {
  return Math.ceil(tokens.in * prices.in + tokens.out * prices.out);
}

/** The same of a request that is so long, at most: a token is one byte or more, and the answer is limited. */
export function costAtMost(requestBytes: number, prices: TokenPrices): number {
  return costOf({ in: requestBytes, out: LIMITS.llmAnswerTokens }, prices);
}
