import {
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';

// A file of its own, which is loaded when the first such token comes.

/** The claims of a token that one of these keys has signed; undefined: it is refused, `unknown_key`: none of them is the one it names. */
export async function verifyOutside(
  token: string,
  keys: JSONWebKeySet,
  how: JWTVerifyOptions & { algorithms: string[] },
): Promise<JWTPayload | 'unknown_key' | undefined> {
  try {
    return (await jwtVerify(token, createLocalJWKSet(keys), how)).payload;
  } catch (error) {
    // Whatever else goes wrong, a key that is too short or no key at all, is the issuer's and opens nothing either.
    return error instanceof errors.JWKSNoMatchingKey ? 'unknown_key' : undefined;
  }
}
