import { shardOf } from '../../domain/ids.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Audiences, Clock, Recipient } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry, toHead, toProfile } from './rows.ts';
import type { Row, Table } from './table.ts';

/** Whom broadcasts are for: each client a row, in partitions that spread. */
export class DynamoAudiences implements Audiences {
  readonly #table: Table;
  readonly #clock: Pick<Clock, 'business'>;

  constructor(table: Table, clock: Pick<Clock, 'business'>) {
    this.#table = table;
    this.#clock = clock;
  }

  async add(broadcastId: string, conversationId: string, step: number): Promise<'added' | 'known'> {
    const expires_at = expiry(this.#clock.business() + LIMITS.audienceKept);
    const row = { ...memberKey(broadcastId, conversationId), kind: 'audience', step, expires_at };
    const there = await this.#table.putNew(row);
    return there && there['step'] !== step ? 'known' : 'added';
  }

  async known(broadcastId: string, conversationIds: readonly string[], step: number): Promise<Set<string>> {
    const rows = await this.#table.getMany(conversationIds.map((id) => memberKey(broadcastId, id)));
    return new Set(rows.filter((row) => row['step'] !== step).map((row) => String(row['sk'])));
  }

  async page(
    broadcastId: string,
    { limit, after }: { limit: number; after?: string | undefined },
  ): Promise<{ items: string[]; next?: string }> {
    const items: string[] = [];
    let [shard, seen] = placeIn(after);
    for (; shard < LIMITS.audienceShards; shard++, seen = '') {
      const range = { ...keys.audience(broadcastId, shard), after: seen };
      const rows = await this.#table.pageAfter(range, limit - items.length + 1);
      items.push(...rows.map((row) => String(row['sk'])).filter((id) => id !== seen));
      if (items.length > limit) items.length = limit;
      if (items.length === limit) return { items, next: `${shard}#${items.at(-1)}` };
    }
    return { items };
  }

  async recipients(conversationIds: readonly string[]): Promise<Recipient[]> {
    const rows = await this.#table.getMany(
      conversationIds.flatMap((id) => [keys.head(id), keys.profile(id)]),
    );
    const profiles = new Map(rows.filter(isProfile).map((row) => [row['pk'], toProfile(row)]));
    return rows
      .filter((row) => !isProfile(row))
      .map((row) => ({ head: toHead(row), profile: profiles.get(row['pk']) }));
  }
}

function isProfile({ sk }: Row): boolean {
  return sk === keys.profile('').sk;
}

/** Where it is kept that a broadcast is for a client. */
export function memberKey(broadcastId: string, conversationId: string) {
  const shard = shardOf(conversationId, LIMITS.audienceShards);
  return keys.audienceMember(broadcastId, shard, conversationId);
}

function placeIn(after: string | undefined): [shard: number, seen: string] {
  const [shard = '0', seen = ''] = (after ?? '').split('#');
  return [Number(shard), seen];
}
