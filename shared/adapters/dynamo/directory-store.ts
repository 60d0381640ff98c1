import { isKeptForBots } from '../../domain/bot.ts';
import { type Caller, checkPartnerId, type Partner } from '../../domain/partner.ts';
import type { WebhookSecret } from '../../domain/webhook-secret.ts';
import type { Directory, WebhookSecrets, WebhookSignatures, Written } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import type { Table } from './table.ts';

/** Partners, and whose keys there are. */
export class DynamoDirectory implements Directory, WebhookSecrets, WebhookSignatures {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async callerOfKey(keyHash: string): Promise<Caller | undefined> {
    const row = await this.#table.get(keys.callerKey(keyHash));
    const { partner, admin } = (row ?? {}) as { partner?: string; admin?: string };
    if (admin !== undefined) return { kind: 'admin', admin };
    // Rows are also written by hand.
    return partner === undefined || isKeptForBots(partner) ? undefined : { kind: 'partner', partner };
  }

  async partner(id: string): Promise<Partner | undefined> {
    const row = await this.#table.get(keys.partner(id));
    return row?.['partner'] as Partner | undefined;
  }

  async putPartner(partner: Partner): Promise<void> {
    checkPartnerId(partner.id);
    await this.#table.put({ ...keys.partner(partner.id), partner });
  }

  async replaceWebhookSecrets(seen: Partner, secrets: readonly WebhookSecret[]): Promise<Written> {
    const written = await this.#table.update(keys.partner(seen.id), {
      update: 'SET #partner.#secrets = :secrets',
      condition: '#partner.#secrets[0].#secret = :newest',
      names: { '#partner': 'partner', '#secrets': 'webhook_secrets', '#secret': 'secret' },
      values: { ':secrets': secrets, ':newest': seen.webhook_secrets[0]?.secret ?? null },
    });
    return written ? 'written' : 'conflict';
  }

  async setAsymmetric(id: string, asymmetric: boolean): Promise<boolean> {
    const written = await this.#table.update(keys.partner(id), {
      update: 'SET #partner.#asymmetric = :asymmetric',
      condition: 'attribute_exists(pk)',
      names: { '#partner': 'partner', '#asymmetric': 'asymmetric' },
      values: { ':asymmetric': asymmetric },
    });
    return written !== undefined;
  }

  async putPartnerKey(keyHash: string, partner: string): Promise<void> {
    checkPartnerId(partner);
    await this.#table.put({ ...keys.callerKey(keyHash), partner });
  }

  async putAdminKey(keyHash: string, admin: string): Promise<void> {
    await this.#table.put({ ...keys.callerKey(keyHash), admin });
  }
}
