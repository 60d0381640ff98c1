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
