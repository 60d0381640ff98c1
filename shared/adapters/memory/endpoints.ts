import type { Endpoint, HeldText } from '../../domain/endpoint.ts';
import type { EndpointPage, Endpoints, HeldPage, Written } from '../../ports.ts';
import { copy } from './copy.ts';

/** Endpoints and the texts held for them, in memory. */
export class MemoryEndpoints implements Endpoints {
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #held = new Map<string, Map<string, HeldText>>();

  async endpoint(id: string): Promise<Endpoint | undefined> {
    return copy(this.#endpoints.get(id));
  }

  glance(id: string): Promise<Endpoint | undefined> {
    return this.endpoint(id);
  }

  async save(seen: Endpoint | undefined, next: Endpoint): Promise<Written> {
    if (this.#endpoints.get(next.id)?.revision !== seen?.revision) return 'conflict';
    this.#endpoints.set(next.id, copy({ ...next, revision: (seen?.revision ?? 0) + 1 }));
    return 'written';
  }

  async list({ partner, after, limit }: EndpointPage): Promise<Endpoint[]> {
    const order = ({ partner, id }: Pick<Endpoint, 'partner' | 'id'>) => `${partner}#${id}`;
    return [...this.#endpoints.values()]
      .filter((it) => partner === undefined || it.partner === partner)
      .filter((it) => !after || order(it) > order(after))
      .sort((a, b) => (order(a) < order(b) ? -1 : 1))
      .slice(0, limit)
      .map((it) => copy(it));
  }

  forget(id: string): void {
    this.#endpoints.delete(id);
  }

  async hold(text: HeldText): Promise<void> {
    const held = this.#held.get(text.endpoint_id) ?? new Map<string, HeldText>();
    held.set(text.text_id, copy(text));
    this.#held.set(text.endpoint_id, held);
  }

  async release(endpointId: string, textId: string): Promise<void> {
    this.#held.get(endpointId)?.delete(textId);
  }

  async held(endpointId: string, { after, limit }: HeldPage): Promise<HeldText[]> {
    return [...(this.#held.get(endpointId)?.values() ?? [])]
      .filter(({ text_id }) => after === undefined || text_id > after)
      .sort((a, b) => (a.text_id < b.text_id ? -1 : 1))
      .slice(0, limit)
      .map((it) => copy(it));
  }
}
