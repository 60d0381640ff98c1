import { describe, expect, it } from 'vitest';
import { resourcesOf, synthesise } from '../synthesised.ts';

const OIDC = { issuer: 'https://login.example.com/tenant', audience: 'firstline' };

/** What each function is told of an outside issuer. */
function told(oidc: Parameters<typeof synthesise>[1]): Record<string, Record<string, string>> {
  const functions = resourcesOf(synthesise('prod', oidc).service, 'AWS::Lambda::Function');
  const variables = Object.entries(functions).map(([name, { Properties }]) => {
    const { Variables = {} } = (Properties['Environment'] ?? {}) as { Variables?: Record<string, string> };
    return [name, Object.fromEntries(Object.entries(Variables).filter(([key]) => key.startsWith('OIDC_')))];
  });
  return Object.fromEntries(variables.filter(([, oidc]) => Object.keys(oidc ?? {}).length > 0));
}

describe('an issuer outside of the desk', () => {
  it('is nobody unless a stage names one', () => {
    expect(told({})).toEqual({});
  });

  it('is told to the doors that read access tokens, and to nobody else', () => {
    const all = told({ oidc: { ...OIDC, operatorClaim: 'desk_id', roleClaim: 'desk_role' } });
    expect(Object.keys(all).toSorted()).toEqual(['AuthFunction', 'IngestFunction', 'OperatorApiFunction']);
    expect(all['AuthFunction']).toEqual({
      OIDC_ISSUER: OIDC.issuer,
      OIDC_AUDIENCE: OIDC.audience,
      OIDC_OPERATOR_CLAIM: 'desk_id',
      OIDC_ROLE_CLAIM: 'desk_role',
    });
  });

  it.each([
    [{ ...OIDC, issuer: 'http://login.example.com' }],
    [{ ...OIDC, issuer: 'https://user:word@login.example.com' }],
    [{ ...OIDC, jwksUrl: 'https://login.example.com/keys?a=b' }],
    [{ ...OIDC, audience: ' ' }],
  ])('that cannot be one is refused by the synthesis (%j)', (oidc) => {
    expect(() => synthesise('prod', { oidc })).toThrow('of the stage "prod" must');
  });
});
