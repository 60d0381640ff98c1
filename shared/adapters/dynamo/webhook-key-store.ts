import type { WebhookKey } from '../../domain/webhook-key.ts';
import type { WebhookKeys, Written } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import type { Table } from './table.ts';

/** The desk's own keys, in one row, so that they change all at once or not at all. */
export class DynamoWebhookKeys implements WebhookKeys {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async keys(): Promise<WebhookKey[]> {
    const row = await this.#table.get(keys.webhookKeys());
    return (row?.['keys'] ?? []) as WebhookKey[];
  }

  async replaceKeys(seen: readonly WebhookKey[], next: readonly WebhookKey[]): Promise<Written> {
    const row = { ...keys.webhookKeys(), newest: next[0]?.kid, keys: next };
    const [newest] = seen;
    const kept = newest
      ? await this.#table.replace(row, 'newest = :seen', { ':seen': newest.kid })
      : (await this.#table.putNew(row)) === undefined;
    return kept ? 'written' : 'conflict';
  }
}
