import { LIMITS } from '../domain/limits.ts';
import type { TokenKey } from '../domain/token-key.ts';
import type { Clock, TokenKeys, Written } from '../ports.ts';

/**
 * Remembers the keys of tokens for a minute of wall time. A key that is missing is looked for sooner, but not at the pace of
 * whoever makes up names of keys.
 */
export class CachedTokenKeys implements TokenKeys {
  readonly #source: TokenKeys;
  readonly #clock: Pick<Clock, 'wall'>;
  #known: TokenKey[] = [];
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(source: TokenKeys, clock: Pick<Clock, 'wall'>) {
    this.#source = source;
    this.#clock = clock;
  }

  tokenKeys(): Promise<TokenKey[]> {
    return this.#within(LIMITS.tokenKeysRememberedWall);
  }

  /** The key with this id. */
  async tokenKey(kid: string): Promise<TokenKey | undefined> {
    const named = (keys: TokenKey[]) => keys.find((key) => key.kid === kid);
    return named(await this.tokenKeys()) ?? named(await this.#within(LIMITS.tokenKeysLookedForWall));
  }

  async replaceTokenKeys(seen: readonly TokenKey[], next: readonly TokenKey[]): Promise<Written> {
    const written = await this.#source.replaceTokenKeys(seen, next);
    this.#readAt = Number.NEGATIVE_INFINITY;
    return written;
  }

  async #within(age: number): Promise<TokenKey[]> {
    const now = this.#clock.wall();
    if (now - this.#readAt < age) return this.#known;
    this.#known = await this.#source.tokenKeys();
    this.#readAt = now;
    return this.#known;
  }
}
