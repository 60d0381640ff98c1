import type { Head } from '../../../domain/conversation.ts';
import { firstIdOf, timeOf } from '../../../domain/ids.ts';
import { type InboxEntry, placeOf, type ReadMark, type Stretch, unreadOf } from '../../../domain/inbox.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { DESK } from '../../../domain/operator.ts';
import { type Stretched, standOf } from '../../../domain/said.ts';
import type { Listed, ListedClient, SaidIds } from '../../../ports.ts';
import { type StoredEntry, stretchedOf } from '../../history.ts';
import { copy } from '../copy.ts';
import { ConversationOutbox } from './outbox.ts';

/** What is found of all conversations: the inbox, what was said by day, clients. */
export class ConversationLists extends ConversationOutbox {
  async listed(
    { list, from, to }: Stretch,
    { limit, after = '' }: { limit: number; after?: string | undefined },
  ): Promise<Listed[]> {
    const heads = [...this.partitions.values()].flatMap(({ head }) => head ?? []);
    return heads
      .map((head) => ({ conversation_id: head.id, ...placeOf(head) }))
      .filter((place) => place.list === list && place.order >= from && place.order <= to)
      .filter(({ order }) => order > after)
      .sort((a, b) => (a.order < b.order ? -1 : 1))
      .slice(0, limit)
      .map(({ conversation_id, order }) => ({ conversation_id, order }));
  }

  async entries(ids: readonly string[], reader: string): Promise<InboxEntry[]> {
    const shown = ids.flatMap((id): InboxEntry[] => {
      const { head, profile = {}, entries, read } = this.partition(id);
      if (!head) return [];
      const last = entries.get(head.last.id);
      const unread = unreadOf(head, read.get(reader));
      return [{ head, profile, last: last?.kind === 'message' ? last.message : undefined, unread }];
    });
    return copy(shown);
  }

  async markRead(conversationId: string, reader: string, mark: ReadMark): Promise<void> {
    const { read } = this.partition(conversationId);
    if ((read.get(reader)?.epoch ?? 0) < mark.epoch) read.set(reader, copy(mark));
  }

  async onDay(day: string, { from, to }: { from: string; to: string }): Promise<SaidIds> {
    const all = [...this.partitions.values()].flatMap(({ entries }) => [...entries].filter(isSaid));
    const ids = all.map(([key]) => key).filter((id) => standOf(id).day === day && id >= from && id <= to);
    const newest = ids.toSorted().toReversed();
    return { ids: newest.slice(0, LIMITS.saidAtOnce), more: newest.length > LIMITS.saidAtOnce };
  }

  async stretch(conversationId: string, from: string, to: string): Promise<Stretched & { rows: number }> {
    const until = firstIdOf(timeOf(to) + 2);
    const { entries } = this.partition(conversationId);
    return stretchedIn([...entries].filter(([key]) => key >= from && key <= until));
  }

  async from(conversationId: string, id: string): Promise<Stretched & { rows: number }> {
    const behind = [...this.partition(conversationId).entries].filter(([key]) => key >= id);
    return stretchedIn(behind.toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, LIMITS.searchedTurnRows));
  }

  async heads(ids: readonly string[]): Promise<Head[]> {
    return copy(ids.flatMap((id) => this.partition(id).head ?? []));
  }

  async starting(
    prefix: string,
    { limit, after }: { limit: number; after?: ListedClient | undefined },
  ): Promise<ListedClient[]> {
    const orderOf = ({ client_id, partner }: ListedClient) => `${client_id}#${partner}`;
    return [...this.partitions.values()]
      .flatMap(({ head }) => head ?? [])
      .filter((head) => head.client_id.startsWith(prefix) && (!after || orderOf(head) > orderOf(after)))
      .toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
      .slice(0, limit)
      .map(({ client_id, partner }) => ({ client_id, partner }));
  }
}

function stretchedIn(entries: readonly [string, StoredEntry][]): Stretched & { rows: number } {
  const forgotten = entries.filter(([, { kind }]) => kind === 'forgotten').map(([key]) => key);
  const rows = stretchedOf(entries.map(([, entry]) => entry));
  return copy({ ...rows, forgotten, rows: entries.length });
}

/** As the table's index has it. */
function isSaid([, entry]: [string, StoredEntry]): boolean {
  if (entry.kind === 'text') return entry.text.source !== 'ai_bot';
  if (entry.kind === 'action') return entry.action.by !== DESK;
  return entry.kind === 'message' || entry.kind === 'forgotten';
}
