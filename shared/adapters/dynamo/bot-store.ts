import type { Bot } from '../../domain/bot.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { BotRows, Written } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import type { Table } from './table.ts';

/** The desk's bots, without their tokens. */
export class DynamoBots implements BotRows {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async bot(id: string): Promise<Bot | undefined> {
    const row = await this.#table.get(keys.bot(id));
    return row?.['bot'] as Bot | undefined;
  }

  async bots(): Promise<Bot[]> {
    const { pk, prefix } = keys.bots();
    const rows = await this.#table.pageAfter({ pk, prefix, after: prefix }, LIMITS.bots);
    return rows.map((row) => row['bot'] as Bot);
  }

  async saveBot(seen: Bot | undefined, next: Bot): Promise<Written> {
    const revision = (seen?.revision ?? 0) + 1;
    const row = { ...keys.bot(next.id), revision, bot: { ...next, revision } };
    const kept = seen
      ? await this.#table.replace(row, 'revision = :seen', { ':seen': seen.revision })
      : (await this.#table.putNew(row)) === undefined;
    return kept ? 'written' : 'conflict';
  }

  async removeBot(seen: Bot): Promise<Written> {
    const removed = await this.#table.removeIf(keys.bot(seen.id), 'revision = :seen', {
      ':seen': seen.revision,
    });
    return removed ? 'written' : 'conflict';
  }
}
