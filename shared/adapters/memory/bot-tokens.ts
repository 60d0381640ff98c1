import type { BotTokenStore } from '../../ports.ts';

/** Bots' tokens in memory. */
export class MemoryBotTokens implements BotTokenStore {
  readonly #tokens = new Map<string, string>();

  async token(bot: string): Promise<string | undefined> {
    return this.#tokens.get(bot);
  }

  async putToken(bot: string, token: string): Promise<void> {
    this.#tokens.set(bot, token);
  }

  async removeToken(bot: string): Promise<void> {
    this.#tokens.delete(bot);
  }
}
