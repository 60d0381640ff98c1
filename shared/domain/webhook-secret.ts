import { Fault } from './errors.ts';
import { LIMITS } from './limits.ts';

/** One of a partner's secrets for signing webhooks (Standard Webhooks). Times are business time. */
export interface WebhookSecret {
  /** `whsec_` and base64 of 24 to 64 bytes. */
  secret: string;
  created_at: number;
  /** Set once a newer secret took its place: from then on it signs nothing. */
  valid_until?: number;
}

/** Bytes of entropy that a new secret takes; the standard asks for 24 to 64. */
export const SECRET_ENTROPY_BYTES = 32;

const FEWEST_BYTES = 24;
const MOST_BYTES = 64;

/** @throws RangeError for entropy that the standard calls too short or too long */
export function newWebhookSecret(entropy: Uint8Array, now: number): WebhookSecret {
  if (entropy.length < FEWEST_BYTES || entropy.length > MOST_BYTES)
    throw new RangeError(`a webhook secret has ${FEWEST_BYTES} to ${MOST_BYTES} bytes`);
  return { secret: `whsec_${Buffer.from(entropy).toString('base64')}`, created_at: now };
}

/**
 * What signs at `now`, newest first: the newest always, and each older one until its overlap is over. When a secret was
 * made does not matter, so a clock that is behind signs with the new one too.
 */
export function secretsInForce(holder: { webhook_secrets: readonly WebhookSecret[] }, now: number): string[] {
  return live(holder.webhook_secrets, now).map(({ secret }) => secret);
}

/**
 * The secrets after a rotation, newest first; those that are over are left out. An older secret never outlives the one
 * that took its place, so an overlap of 0 ends all of them at once.
 * @throws Fault request.invalid for an overlap that is no whole number within the limits, webhook_secret.overlapping if
 *   so many secrets still sign that the oldest must run out first
 */
export function rotateSecrets(
  secrets: readonly WebhookSecret[],
  fresh: WebhookSecret,
  overlap: number,
): WebhookSecret[] {
  checkOverlap(overlap);
  const now = Math.max(fresh.created_at, secrets[0]?.created_at ?? 0);
  const older = live(
    secrets.map((secret) => endingBy(now + overlap, secret)),
    now,
  );
  if (older.length >= LIMITS.webhookSecrets) throw overlapping(older, now);
  return [{ ...fresh, created_at: now }, ...older];
}

function live(secrets: readonly WebhookSecret[], now: number): WebhookSecret[] {
  return secrets.filter(({ valid_until }) => valid_until === undefined || now < valid_until);
}

function endingBy(end: number, secret: WebhookSecret): WebhookSecret {
  return { ...secret, valid_until: Math.min(secret.valid_until ?? end, end) };
}

function checkOverlap(overlap: number): void {
  const most = LIMITS.webhookSecretOverlapMost;
  if (Number.isSafeInteger(overlap) && overlap >= 0 && overlap <= most) return;
  throw new Fault('request.invalid', 'the request has values that cannot be taken; see errors', {
    issues: [{ path: 'overlap', message: `must be 0 to ${most} milliseconds` }],
  });
}

function overlapping(older: readonly WebhookSecret[], now: number): Fault {
  const end = Math.min(...older.map(({ valid_until = now }) => valid_until));
  return new Fault('webhook_secret.overlapping', `${older.length} secrets of this partner still sign`, {
    retryAfterS: Math.max(1, Math.ceil((end - now) / 1000)),
  });
}
