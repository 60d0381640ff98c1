import { Fault } from './errors.ts';
import { LIMITS } from './limits.ts';

/** An Ed25519 key pair in the words of a JWK. */
export interface KeyPair {
  /** The thumbprint of the public half (RFC 7638). */
  kid: string;
  /** The public half, base64url. */
  x: string;
  /** The private half, base64url. */
  d: string;
}

/**
 * One of the desk's own keys, for the `v1a` signatures of partners that chose them. Lists of them are newest first.
 * Times are business time.
 */
export interface WebhookKey extends KeyPair {
  created_at: number;
  signs_from: number;
}

/** The desk's first key. It signs at once: nobody can remember a list of keys from before it. */
export function firstKey(pair: KeyPair, now: number): WebhookKey {
  return { ...pair, created_at: now, signs_from: now };
}

/** The key that signs at `now`: the newest whose time has come. A clock that is behind signs with the oldest. */
export function signingKey(keys: readonly WebhookKey[], now: number): WebhookKey | undefined {
  return keys.find(({ signs_from }) => signs_from <= now) ?? keys.at(-1);
}

/** Those that receivers may still need at `now`, newest first. The one that signs is always among them. */
export function publishedKeys(keys: readonly WebhookKey[], now: number): WebhookKey[] {
  return keys.filter((key) => now < (publishedUntil(keys, key) ?? Number.POSITIVE_INFINITY));
}

/** The end of a key that another one takes the place of; undefined for the newest. */
export function publishedUntil(keys: readonly WebhookKey[], key: WebhookKey): number | undefined {
  const next = keys[keys.indexOf(key) - 1];
  return next && next.signs_from + LIMITS.webhookKeyPublished;
}

/**
 * The keys after a rotation; those that nobody needs any more are left out. While the newest waits for its time they stay
 * as they are, so that who asks twice rotates once. A key that leaked ends at once, and every older one with it.
 * @throws Fault webhook_key.overlapping if so many are published that the oldest must end first
 */
export function rotateKeys(
  keys: readonly WebhookKey[],
  pair: KeyPair,
  now: number,
  leaked: boolean,
): readonly WebhookKey[] {
  const [newest] = keys;
  if (!newest || leaked) return [firstKey(pair, now)];
  if (now < newest.signs_from) return keys;
  const older = publishedKeys(keys, now);
  if (older.length >= LIMITS.webhookKeys) throw overlapping(keys, older, now);
  return [{ ...pair, created_at: now, signs_from: now + LIMITS.webhookKeyLead }, ...older];
}

function overlapping(keys: readonly WebhookKey[], older: readonly WebhookKey[], now: number): Fault {
  const end = Math.min(...older.map((key) => publishedUntil(keys, key) ?? Number.POSITIVE_INFINITY));
  return new Fault('webhook_key.overlapping', `${older.length} keys of the desk are still published`, {
    retryAfterS: Math.max(1, Math.ceil((end - now) / 1000)),
  });
}
