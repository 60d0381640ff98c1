import type { Partner } from '../../domain/partner.ts';
import type { Directory } from '../../ports.ts';

/** Partners and their keys in memory. */
export class MemoryDirectory implements Directory {
  readonly #partners = new Map<string, Partner>();
  readonly #keys = new Map<string, string>();

  async partnerOfKey(keyHash: string): Promise<string | undefined> {
    return this.#keys.get(keyHash);
  }

  async partner(id: string): Promise<Partner | undefined> {
    return this.#partners.get(id);
  }

  async putPartner(partner: Partner): Promise<void> {
    this.#partners.set(partner.id, partner);
  }

  async putPartnerKey(keyHash: string, partner: string): Promise<void> {
    this.#keys.set(keyHash, partner);
  }
}
