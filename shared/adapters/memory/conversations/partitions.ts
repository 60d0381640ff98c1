import type { ClientRecord } from '../../../domain/client-record.ts';
import type { Head, OutboxEntry } from '../../../domain/conversation.ts';
import type { ReadMark } from '../../../domain/inbox.ts';
import type { Profile } from '../../../domain/message.ts';
import type { OperatorAction } from '../../../domain/operator-action.ts';
import type { Written } from '../../../ports.ts';
import type { StoredEntry } from '../../history.ts';
import { copy } from '../copy.ts';

interface Partition {
  head?: Head;
  profile?: Profile;
  told_at?: number;
  /** Messages, turns and attempts by sort key. */
  entries: Map<string, StoredEntry>;
  /** What operators have read. */
  read: Map<string, ReadMark>;
}

/** Heads, profiles and rows, and how a head is changed. */
export class ConversationPartitions {
  protected readonly partitions = new Map<string, Partition>();

  async head(id: string): Promise<Head | undefined> {
    return copy(this.partition(id).head);
  }

  async profile(id: string): Promise<Profile | undefined> {
    return copy(this.partition(id).profile);
  }

  async putProfile(id: string, changes: Profile, at: number): Promise<void> {
    const partition = this.partition(id);
    partition.told_at = at;
    partition.profile = copy({ ...partition.profile, ...changes });
  }

  protected partition(id: string): Partition {
    const known = this.partitions.get(id);
    if (known) return known;
    const fresh: Partition = { entries: new Map(), read: new Map() };
    this.partitions.set(id, fresh);
    return fresh;
  }

  protected putNew(conversationId: string, key: string, entry: StoredEntry): StoredEntry {
    const { entries } = this.partition(conversationId);
    const kept = entries.get(key) ?? copy(entry);
    entries.set(key, kept);
    return kept;
  }

  protected async change(id: string, decide: (head: Head) => Partial<Head> | undefined): Promise<Written> {
    const partition = this.partition(id);
    const change = partition.head && decide(partition.head);
    if (!partition.head || !change) return 'conflict';
    partition.head = copy({ ...partition.head, ...change, version: partition.head.version + 1 });
    return 'written';
  }

  protected async act(
    id: string,
    action: OperatorAction | undefined,
    decide: (head: Head) => Partial<Head> | undefined,
  ): Promise<Written> {
    const { entries } = this.partition(id);
    if (action && entries.has(action.id)) return 'conflict';
    const written = await this.change(id, decide);
    if (action && written === 'written') entries.set(action.id, { kind: 'action', action: copy(action) });
    return written;
  }

  /** All rows of a conversation by their places, as the table has them. */
  rowsOf(id: string): ClientRecord[] {
    const { head, profile, told_at, entries, read } = this.partition(id);
    const rows: ClientRecord[] = [
      ...(head ? [{ place: 'HEAD', kind: 'head' as const, head }] : []),
      ...(profile ? [{ place: 'PROFILE', kind: 'profile' as const, profile, told_at }] : []),
      ...[...read].map(([operator, { epoch }]) => ({
        place: `READ#${operator}`,
        kind: 'read' as const,
        operator,
        epoch,
      })),
      ...[...entries].map(([key, entry]) => ({ place: `M#${key}`, ...entry })),
    ];
    return rows.sort((a, b) => (a.place < b.place ? -1 : 1));
  }

  removeRow(id: string, place: string): void {
    const partition = this.partition(id);
    if (place === 'HEAD') delete partition.head;
    else if (place === 'PROFILE') delete partition.profile;
    else if (place.startsWith('M#')) partition.entries.delete(place.slice('M#'.length));
    else partition.read.delete(place.slice('READ#'.length));
  }
}

export function union(ids: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...ids, ...more])].sort();
}

export function without(outbox: Record<string, OutboxEntry>, textId: string): Record<string, OutboxEntry> {
  const { [textId]: _gone, ...rest } = outbox;
  return rest;
}
