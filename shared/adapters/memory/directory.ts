import { LIMITS } from '../../domain/limits.ts';
import { type Caller, checkPartnerId, type Partner } from '../../domain/partner.ts';
import type { PartnerKey } from '../../domain/partner-key.ts';
import type { WebhookSecret } from '../../domain/webhook-secret.ts';
import type { Directory, Partners, WebhookSecrets, WebhookSignatures, Written } from '../../ports.ts';

/** Partners, and whose keys there are in memory. */
export class MemoryDirectory implements Directory, Partners, WebhookSecrets, WebhookSignatures {
  readonly #partners = new Map<string, Partner>();
  readonly #keys = new Map<string, Caller>();
  readonly #listed = new Map<string, PartnerKey>();

  async callerOfKey(keyHash: string): Promise<Caller | undefined> {
    const caller = this.#keys.get(keyHash);
    if (caller?.kind !== 'partner') return caller;
    return this.#partners.get(caller.partner)?.disabled_at === undefined ? caller : undefined;
  }

  async partner(id: string): Promise<Partner | undefined> {
    return this.#partners.get(id);
  }

  async putPartner(partner: Partner): Promise<void> {
    checkPartnerId(partner.id);
    this.#partners.set(partner.id, partner);
  }

  async partners(): Promise<Partner[]> {
    return [...this.#partners.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, LIMITS.partners);
  }

  async addPartner(partner: Partner, key: PartnerKey): Promise<Written> {
    if (this.#partners.has(partner.id)) return 'conflict';
    await this.putPartner(partner);
    await this.addPartnerKey(key);
    return 'written';
  }

  async renamePartner(id: string, name: string): Promise<Partner | undefined> {
    return this.#change(id, (known) => ({ ...known, name }));
  }

  async switchPartner(id: string, at: number | undefined): Promise<Partner | undefined> {
    return this.#change(id, ({ disabled_at, ...known }) =>
      at === undefined ? known : { ...known, disabled_at: disabled_at ?? at },
    );
  }

  #change(id: string, change: (known: Partner) => Partner): Partner | undefined {
    const known = this.#partners.get(id);
    if (known) this.#partners.set(id, change(known));
    return this.#partners.get(id);
  }

  async partnerKeys(partner: string): Promise<PartnerKey[]> {
    const keys = [...this.#listed.values()].filter((key) => key.partner === partner);
    return keys.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, LIMITS.partnerKeys);
  }

  async addPartnerKey(key: PartnerKey): Promise<void> {
    this.#keys.set(key.hash, { kind: 'partner', partner: key.partner, scopes: key.scopes });
    this.#listed.set(key.id, key);
  }

  async removePartnerKey({ id, hash }: PartnerKey): Promise<boolean> {
    this.#keys.delete(hash);
    return this.#listed.delete(id);
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
    this.#keys.set(keyHash, { kind: 'staff', id: admin, role: 'admin' });
  }
}
