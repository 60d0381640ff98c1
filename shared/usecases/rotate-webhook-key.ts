import { firstKey, type KeyPair, rotateKeys, type WebhookKey } from '../domain/webhook-key.ts';
import type { Clock, WebhookKeys } from '../ports.ts';

export interface KeyPorts {
  keys: WebhookKeys;
  clock: Pick<Clock, 'business'>;
  makeKeyPair: () => KeyPair;
}

export interface KeyRotation {
  /** `false`: a new key is waiting already, or somebody else rotated at the same moment. */
  rotated: boolean;
  /** The desk's keys as they then are, newest first. */
  keys: readonly WebhookKey[];
}

/**
 * Gives the desk a new key. It is published at once and signs once everybody has had the time to see it
 * (`LIMITS.webhookKeyLead`); the old one stays published for a while after. One that leaked ends at once instead.
 * @throws Fault webhook_key.overlapping
 */
export async function rotateWebhookKey(
  { keys, clock, makeKeyPair }: KeyPorts,
  leaked: boolean,
): Promise<KeyRotation> {
  const seen = await keys.keys();
  const pair = makeKeyPair();
  const next = rotateKeys(seen, pair, clock.business(), leaked);
  if (next === seen) return { rotated: false, keys: seen };
  if ((await keys.replaceKeys(seen, next)) === 'written') return { rotated: true, keys: next };
  // A write whose answer was lost and that was repeated conflicts with itself: then the newest key is the one made here.
  const found = await keys.keys();
  return { rotated: found[0]?.kid === pair.kid, keys: found };
}

/** Sees to it that the desk has a key. Of two who do so at the same moment, one makes it. */
export async function ensureWebhookKey({ keys, clock, makeKeyPair }: KeyPorts): Promise<void> {
  const seen = await keys.keys();
  if (seen.length === 0) await keys.replaceKeys(seen, [firstKey(makeKeyPair(), clock.business())]);
}
