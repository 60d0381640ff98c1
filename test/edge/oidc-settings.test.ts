import { expect, it } from 'vitest';
import { readOidcSettings } from '../../shared/edge/oidc-settings.ts';

const ENV = { OIDC_ISSUER: 'https://login.example.com', OIDC_AUDIENCE: 'firstline' };

it('no issuer is known unless one is set', () => {
  expect(readOidcSettings({})).toBeUndefined();
  expect(readOidcSettings({ OIDC_ISSUER: '', OIDC_AUDIENCE: '' })).toBeUndefined();
});

it('an issuer names people by their subject unless another claim is set', () => {
  expect(readOidcSettings(ENV)).toMatchObject({ issuer: ENV.OIDC_ISSUER, operatorClaim: 'sub' });
  expect(readOidcSettings({ ...ENV, OIDC_OPERATOR_CLAIM: 'desk_id' })?.operatorClaim).toBe('desk_id');
});

it.each([
  [{ OIDC_ISSUER: ENV.OIDC_ISSUER }],
  [{ OIDC_AUDIENCE: 'firstline' }],
  [{ OIDC_ROLE_CLAIM: 'role' }],
  [{ ...ENV, OIDC_ISSUER: 'login.example.com' }],
  [{ ...ENV, OIDC_ISSUER: 'https://a:secret@login.example.com' }],
  [{ ...ENV, OIDC_JWKS_URL: 'file:///etc/keys' }],
  [{ ...ENV, OIDC_JWKS_URL: 'https://login.example.com/keys#x' }],
])('half an issuer, or one that is nowhere, fails the start (%j)', (source) => {
  expect(() => readOidcSettings(source)).toThrow(/^OIDC_/);
  expect(() => readOidcSettings(source)).not.toThrow('secret');
});
