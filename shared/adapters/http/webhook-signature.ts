import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

export interface WebhookToSign {
  /** The message's id: the same for every attempt, so that receivers can drop repeats. */
  id: string;
  /** Wall time of this attempt, in whole seconds. */
  timestampSeconds: number;
  /** Exactly the text that is sent. */
  body: string;
  /** `whsec_` and base64; several while secrets rotate, each gives one signature. */
  secrets: readonly string[];
}

/**
 * The three headers of Standard Webhooks, signed with HMAC-SHA256 (`v1`).
 * @throws TypeError without a secret or with one that is not base64; the message never holds it.
 */
export function signWebhook({ id, timestampSeconds, body, secrets }: WebhookToSign): Record<string, string> {
  if (secrets.length === 0) throw new TypeError('a webhook needs at least one secret');
  const content = `${id}.${timestampSeconds}.${body}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': secrets.map((secret) => `v1,${hmac(secret, content)}`).join(' '),
  };
}

function hmac(secret: string, content: string): string {
  return createHmac('sha256', keyOf(secret)).update(content).digest('base64');
}

function keyOf(secret: string): Buffer {
  const encoded = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) throw new TypeError('a webhook secret must be base64');
  return Buffer.from(encoded, 'base64');
}
