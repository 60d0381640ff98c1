import type { StageSettings } from '../stage-settings.ts';

/**
 * What a function needs to know to take tokens of an issuer outside of the desk: nothing, if there is none.
 * @throws Error if the issuer, or where its keys are, is no https URL
 */
export function outsideIssuer({ stage, oidc }: Pick<StageSettings, 'stage' | 'oidc'>) {
  if (!oidc) return {};
  const { issuer, audience, operatorClaim, roleClaim, jwksUrl } = oidc;
  for (const [name, url] of Object.entries({ issuer, ...(jwksUrl !== undefined && { jwksUrl }) }))
    if (!/^https:\/\/[^@\s?#]+$/.test(url))
      throw new Error(
        `oidc.${name} of the stage "${stage}" must be an https URL without a password or query.`,
      );
  if (audience.trim() === '') throw new Error(`oidc.audience of the stage "${stage}" must name the desk.`);
  return {
    OIDC_ISSUER: issuer,
    OIDC_AUDIENCE: audience,
    ...(operatorClaim !== undefined && { OIDC_OPERATOR_CLAIM: operatorClaim }),
    ...(roleClaim !== undefined && { OIDC_ROLE_CLAIM: roleClaim }),
    ...(jwksUrl !== undefined && { OIDC_JWKS_URL: jwksUrl }),
  };
}
