import type { Partner } from '../domain/partner.ts';
import { newWebhookSecret, rotateSecrets, type WebhookSecret } from '../domain/webhook-secret.ts';
import type { Clock, WebhookSecrets } from '../ports.ts';

export interface RotatePorts {
  directory: WebhookSecrets;
  clock: Clock;
  /** Fresh random bytes for one secret. */
  secretEntropy: () => Uint8Array;
}

export interface Rotation {
  /** `false`: somebody else rotated at the same moment, and these are the secrets that came of it. */
  rotated: boolean;
  /** All that sign now, newest first. The newest is what the partner must be given; each older one has its end. */
  secrets: WebhookSecret[];
}

/**
 * Gives a partner a new webhook secret. For `overlap` milliseconds of business time both the new and the old one sign
 * every webhook (`LIMITS.webhookSecretOverlap` is what suits most), so the partner changes over whenever it likes;
 * 0 ends every older secret at once, for one that leaked. Two rotations at the same moment make one new secret, and both
 * are told it.
 * @returns undefined if there is no such partner
 * @throws Fault request.invalid (path `overlap`), webhook_secret.overlapping
 */
export async function rotateWebhookSecret(
  { directory, clock, secretEntropy }: RotatePorts,
  partnerId: string,
  overlap: number,
): Promise<Rotation | undefined> {
  const seen = await directory.partner(partnerId);
  if (!seen) return undefined;
  const fresh = newWebhookSecret(secretEntropy(), clock.business());
  const secrets = rotateSecrets(seen.webhook_secrets, fresh, overlap);
  if ((await directory.replaceWebhookSecrets(seen, secrets)) === 'written') return { rotated: true, secrets };
  return whatCameOfIt(await directory.partner(partnerId), fresh);
}

// A write whose answer was lost and that was repeated conflicts with itself: then the newest secret is the one made here.
function whatCameOfIt(partner: Partner | undefined, fresh: WebhookSecret): Rotation | undefined {
  if (!partner) return undefined;
  const secrets = partner.webhook_secrets;
  return { rotated: secrets[0]?.secret === fresh.secret, secrets };
}
