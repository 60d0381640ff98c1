import type { JSONWebKeySet, JWTPayload } from 'jose';
import { LIMITS } from '../../domain/limits.ts';
import type { Operator, Staff } from '../../domain/operator.ts';
import { OUTSIDE_ALGORITHMS, type OutsideIssuer, operatorIn, staffBy } from '../../domain/outside-issuer.ts';
import type { Clock, OutsideSignIn } from '../../ports.ts';
import { hostClock, loopbackWebhooksAllowed } from '../host-clock.ts';
import { createGuardedClient } from '../http/guarded-client.ts';
import { IssuerKeys } from './issuer-keys.ts';

const DEADLINES = { connectMs: 2_000, headersMs: 3_000, totalMs: 4_000 };

interface OutsideParts {
  operatorNamed: (id: string) => Promise<Operator | undefined>;
  clock: Pick<Clock, 'wall'>;
  keys: Pick<IssuerKeys, 'keys' | 'newerKeys'>;
}

/** People of the desk by tokens of one outside issuer. A token's times are wall time. */
export class IssuerSignIn implements OutsideSignIn {
  readonly #issuer: OutsideIssuer;
  readonly #parts: OutsideParts;

  constructor(issuer: OutsideIssuer, parts: OutsideParts) {
    this.#issuer = issuer;
    this.#parts = parts;
  }

  async staffOf(token: string): Promise<Staff | undefined> {
    if (token.length > LIMITS.outsideTokenCharacters) return undefined;
    const claims = await this.#claimsOf(token);
    const operator = claims && operatorIn(claims, this.#issuer);
    if (!claims || operator === undefined) return undefined;
    return staffBy(claims, this.#issuer, await this.#parts.operatorNamed(operator));
  }

  /** A key that is not known may be one that the issuer has begun to sign with since. */
  async #claimsOf(token: string): Promise<JWTPayload | undefined> {
    const { keys } = this.#parts;
    const first = await this.#verified(token, await keys.keys());
    if (first !== 'unknown_key') return first;
    const again = await this.#verified(token, await keys.newerKeys());
    return again === 'unknown_key' ? undefined : again;
  }

  async #verified(token: string, keys: JSONWebKeySet) {
    const { verifyOutside } = await import('./verify.ts');
    const { issuer, audience } = this.#issuer;
    return verifyOutside(token, keys, {
      issuer,
      audience,
      algorithms: OUTSIDE_ALGORITHMS,
      requiredClaims: ['exp'],
      currentDate: new Date(this.#parts.clock.wall()),
      clockTolerance: LIMITS.outsideClockSkewWall / 1000,
      maxTokenAge: LIMITS.outsideTokenWall / 1000,
    });
  }
}

/** The same with the issuer's keys from where it publishes them. */
export function openIssuerSignIn(
  issuer: OutsideIssuer,
  operatorNamed: OutsideParts['operatorNamed'],
  clock: Pick<Clock, 'wall'> = hostClock,
): IssuerSignIn {
  const client = createGuardedClient({ loopbackAllowed: loopbackWebhooksAllowed, deadlines: DEADLINES });
  return new IssuerSignIn(issuer, { operatorNamed, clock, keys: new IssuerKeys(issuer, client, clock) });
}
