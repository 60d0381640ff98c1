import { signingKey } from '../domain/webhook-key.ts';
import { secretsInForce } from '../domain/webhook-secret.ts';
import type { Clock, Directory, WebhookKeys } from '../ports.ts';
import { signWebhook } from './http/webhook-signature.ts';

export interface SignerParts {
  directory: Pick<Directory, 'partner'>;
  keys: Pick<WebhookKeys, 'keys'>;
  clock: Clock;
}

/** What is posted to a partner. */
export interface Posting {
  partner: string;
  id: string;
  body: string;
}

/** Headers of a webhook to a partner, with every signature that its receiver may look for. */
export async function signFor(
  { directory, keys, clock }: SignerParts,
  { partner: partnerId, id, body }: Posting,
): Promise<{ headers: Record<string, string>; signatures: number }> {
  const partner = await directory.partner(partnerId);
  if (!partner) throw new Error(`partner ${partnerId} does not exist`);
  const now = clock.business();
  const secrets = secretsInForce(partner, now);
  const key = partner.asymmetric ? signingKey(await keys.keys(), now) : undefined;
  const timestampSeconds = Math.floor(clock.wall() / 1000);
  const headers = signWebhook({ id, timestampSeconds, body, secrets, key });
  return { headers, signatures: secrets.length + (key ? 1 : 0) };
}
