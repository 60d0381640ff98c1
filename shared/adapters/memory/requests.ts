import { digestOf } from '../../domain/ids.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { KeyedRequest, KeyedRequests } from '../../ports.ts';
import { copy } from './copy.ts';

/** Idempotency keys in memory. */
export class MemoryKeyedRequests implements KeyedRequests {
  readonly #requests = new Map<string, { request: KeyedRequest; until: number }>();

  async claim(
    request: KeyedRequest,
    now: number,
    kept: number = LIMITS.idempotencyKept,
  ): Promise<KeyedRequest | undefined> {
    const name = JSON.stringify([request.partner, digestOf(request.key)]);
    const known = this.#requests.get(name);
    if (known && now < known.until) return copy(known.request);
    this.#requests.set(name, { request: copy(request), until: request.at + kept });
    return undefined;
  }

  async markErased(partner: string, keyDigest: string): Promise<void> {
    const known = this.#requests.get(JSON.stringify([partner, keyDigest]));
    if (known) known.request = { ...known.request, erased: true, digest: '' };
  }
}
