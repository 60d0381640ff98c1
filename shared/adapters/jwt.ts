import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify, SignJWT } from 'jose';

// A file of its own, which is loaded when the first token comes: of a package that is imported so itself, a bundle would keep all.

/** An elliptic key in the words of a JWK. */
export interface EcKey {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
  d?: string;
}

export type PublicKeyOf = (kid: string | undefined) => Promise<EcKey | undefined>;

/** Signs these claims as they are. */
export function signJwt(
  header: { alg: string; typ: string; kid: string },
  claims: JWTPayload,
  key: EcKey,
): Promise<string> {
  return new SignJWT(claims).setProtectedHeader(header).sign(key);
}

/** The claims of a token that one of these keys has signed and that is as it should be; undefined: it is not. */
export async function verifyJwt(
  token: string,
  keyOf: PublicKeyOf,
  how: JWTVerifyOptions & { algorithms: [string] },
): Promise<JWTPayload | undefined> {
  const found = async (kid: string | undefined) => {
    const key = await keyOf(kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return { ...key, alg: how.algorithms[0] };
  };
  try {
    return (await jwtVerify(token, ({ kid }) => found(kid), how)).payload;
  } catch (error) {
    // Whatever else goes wrong says nothing about the token.
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
