import type { Advice } from '../../domain/advice.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Clock, Opinions } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Table } from './table.ts';

/** Opinions of language models, without the words that they are about. Expiry is checked on reading, because the table deletes late. */
export class DynamoOpinions implements Opinions {
  readonly #table: Pick<Table, 'get' | 'put'>;
  readonly #clock: Pick<Clock, 'business'>;

  constructor(table: Pick<Table, 'get' | 'put'>, clock: Pick<Clock, 'business'>) {
    this.#table = table;
    this.#clock = clock;
  }

  async opinion(question: string): Promise<Advice | undefined> {
    const row = await this.#table.get(keys.opinion(question));
    if (!row || Number(row['expires_at']) <= expiry(this.#clock.business())) return undefined;
    const { scenario, confidence, model } = row;
    return { scenario, confidence, model } as Advice;
  }

  async keep(question: string, { scenario, confidence, model }: Advice): Promise<void> {
    const expires_at = expiry(this.#clock.business() + LIMITS.opinionsKept);
    await this.#table.put({ ...keys.opinion(question), scenario, confidence, model, expires_at });
  }
}
