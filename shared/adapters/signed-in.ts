import type { OutsideIssuer } from '../domain/outside-issuer.ts';
import type { AccessTokens, Clock, KnownOperators, Operators, OutsideSignIn, TokenKeys } from '../ports.ts';
import { JwtAccessTokens } from './access-tokens.ts';
import { CachedOperators } from './cached-operators.ts';
import { CachedTokenKeys } from './cached-token-keys.ts';

/** What a door needs to know people by their access tokens. */
export interface SignedIn {
  tokens: AccessTokens;
  operators: KnownOperators;
  tokenKeys: TokenKeys;
  outside?: Outside;
}

/** An issuer outside of the desk whose tokens are taken. */
interface Outside extends OutsideSignIn {
  issuer: string;
}

/** The access tokens of one stage, on these stores; what is read of them is remembered for a minute. */
export function signedInWith(
  stores: { operators: Pick<Operators, 'operator'>; tokenKeys: TokenKeys },
  clock: Pick<Clock, 'wall'>,
  stage: string,
  issuer?: OutsideIssuer,
): SignedIn {
  const tokenKeys = new CachedTokenKeys(stores.tokenKeys, clock);
  const operators = new CachedOperators(stores.operators, clock);
  return {
    tokens: new JwtAccessTokens(tokenKeys, clock, stage),
    operators,
    tokenKeys,
    ...(issuer && { outside: outsideOf(issuer, operators, clock) }),
  };
}

/** What verifies its tokens is loaded when the first one comes. */
function outsideOf(issuer: OutsideIssuer, operators: CachedOperators, clock: Pick<Clock, 'wall'>): Outside {
  let opened: Promise<OutsideSignIn> | undefined;
  const open = async (): Promise<OutsideSignIn> => {
    const { openIssuerSignIn } = await import('./outside/outside-sign-in.ts');
    return openIssuerSignIn(issuer, (id) => operators.operatorNamed(id), clock);
  };
  return {
    issuer: issuer.issuer,
    async staffOf(token) {
      opened ??= open();
      return (await opened).staffOf(token);
    },
  };
}
