import type { AccessTokens, Clock, KnownOperators, Operators, TokenKeys } from '../ports.ts';
import { JwtAccessTokens } from './access-tokens.ts';
import { CachedOperators } from './cached-operators.ts';
import { CachedTokenKeys } from './cached-token-keys.ts';

/** What a door needs to know people by their access tokens. */
export interface SignedIn {
  tokens: AccessTokens;
  operators: KnownOperators;
  tokenKeys: TokenKeys;
}

/** The access tokens of one stage, on these stores; what is read of them is remembered for a minute. */
export function signedInWith(
  stores: { operators: Pick<Operators, 'operator'>; tokenKeys: TokenKeys },
  clock: Pick<Clock, 'wall'>,
  stage: string,
): SignedIn {
  const tokenKeys = new CachedTokenKeys(stores.tokenKeys, clock);
  return {
    tokens: new JwtAccessTokens(tokenKeys, clock, stage),
    operators: new CachedOperators(stores.operators, clock),
    tokenKeys,
  };
}
