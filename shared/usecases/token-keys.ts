import {
  isTokenKeyDue,
  signingTokenKey,
  type TokenKey,
  type TokenKeyPair,
  withTokenKey,
} from '../domain/token-key.ts';
import type { Clock, TokenKeys } from '../ports.ts';

export interface TokenKeyPorts {
  tokenKeys: TokenKeys;
  clock: Pick<Clock, 'wall'>;
  makeTokenKeyPair: () => TokenKeyPair;
}

/** The key that signs now. The first one is made when it is needed, and another when the newest has become old. */
export async function tokenKeyInUse(ports: TokenKeyPorts): Promise<TokenKey> {
  const { tokenKeys, clock } = ports;
  const known = await tokenKeys.tokenKeys();
  const keys = isTokenKeyDue(known, clock.wall()) ? (await rotateTokenKey(ports, false)).keys : known;
  const key = signingTokenKey(keys, clock.wall());
  if (!key) throw new Error('there is no key to sign with, and none could be made');
  return key;
}

export interface TokenKeyRotation {
  /** `false`: a new key is waiting already, or somebody else rotated at the same moment. */
  rotated: boolean;
  /** The keys as they then are, newest first. */
  keys: readonly TokenKey[];
}

/** Gives tokens a new key. One that leaked ends at once, and whatever it signed with it. */
export async function rotateTokenKey(
  { tokenKeys, clock, makeTokenKeyPair }: TokenKeyPorts,
  leaked: boolean,
): Promise<TokenKeyRotation> {
  const seen = await tokenKeys.tokenKeys();
  const pair = makeTokenKeyPair();
  const next = withTokenKey(seen, pair, clock.wall(), leaked);
  if (next === seen) return { rotated: false, keys: seen };
  if ((await tokenKeys.replaceTokenKeys(seen, next)) === 'written') return { rotated: true, keys: next };
  // A write whose answer was lost and that was repeated conflicts with itself: then the newest key is the one made here.
  const found = await tokenKeys.tokenKeys();
  return { rotated: found[0]?.kid === pair.kid, keys: found };
}
