import type { OutsideIssuer } from '../domain/outside-issuer.ts';
import { readOptionalEnv } from './env.ts';

/** What a deployment may say of an issuer outside of the desk. */
export const DEPLOYED_OIDC_ENV = [
  'OIDC_ISSUER',
  'OIDC_AUDIENCE',
  'OIDC_OPERATOR_CLAIM',
  'OIDC_ROLE_CLAIM',
  'OIDC_JWKS_URL',
] as const;

/**
 * Reads whose tokens are taken besides the desk's own; undefined: nobody's.
 * @throws Error that says which setting is wrong and how it should be, without its value.
 */
export function readOidcSettings(
  source: Readonly<Record<string, string | undefined>>,
): OutsideIssuer | undefined {
  const env = readOptionalEnv(DEPLOYED_OIDC_ENV, source);
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl } = env;
  if (Object.keys(env).length === 0) return undefined;
  if (issuer === undefined || audience === undefined)
    throw new Error('OIDC_ISSUER and OIDC_AUDIENCE are both needed.');
  checkUrl('OIDC_ISSUER', issuer);
  if (jwksUrl !== undefined) checkUrl('OIDC_JWKS_URL', jwksUrl);
  const { OIDC_OPERATOR_CLAIM: operatorClaim = 'sub', OIDC_ROLE_CLAIM: roleClaim } = env;
  return { issuer, audience, operatorClaim, roleClaim, jwksUrl };
}

/** Where it leads is judged whenever it is asked: on AWS to https and public addresses alone. */
function checkUrl(name: string, value: string): void {
  const url = URL.parse(value);
  const plain = url && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!plain || !/^https?:$/.test(url.protocol))
    throw new Error(`${name} must be a URL without a name, password, query or fragment in it.`);
}
