import type { WebhookKey } from '../domain/webhook-key.ts';
import type { Clock, WebhookKeys } from '../ports.ts';
import { KEPT_WALL } from './cached-directory.ts';

/**
 * Remembers the desk's keys for a minute, so that neither a signature nor a look at them costs a read. That there are none
 * is not remembered, so the first key is published before anything is signed with it; a later one waits longer than this.
 */
export class CachedWebhookKeys implements Pick<WebhookKeys, 'keys'> {
  readonly #source: Pick<WebhookKeys, 'keys'>;
  readonly #clock: Pick<Clock, 'wall'>;
  #known: WebhookKey[] = [];
  #until = 0;

  constructor(source: Pick<WebhookKeys, 'keys'>, clock: Pick<Clock, 'wall'>) {
    this.#source = source;
    this.#clock = clock;
  }

  async keys(): Promise<WebhookKey[]> {
    if (this.#known.length > 0 && this.#clock.wall() < this.#until) return this.#known;
    this.#known = await this.#source.keys();
    this.#until = this.#clock.wall() + KEPT_WALL;
    return this.#known;
  }
}
