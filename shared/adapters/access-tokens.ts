import { createHash, generateKeyPairSync } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { type AccessClaims, tokenNames } from '../domain/access-token.ts';
import { LIMITS } from '../domain/limits.ts';
import { type TokenKey, type TokenKeyPair, verifyingTokenKeys } from '../domain/token-key.ts';
import type { AccessTokens, Clock } from '../ports.ts';
import type { CachedTokenKeys } from './cached-token-keys.ts';
import type { EcKey } from './jwt.ts';

const KIND = { kty: 'EC', crv: 'P-256' } as const;
const ALGORITHM = 'ES256';
/** What RFC 9068 calls an access token: no other JWT of anybody's can be taken for one. */
const TYPE = 'at+jwt';

/** What is loaded when the first token comes: most callers show a key. */
const jwt = () => import('./jwt.ts');

/** A fresh key pair from the operating system's randomness. */
export function makeTokenKeyPair(): TokenKeyPair {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: KIND.crv });
  const { x = '', y = '', d = '' } = privateKey.export({ format: 'jwk' });
  return { kid: thumbprint(x, y), x, y, d };
}

/** RFC 7638: the members of the public key by name, without white space, hashed. */
function thumbprint(x: string, y: string): string {
  const { crv, kty } = KIND;
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

/** Access tokens of one stage: JWTs signed with ES256. Their times are wall time. */
export class JwtAccessTokens implements AccessTokens {
  readonly #keys: Pick<CachedTokenKeys, 'tokenKeys' | 'tokenKey'>;
  readonly #clock: Pick<Clock, 'wall'>;
  readonly #names: { issuer: string; audience: string };

  constructor(
    keys: Pick<CachedTokenKeys, 'tokenKeys' | 'tokenKey'>,
    clock: Pick<Clock, 'wall'>,
    stage: string,
  ) {
    this.#keys = keys;
    this.#clock = clock;
    this.#names = tokenNames(stage);
  }

  async sign(claims: AccessClaims, { kid, x, y, d }: TokenKey): Promise<string> {
    const { signJwt } = await jwt();
    const { issuer, audience } = this.#names;
    const said: JWTPayload = {
      iss: issuer,
      aud: audience,
      sub: claims.operator,
      sid: claims.session,
      role: claims.role,
      rev: claims.revision,
      iat: claims.issued_at,
      nbf: claims.issued_at,
      exp: claims.expires_at,
    };
    return signJwt({ alg: ALGORITHM, typ: TYPE, kid }, said, { ...KIND, x, y, d });
  }

  async read(token: string): Promise<AccessClaims | undefined> {
    if (token.length > LIMITS.accessTokenCharacters) return undefined;
    const { verifyJwt } = await jwt();
    const claims = await verifyJwt(token, (kid) => this.#publicKey(kid), {
      ...this.#names,
      algorithms: [ALGORITHM],
      typ: TYPE,
      currentDate: new Date(this.#clock.wall()),
      clockTolerance: LIMITS.clockSkewWall / 1000,
      maxTokenAge: LIMITS.accessTokenWall / 1000,
    });
    return claims && claimsIn(claims);
  }

  /** The public half, of a key whose tokens may still live. */
  async #publicKey(kid: string | undefined): Promise<EcKey | undefined> {
    const key = kid === undefined ? undefined : await this.#keys.tokenKey(kid);
    const inForce = verifyingTokenKeys(await this.#keys.tokenKeys(), this.#clock.wall());
    return key && inForce.some((one) => one.kid === kid) ? { ...KIND, x: key.x, y: key.y } : undefined;
  }
}

/** A token that lacks any of these is none of ours, whoever signed it. */
function claimsIn({ sub, sid, rev, role, iat, exp }: JWTPayload): AccessClaims | undefined {
  const whole = typeof iat === 'number' && typeof exp === 'number' && typeof rev === 'number';
  if (!whole || typeof sub !== 'string' || typeof sid !== 'string') return undefined;
  if (role !== 'operator' && role !== 'admin') return undefined;
  return { operator: sub, session: sid, role, revision: rev, issued_at: iat, expires_at: exp };
}
