import type { Broadcast } from '../../domain/broadcast.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { TroubleChannel } from '../../domain/outage/trouble.ts';
import type { Audiences, BroadcastPace, Broadcasts, Conversations, Recipient, Written } from '../../ports.ts';
import { copy } from './copy.ts';

/** Broadcasts in memory. */
export class MemoryBroadcasts implements Broadcasts {
  readonly #rows = new Map<string, Broadcast>();

  async broadcast(id: string): Promise<Broadcast | undefined> {
    return copy(this.#rows.get(id));
  }

  async put(broadcast: Broadcast): Promise<void> {
    if (!this.#rows.has(broadcast.id)) this.#rows.set(broadcast.id, copy(broadcast));
  }

  async save(seen: Broadcast, next: Broadcast): Promise<Written> {
    if (this.#rows.get(next.id)?.revision !== seen.revision) return 'conflict';
    this.#rows.set(next.id, copy({ ...next, revision: seen.revision + 1 }));
    return 'written';
  }

  async list({ limit, before }: { limit: number; before?: string | undefined }): Promise<Broadcast[]> {
    return this.#newestFirst()
      .filter(({ id }) => before === undefined || id < before)
      .slice(0, limit)
      .map(copy);
  }

  async ofIncident(incidentId: string): Promise<string[]> {
    const those = this.#newestFirst().filter(({ incident_id }) => incident_id === incidentId);
    return those.slice(0, LIMITS.broadcastsOfIncident).map(({ id }) => id);
  }

  #newestFirst(): Broadcast[] {
    return [...this.#rows.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  }
}

/** Whom broadcasts are for, in memory. */
export class MemoryAudiences implements Audiences {
  readonly #conversations: Pick<Conversations, 'head' | 'profile'>;
  readonly #members = new Map<string, Map<string, number>>();
  /** Ids in their order, as long as nobody is added. */
  readonly #sorted = new Map<string, string[]>();

  constructor(conversations: Pick<Conversations, 'head' | 'profile'>) {
    this.#conversations = conversations;
  }

  async add(broadcastId: string, conversationId: string, step: number): Promise<'added' | 'known'> {
    const members = this.#of(broadcastId);
    const there = members.get(conversationId);
    if (there !== undefined) return there === step ? 'added' : 'known';
    members.set(conversationId, step);
    this.#sorted.delete(broadcastId);
    return 'added';
  }

  async known(broadcastId: string, conversationIds: readonly string[], step: number): Promise<Set<string>> {
    const members = this.#of(broadcastId);
    return new Set(conversationIds.filter((id) => members.has(id) && members.get(id) !== step));
  }

  async page(
    broadcastId: string,
    { limit, after = '' }: { limit: number; after?: string | undefined },
  ): Promise<{ items: string[]; next?: string }> {
    const sorted = this.#sorted.get(broadcastId) ?? [...this.#of(broadcastId).keys()].sort();
    this.#sorted.set(broadcastId, sorted);
    const from = firstBehind(sorted, after);
    const items = sorted.slice(from, from + limit);
    const next = items.at(-1);
    return items.length < limit || next === undefined ? { items } : { items, next };
  }

  async recipients(conversationIds: readonly string[]): Promise<Recipient[]> {
    const found: Recipient[] = [];
    for (const id of conversationIds) {
      const head = await this.#conversations.head(id);
      if (head) found.push({ head, profile: await this.#conversations.profile(id) });
    }
    return found;
  }

  /** That it was for this client. */
  forget(broadcastId: string, conversationId: string): void {
    this.#of(broadcastId).delete(conversationId);
    this.#sorted.delete(broadcastId);
  }

  #of(broadcastId: string): Map<string, number> {
    const members = this.#members.get(broadcastId) ?? new Map<string, number>();
    this.#members.set(broadcastId, members);
    return members;
  }
}

function firstBehind(sorted: readonly string[], after: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Paces notices within one process. */
export class MemoryBroadcastPace implements BroadcastPace {
  readonly #next = new Map<string, number>();

  async take(channel: TroubleChannel, count: number, gap: number, from: number): Promise<number> {
    const first = Math.max(from, this.#next.get(channel) ?? 0);
    this.#next.set(channel, first + count * gap);
    return first;
  }
}
