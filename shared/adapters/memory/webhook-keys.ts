import type { WebhookKey } from '../../domain/webhook-key.ts';
import type { WebhookKeys, Written } from '../../ports.ts';
import { copy } from './copy.ts';

/** The desk's own keys in memory. */
export class MemoryWebhookKeys implements WebhookKeys {
  #keys: readonly WebhookKey[] = [];

  async keys(): Promise<WebhookKey[]> {
    return [...copy(this.#keys)];
  }

  async replaceKeys(seen: readonly WebhookKey[], next: readonly WebhookKey[]): Promise<Written> {
    if (this.#keys[0]?.kid !== seen[0]?.kid) return 'conflict';
    this.#keys = copy(next);
    return 'written';
  }
}
