import type { Caller, Partner } from '../domain/partner.ts';
import type { Clock, Directory } from '../ports.ts';

const KEPT_WALL = 60_000;
const MOST = 1000;

/**
 * Remembers partners and keys for a minute, so that a message costs no read for them. Misses are not remembered.
 *
 * Within that minute after a rotation an instance may still sign with the old webhook secret alone. The receiver takes
 * it, because the old secret is in force for the whole overlap; and no instance signs with it any longer than that,
 * because its end is remembered with it and judged at every use. Only a rotation without overlap, for a secret that
 * leaked, is noticed: what the receiver refuses in that minute is tried again, then with the new secret.
 */
export class CachedDirectory implements Directory {
  readonly #source: Directory;
  readonly #clock: Clock;
  readonly #known = new Map<string, { value: unknown; until: number }>();

  constructor(source: Directory, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  callerOfKey(keyHash: string): Promise<Caller | undefined> {
    return this.#remember(`key ${keyHash}`, () => this.#source.callerOfKey(keyHash));
  }

  partner(id: string): Promise<Partner | undefined> {
    return this.#remember(`partner ${id}`, () => this.#source.partner(id));
  }

  async #remember<T>(name: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
    const known = this.#known.get(name);
    if (known && known.until > this.#clock.wall()) return known.value as T;
    const value = await ask();
    if (this.#known.size >= MOST) this.#known.clear();
    if (value !== undefined) this.#known.set(name, { value, until: this.#clock.wall() + KEPT_WALL });
    return value;
  }
}
