import type { Tries } from '../../domain/lock-out.ts';
import type { TokenKey } from '../../domain/token-key.ts';
import type { SignInTries, TokenKeys, Written } from '../../ports.ts';
import { copy } from './copy.ts';

/** What signing in needs besides the people themselves, in memory. */
export class MemorySignIn implements SignInTries, TokenKeys {
  readonly #tries = new Map<string, Tries>();
  #keys: readonly TokenKey[] = [];

  async tries(of: string): Promise<Tries | undefined> {
    return copy(this.#tries.get(of));
  }

  async saveTries(of: string, seen: Tries | undefined, next: Tries | undefined): Promise<Written> {
    const known = this.#tries.get(of);
    if (known?.count !== seen?.count || known?.last !== seen?.last) return 'conflict';
    if (next) this.#tries.set(of, copy(next));
    else this.#tries.delete(of);
    return 'written';
  }

  async tokenKeys(): Promise<TokenKey[]> {
    return [...copy(this.#keys)];
  }

  async replaceTokenKeys(seen: readonly TokenKey[], next: readonly TokenKey[]): Promise<Written> {
    if (this.#keys[0]?.kid !== seen[0]?.kid) return 'conflict';
    this.#keys = copy(next);
    return 'written';
  }
}
