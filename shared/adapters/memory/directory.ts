import { type Caller, checkPartnerId, type Partner } from '../../domain/partner.ts';
import type { WebhookSecret } from '../../domain/webhook-secret.ts';
import type { Directory, WebhookSecrets, WebhookSignatures, Written } from '../../ports.ts';

/** Partners, and whose keys there are in memory. */
export class MemoryDirectory implements Directory, WebhookSecrets, WebhookSignatures {
  readonly #partners = new Map<string, Partner>();
  readonly #keys = new Map<string, Caller>();

  async callerOfKey(keyHash: string): Promise<Caller | undefined> {
    return this.#keys.get(keyHash);
  }

  async partner(id: string): Promise<Partner | undefined> {
    return this.#partners.get(id);
  }

  async putPartner(partner: Partner): Promise<void> {
    checkPartnerId(partner.id);
    this.#partners.set(partner.id, partner);
  }

  async replaceWebhookSecrets(seen: Partner, secrets: readonly WebhookSecret[]): Promise<Written> {
    const known = this.#partners.get(seen.id);
    if (!known || known.webhook_secrets[0]?.secret !== seen.webhook_secrets[0]?.secret) return 'conflict';
    this.#partners.set(seen.id, { ...known, webhook_secrets: [...secrets] });
    return 'written';
  }

  async setAsymmetric(id: string, asymmetric: boolean): Promise<boolean> {
    const known = this.#partners.get(id);
    if (known) this.#partners.set(id, { ...known, asymmetric });
    return known !== undefined;
  }

  async putPartnerKey(keyHash: string, partner: string): Promise<void> {
    checkPartnerId(partner);
    this.#keys.set(keyHash, { kind: 'partner', partner });
  }

  async putAdminKey(keyHash: string, admin: string): Promise<void> {
    this.#keys.set(keyHash, { kind: 'admin', admin });
  }
}
