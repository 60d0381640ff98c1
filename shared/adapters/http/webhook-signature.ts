import { createHmac } from 'node:crypto';
import type { KeyPair } from '../../domain/webhook-key.ts';
import { signEd25519 } from '../ed25519.ts';

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
  /** The desk's key, for a partner that chose to have its signature as well. */
  key?: KeyPair | undefined;
}

/**
 * The three headers of Standard Webhooks, signed with HMAC-SHA256 (`v1`) and behind that, if there is a key, with Ed25519
 * (`v1a`) over the same content.
 * @throws TypeError without a secret or with one that is not base64; the message never holds it.
 */
export function signWebhook({
  id,
  timestampSeconds,
  body,
  secrets,
  key,
}: WebhookToSign): Record<string, string> {
  if (secrets.length === 0) throw new TypeError('a webhook needs at least one secret');
  const content = `${id}.${timestampSeconds}.${body}`;
  const signatures = secrets.map((secret) => `v1,${hmac(secret, content)}`);
  if (key) signatures.push(`v1a,${signEd25519(key, content)}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signatures.join(' '),
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
