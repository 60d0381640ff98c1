import type { Bot } from '../../domain/bot.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { BotRows, Written } from '../../ports.ts';
import { copy } from './copy.ts';

/** The desk's bots in memory. */
export class MemoryBots implements BotRows {
  readonly #bots = new Map<string, Bot>();

  async bot(id: string): Promise<Bot | undefined> {
    return copy(this.#bots.get(id));
  }

  async bots(): Promise<Bot[]> {
    return [...this.#bots.values()]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, LIMITS.bots)
      .map((bot) => copy(bot));
  }

  async saveBot(seen: Bot | undefined, next: Bot): Promise<Written> {
    if (this.#bots.get(next.id)?.revision !== seen?.revision) return 'conflict';
    this.#bots.set(next.id, copy({ ...next, revision: (seen?.revision ?? 0) + 1 }));
    return 'written';
  }

  async removeBot(seen: Bot): Promise<Written> {
    if (this.#bots.get(seen.id)?.revision !== seen.revision) return 'conflict';
    this.#bots.delete(seen.id);
    return 'written';
  }
}
