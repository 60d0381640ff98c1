import { isOperatorId, type Operator, type Role, type Staff } from './operator.ts';

/** An issuer outside of the desk whose tokens people of the desk may show. */
export interface OutsideIssuer {
  /** As it stands in `iss`. */
  issuer: string;
  audience: string;
  /** The claim that names the person by the operator's id. */
  operatorClaim: string;
  /** The claim that names the role; undefined: the operator's row alone does. */
  roleClaim?: string | undefined;
  /** Where the keys are; undefined: where the issuer's own description says. */
  jwksUrl?: string | undefined;
}

/** Signatures that are taken: all by keys of which the issuer publishes one half. */
export const OUTSIDE_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];

/** Whose token this is, by what it says itself; nothing of that is verified yet. */
export function issuerSaidIn(token: string): string | undefined {
  const [, payload = ''] = token.split('.');
  try {
    const { iss } = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof iss === 'string' ? iss : undefined;
  } catch {
    return undefined;
  }
}

/** Which operator verified claims name; undefined: none. */
export function operatorIn(
  claims: Readonly<Record<string, unknown>>,
  issuer: OutsideIssuer,
): string | undefined {
  const named = claims[issuer.operatorClaim];
  return typeof named === 'string' && isOperatorId(named) ? named : undefined;
}

/**
 * What whoever shows these claims may do: what the operator's row says, or less. A person whom the desk does not know, or whose
 * access was taken away, is nobody, whatever the issuer says; and so is one to whom it gives no role, where it is asked.
 */
export function staffBy(
  claims: Readonly<Record<string, unknown>>,
  { roleClaim }: OutsideIssuer,
  operator: Operator | undefined,
): Staff | undefined {
  if (!operator || operator.disabled_at !== undefined) return undefined;
  const { id, role } = operator;
  if (roleClaim === undefined) return { id, role };
  const given = roleIn(claims[roleClaim]);
  return given && { id, role: role === 'admin' ? given : role };
}

/** One role, or a list of which the highest counts. */
function roleIn(said: unknown): Role | undefined {
  const roles: unknown[] = Array.isArray(said) ? said : [said];
  return (['admin', 'operator'] as const).find((role) => roles.includes(role));
}
