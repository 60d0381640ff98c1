import type { Endpoint, HeldText } from '../../domain/endpoint.ts';
import type { EndpointPage, Endpoints, HeldPage, Written } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Table } from './table.ts';

/** Endpoints, and the texts held for those that are disabled. */
export class DynamoEndpoints implements Endpoints {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async endpoint(id: string): Promise<Endpoint | undefined> {
    const row = await this.#table.get(keys.endpoint(id));
    return row?.['endpoint'] as Endpoint | undefined;
  }

  async save(seen: Endpoint | undefined, next: Endpoint): Promise<Written> {
    const revision = (seen?.revision ?? 0) + 1;
    const row = { ...keys.endpoint(next.id), revision, endpoint: { ...next, revision } };
    // Listed first: a listed endpoint without a row is passed over, a row that nobody lists would never be found.
    if (!seen) await this.#table.put({ ...keys.endpointListed(next.partner, next.id), id: next.id });
    const kept = seen
      ? await this.#table.replace(row, 'revision = :seen', { ':seen': seen.revision })
      : (await this.#table.putNew(row)) === undefined;
    return kept ? 'written' : 'conflict';
  }

  async list({ partner, after, limit }: EndpointPage): Promise<Endpoint[]> {
    const { pk, prefix } = keys.endpoints(partner);
    const from = after ? `${keys.endpointListed(after.partner, after.id).sk}${BEHIND}` : prefix;
    const listed = await this.#table.pageAfter({ pk, prefix, after: from }, limit);
    const ids = listed.map((row) => String(row['id']));
    const rows = await this.#table.getMany(ids.map(keys.endpoint));
    const known = new Map(rows.map((row) => [row['pk'], row['endpoint'] as Endpoint]));
    return ids.flatMap((id) => known.get(keys.endpoint(id).pk) ?? []);
  }

  async hold(text: HeldText): Promise<void> {
    const key = keys.held(text.endpoint_id, text.text_id);
    await this.#table.put({ ...key, kind: 'held', held: text, expires_at: expiry(text.until) });
  }

  release(endpointId: string, textId: string): Promise<void> {
    return this.#table.remove(keys.held(endpointId, textId));
  }

  async held(endpointId: string, { after, limit }: HeldPage): Promise<HeldText[]> {
    const { pk, prefix } = keys.heldFor(endpointId);
    const rows = await this.#table.pageAfter(
      { pk, prefix, after: after ? `${after}${BEHIND}` : prefix },
      limit,
    );
    return rows.map((row) => row['held'] as HeldText);
  }
}

/** Sorts a key right behind the one it is put to. */
const BEHIND = ' ';
