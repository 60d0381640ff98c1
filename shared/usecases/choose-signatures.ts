import type { WebhookSignatures } from '../ports.ts';
import { ensureWebhookKey, type KeyPorts } from './rotate-webhook-key.ts';

export interface SignaturePorts extends KeyPorts {
  directory: WebhookSignatures;
}

/**
 * Lets a partner's webhooks carry a `v1a` signature behind their `v1` ones, or no longer. The desk's key is there before
 * anything is to be signed with it.
 * @returns false if there is no such partner
 */
export async function chooseSignatures(
  ports: SignaturePorts,
  partnerId: string,
  asymmetric: boolean,
): Promise<boolean> {
  if (!(await ports.directory.partner(partnerId))) return false;
  if (asymmetric) await ensureWebhookKey(ports);
  return ports.directory.setAsymmetric(partnerId, asymmetric);
}
