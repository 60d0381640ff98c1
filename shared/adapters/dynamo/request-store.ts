import { digestOf } from '../../domain/ids.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { KeyedRequest, KeyedRequests } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Table } from './table.ts';

/** Idempotency keys. Expiry is checked on reading, because the table deletes late. */
export class DynamoKeyedRequests implements KeyedRequests {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async claim(
    request: KeyedRequest,
    now: number,
    kept: number = LIMITS.idempotencyKept,
  ): Promise<KeyedRequest | undefined> {
    const { key, ...rest } = request;
    const there = await this.#table.putNew(
      {
        ...keys.request(request.partner, digestOf(key)),
        request: rest,
        kept_until: request.at + kept,
        expires_at: expiry(request.at + kept),
      },
      { condition: 'kept_until <= :now', values: { ':now': now } },
    );
    return there && { ...(there['request'] as Omit<KeyedRequest, 'key'>), key };
  }

  async markErased(partner: string, keyDigest: string): Promise<void> {
    await this.#table.update(keys.request(partner, keyDigest), {
      update: 'SET #request.erased = :yes, #request.digest = :none',
      condition: 'attribute_exists(pk)',
      names: { '#request': 'request' },
      values: { ':yes': true, ':none': '' },
    });
  }
}
