import { LIMITS } from '../../domain/limits.ts';
import type { KeyedRequest, KeyedRequests } from '../../ports.ts';
import { copy } from './copy.ts';

/** Idempotency keys in memory. */
export class MemoryKeyedRequests implements KeyedRequests {
  readonly #requests = new Map<string, KeyedRequest>();

  async claim(request: KeyedRequest, now: number): Promise<KeyedRequest | undefined> {
    const name = JSON.stringify([request.partner, request.key]);
    const known = this.#requests.get(name);
    if (known && now < known.at + LIMITS.idempotencyKept) return copy(known);
    this.#requests.set(name, copy(request));
    return undefined;
  }
}
