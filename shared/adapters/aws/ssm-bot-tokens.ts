import type { BotTokenStore, Clock } from '../../ports.ts';
import type { Parameters } from './ssm-parameters.ts';

const KEPT_WALL = 5 * 60_000;

interface Remembered {
  token: string;
  until: number;
}

/**
 * Bots' tokens in SSM Parameter Store, each a SecureString called `<prefix>/<bot>/token`. One that was read is remembered
 * for five minutes; that there is none is not.
 */
export class SsmBotTokens implements BotTokenStore {
  readonly #prefix: string;
  readonly #clock: Pick<Clock, 'wall'>;
  readonly #parameters: Parameters;
  readonly #known = new Map<string, Remembered>();

  constructor(prefix: string, parameters: Parameters, clock: Pick<Clock, 'wall'>) {
    this.#prefix = prefix;
    this.#parameters = parameters;
    this.#clock = clock;
  }

  async token(bot: string, refused?: string): Promise<string | undefined> {
    const known = this.#known.get(bot);
    if (known && known.token !== refused && this.#clock.wall() < known.until) return known.token;
    const token = await this.#parameters.get(this.#nameOf(bot));
    if (token === undefined) this.#known.delete(bot);
    else this.#remember(bot, token);
    return token;
  }

  async putToken(bot: string, token: string): Promise<void> {
    await this.#parameters.put(this.#nameOf(bot), token);
    this.#remember(bot, token);
  }

  async removeToken(bot: string): Promise<void> {
    this.#known.delete(bot);
    await this.#parameters.remove(this.#nameOf(bot));
  }

  #remember(bot: string, token: string): void {
    this.#known.set(bot, { token, until: this.#clock.wall() + KEPT_WALL });
  }

  #nameOf(bot: string): string {
    return `${this.#prefix}/${bot}/token`;
  }
}
