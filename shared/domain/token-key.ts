import { LIMITS } from './limits.ts';

/** A P-256 key pair in the words of a JWK. */
export interface TokenKeyPair {
  /** The thumbprint of the public half (RFC 7638). */
  kid: string;
  /** The public half, base64url. */
  x: string;
  y: string;
  /** The private half, base64url. */
  d: string;
}

/** One of the keys that sign access tokens (ES256). Lists of them are newest first. Times are wall time, as those of tokens are. */
export interface TokenKey extends TokenKeyPair {
  created_at: number;
  signs_from: number;
}

/** The key that signs at `now`. */
export function signingTokenKey(keys: readonly TokenKey[], now: number): TokenKey | undefined {
  return keys.find(({ signs_from }) => signs_from <= now) ?? keys.at(-1);
}

/** Those whose tokens may still live at `now`. A key that waits for its time is among them, so that every instance has seen it by then. */
export function verifyingTokenKeys(keys: readonly TokenKey[], now: number): TokenKey[] {
  return keys.filter((_, at) => {
    const next = keys[at - 1];
    return !next || now < next.signs_from + LIMITS.tokenKeyKeptWall;
  });
}

/** Is the newest key old enough to be followed by another, or is there none? */
export function isTokenKeyDue([newest]: readonly TokenKey[], now: number): boolean {
  return !newest || now >= newest.created_at + LIMITS.tokenKeyAgeWall;
}

/**
 * The keys with a new one, which signs once every instance has seen it; while one waits for that they stay as they are. The first
 * one signs at once, and so does one in place of a key that leaked: that one ends, and every older one with it.
 */
export function withTokenKey(
  keys: readonly TokenKey[],
  pair: TokenKeyPair,
  now: number,
  leaked: boolean,
): readonly TokenKey[] {
  const [newest] = keys;
  if (!newest || leaked) return [{ ...pair, created_at: now, signs_from: now }];
  if (now < newest.signs_from) return keys;
  const next = { ...pair, created_at: now, signs_from: now + LIMITS.tokenKeyLeadWall };
  return [next, ...verifyingTokenKeys(keys, now)].slice(0, LIMITS.tokenKeys);
}
