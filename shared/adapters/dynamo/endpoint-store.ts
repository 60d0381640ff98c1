import type { Endpoint, HeldText } from '../../domain/endpoint.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Clock, EndpointPage, Endpoints, HeldPage, Written } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Row, Table } from './table.ts';

/** Endpoints, and the texts held for those that are disabled. */
export class DynamoEndpoints implements Endpoints {
  readonly #table: Table;
  readonly #clock: Pick<Clock, 'business'>;

  constructor(table: Table, clock: Pick<Clock, 'business'>) {
    this.#table = table;
    this.#clock = clock;
  }

  async endpoint(id: string): Promise<Endpoint | undefined> {
    return endpointIn(await this.#table.get(keys.endpoint(id)));
  }

  async glance(id: string): Promise<Endpoint | undefined> {
    return endpointIn(await this.#table.glance(keys.endpoint(id)));
  }

  async save(seen: Endpoint | undefined, next: Endpoint): Promise<Written> {
    const revision = (seen?.revision ?? 0) + 1;
    const expires_at = this.#expiryOf(next);
    const row = { ...keys.endpoint(next.id), revision, endpoint: { ...next, revision }, expires_at };
    const listed = { ...keys.endpointListed(next.partner, next.id), id: next.id, expires_at };
    // Listed first: a listed endpoint without a row is passed over, a row that nobody lists would never be found.
    if (!seen) await this.#table.put(listed);
    const kept = seen
      ? await this.#table.replace(row, 'revision = :seen', { ':seen': seen.revision })
      : (await this.#table.putNew(row)) === undefined;
    if (kept && seen && isListedAnew(seen, next)) await this.#table.put(listed);
    return kept ? 'written' : 'conflict';
  }

  /** A disabled one stays: only a person ends that, and texts may be held for it. */
  #expiryOf({ state }: Endpoint): number | undefined {
    return state.name === 'disabled' ? undefined : expiry(this.#clock.business() + LIMITS.endpointsKept);
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

/** The list is written as rarely as possible: by the first use it has just been. */
function isListedAnew(seen: Endpoint, next: Endpoint): boolean {
  const usedAgain = seen.used_at > 0 && seen.used_at !== next.used_at;
  return usedAgain || (seen.state.name === 'disabled') !== (next.state.name === 'disabled');
}

/** Sorts a key right behind the one it is put to. */
const BEHIND = ' ';

function endpointIn(row: Row | undefined): Endpoint | undefined {
  return row?.['endpoint'] as Endpoint | undefined;
}
