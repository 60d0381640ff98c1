import { LIMITS } from '../domain/limits.ts';
import type { WebhookKey } from '../domain/webhook-key.ts';
import type { Clock, WebhookKeys } from '../ports.ts';

/**
 * Remembers the desk's keys for a minute, so that neither a signature nor a look at them costs a read. It is a minute of
 * business time, as the times of the keys are, so that a key never signs before an instance has seen it. That there are
 * none is not remembered: the first key is published before anything is signed with it.
 */
export class CachedWebhookKeys implements Pick<WebhookKeys, 'keys'> {
  readonly #source: Pick<WebhookKeys, 'keys'>;
  readonly #clock: Pick<Clock, 'business'>;
  #known: WebhookKey[] = [];
  #until = 0;

  constructor(source: Pick<WebhookKeys, 'keys'>, clock: Pick<Clock, 'business'>) {
    this.#source = source;
    this.#clock = clock;
  }

  async keys(): Promise<WebhookKey[]> {
    if (this.#known.length > 0 && this.#clock.business() < this.#until) return this.#known;
    this.#known = await this.#source.keys();
    this.#until = this.#clock.business() + LIMITS.webhookKeysRemembered;
    return this.#known;
  }
}
