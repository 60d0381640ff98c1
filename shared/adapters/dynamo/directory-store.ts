import { isKeptForBots } from '../../domain/bot.ts';
import { LIMITS } from '../../domain/limits.ts';
import { type Caller, checkPartnerId, type Partner } from '../../domain/partner.ts';
import type { PartnerKey, Scope } from '../../domain/partner-key.ts';
import type { WebhookSecret } from '../../domain/webhook-secret.ts';
import type { Directory, Partners, WebhookSecrets, WebhookSignatures, Written } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import type { RowChange, Table, Update } from './table.ts';

/** Whose key it is: a partner's, an admin's, or that of a machine that reads figures. */
interface CallerRow {
  partner?: string;
  admin?: string;
  metrics?: string;
  scopes?: Scope[];
}

const METRICS_PATH = '/metrics';

/** Partners, and whose keys there are. */
export class DynamoDirectory implements Directory, Partners, WebhookSecrets, WebhookSignatures {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async callerOfKey(keyHash: string): Promise<Caller | undefined> {
    const row = await this.#table.get(keys.callerKey(keyHash));
    const { partner, admin, metrics, scopes } = (row ?? {}) as CallerRow;
    if (admin !== undefined) return { kind: 'staff', id: admin, role: 'admin' };
    if (metrics !== undefined) return { kind: 'staff', id: metrics, role: 'operator', only: METRICS_PATH };
    // Rows are also written by hand.
    if (partner === undefined || isKeptForBots(partner)) return undefined;
    if ((await this.partner(partner))?.disabled_at !== undefined) return undefined;
    return { kind: 'partner', partner, ...(scopes && { scopes }) };
  }

  async partner(id: string): Promise<Partner | undefined> {
    const row = await this.#table.get(keys.partner(id));
    return row?.['partner'] as Partner | undefined;
  }

  async putPartner(partner: Partner): Promise<void> {
    checkPartnerId(partner.id);
    await this.#table.all([{ put: partnerRow(partner) }, { put: listedRow(partner.id) }]);
  }

  async partners(): Promise<Partner[]> {
    const { pk, prefix } = keys.partners();
    const listed = await this.#table.pageAfter({ pk, prefix, after: '' }, LIMITS.partners);
    const rows = await this.#table.getMany(listed.map((row) => keys.partner(String(row['id']))));
    return rows.map((row) => row['partner'] as Partner).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async addPartner(partner: Partner, key: PartnerKey): Promise<Written> {
    checkPartnerId(partner.id);
    const put = { put: partnerRow(partner), condition: 'attribute_not_exists(pk)' };
    const added = await this.#table.all([put, { put: listedRow(partner.id) }, ...keyRows(key)]);
    return added ? 'written' : 'conflict';
  }

  renamePartner(id: string, name: string): Promise<Partner | undefined> {
    return this.#change(id, {
      update: 'SET #partner.#name = :name',
      names: { '#name': 'name' },
      values: { ':name': name },
    });
  }

  switchPartner(id: string, at: number | undefined): Promise<Partner | undefined> {
    const names = { '#disabled': 'disabled_at' };
    if (at === undefined) return this.#change(id, { update: 'REMOVE #partner.#disabled', names, values: {} });
    const update = 'SET #partner.#disabled = if_not_exists(#partner.#disabled, :at)';
    return this.#change(id, { update, names, values: { ':at': at } });
  }

  async #change(id: string, { names, ...change }: Omit<Update, 'condition'>): Promise<Partner | undefined> {
    const condition = 'attribute_exists(pk)';
    const all = { ...change, condition, names: { '#partner': 'partner', ...names } };
    return (await this.#table.update(keys.partner(id), all))?.['partner'] as Partner | undefined;
  }

  async partnerKeys(partner: string): Promise<PartnerKey[]> {
    const { pk, prefix } = keys.partnerKeys(partner);
    const rows = await this.#table.pageAfter({ pk, prefix, after: '' }, LIMITS.partnerKeys);
    return rows.map((row) => row['key'] as PartnerKey);
  }

  async addPartnerKey(key: PartnerKey): Promise<void> {
    await this.#table.all(keyRows(key));
  }

  async removePartnerKey({ partner, id, hash }: PartnerKey): Promise<boolean> {
    const listed = { remove: keys.partnerKey(partner, id), condition: 'attribute_exists(pk)' };
    return this.#table.all([listed, { remove: keys.callerKey(hash) }]);
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

const partnerRow = (partner: Partner) => ({ ...keys.partner(partner.id), partner });
const listedRow = (id: string) => ({ ...keys.partnerListed(id), id });

/** The row that a request finds by the hash of its key, and the one that tells people of it. */
function keyRows(key: PartnerKey): RowChange[] {
  const { partner, scopes } = key;
  return [
    { put: { ...keys.callerKey(key.hash), partner, scopes } },
    { put: { ...keys.partnerKey(partner, key.id), key } },
  ];
}
