import { LIMITS } from '../domain/limits.ts';

interface Bucket {
  /** Frames it may still send at once. */
  left: number;
  at: number;
}

/** How fast screens send, as this instance sees it: approximate by intent, since it costs no write. */
export class ScreenRates {
  readonly #buckets = new Map<string, Bucket>();

  /** Whether this connection may send one more now, wall time. */
  admits(connectionId: string, now: number): boolean {
    const { left, at } = this.#buckets.get(connectionId) ?? { left: LIMITS.screenFrames, at: now };
    const filled = Math.min(LIMITS.screenFrames, left + ((now - at) / 1000) * LIMITS.screenFrameRate);
    const admitted = filled >= 1;
    this.#buckets.set(connectionId, { left: admitted ? filled - 1 : filled, at: now });
    this.#forgetOldest();
    return admitted;
  }

  forget(connectionId: string): void {
    this.#buckets.delete(connectionId);
  }

  #forgetOldest(): void {
    const oldest = this.#buckets.keys().next().value;
    if (this.#buckets.size > LIMITS.ratedScreens && oldest !== undefined) this.#buckets.delete(oldest);
  }
}
