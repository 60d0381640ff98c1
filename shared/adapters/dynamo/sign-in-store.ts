import { LIMITS } from '../../domain/limits.ts';
import type { Tries } from '../../domain/lock-out.ts';
import type { TokenKey } from '../../domain/token-key.ts';
import type { SignInTries, TokenKeys, Written } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Table } from './table.ts';

/** What signing in needs besides the people themselves: tries that failed, and the keys of tokens. */
export class DynamoSignIn implements SignInTries, TokenKeys {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async tries(of: string): Promise<Tries | undefined> {
    const row = await this.#table.get(keys.signInTries(of));
    return row?.['tries'] as Tries | undefined;
  }

  async saveTries(of: string, seen: Tries | undefined, next: Tries | undefined): Promise<Written> {
    const key = keys.signInTries(of);
    if (!next) return this.#forget(key, seen);
    const expires_at = expiry(next.last + LIMITS.signInLockWall) + 1;
    const row = { ...key, clock: 'wall', tries: next, expires_at };
    const saved = seen
      ? await this.#table.replace(row, 'tries = :seen', { ':seen': seen })
      : (await this.#table.putNew(row)) === undefined;
    return saved ? 'written' : 'conflict';
  }

  async #forget(key: ReturnType<typeof keys.signInTries>, seen: Tries | undefined): Promise<Written> {
    if (!seen) return 'written';
    return (await this.#table.removeIf(key, 'tries = :seen', { ':seen': seen })) ? 'written' : 'conflict';
  }

  async tokenKeys(): Promise<TokenKey[]> {
    const row = await this.#table.get(keys.tokenKeys());
    return (row?.['keys'] ?? []) as TokenKey[];
  }

  async replaceTokenKeys(seen: readonly TokenKey[], next: readonly TokenKey[]): Promise<Written> {
    const row = { ...keys.tokenKeys(), newest: next[0]?.kid, keys: next };
    const [newest] = seen;
    const kept = newest
      ? await this.#table.replace(row, 'newest = :seen', { ':seen': newest.kid })
      : (await this.#table.putNew(row)) === undefined;
    return kept ? 'written' : 'conflict';
  }
}
