import { isDeepStrictEqual } from 'node:util';
import type { ClientRecord } from '../../domain/client-record.ts';
import type { Claim, Deferral, Escalation, Head, OutboxEntry } from '../../domain/conversation.ts';
import { isBotsOwn } from '../../domain/conversation.ts';
import type { Attempt, DeadDelivery } from '../../domain/delivery-record.ts';
import { type DeskText, entryOf, type FollowUpText, type OperatorText } from '../../domain/desk-text.ts';
import type { FollowUp } from '../../domain/follow-up.ts';
import { firstIdOf, timeOf } from '../../domain/ids.ts';
import { type InboxEntry, placeOf, type ReadMark, type Stretch, unreadOf } from '../../domain/inbox.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Message, Profile } from '../../domain/message.ts';
import type { Note, OperatorAction } from '../../domain/operator-action.ts';
import { type Stretched, standOf } from '../../domain/said.ts';
import type { Turn } from '../../domain/turn.ts';
import type {
  AdmittedMessage,
  ClientList,
  Closing,
  Conversations,
  HistoryItem,
  HistoryPage,
  Inbox,
  Listed,
  ListedClient,
  Outbox,
  Parked,
  Reply,
  SaidByDay,
  SaidIds,
  Settled,
  StuckSignal,
  Take,
  TimelineItem,
  TimelinePage,
  TurnChange,
  Written,
} from '../../ports.ts';
import { historyOf, type StoredEntry, stretchedOf, timelineOf } from '../history.ts';
import { lastOf, newHead } from '../new-head.ts';
import { copy } from './copy.ts';

interface Partition {
  head?: Head;
  profile?: Profile;
  told_at?: number;
  /** Messages, turns and attempts by sort key. */
  entries: Map<string, StoredEntry>;
  /** What operators have read. */
  read: Map<string, ReadMark>;
}

/** Conversations and their outboxes in memory, with the same conditions as in the table. */
export class MemoryConversations implements Conversations, Outbox, Inbox, SaidByDay, ClientList {
  readonly #partitions = new Map<string, Partition>();
  readonly dead: DeadDelivery[] = [];
  readonly stuck: StuckSignal[] = [];

  async head(id: string): Promise<Head | undefined> {
    return copy(this.#partition(id).head);
  }

  async profile(id: string): Promise<Profile | undefined> {
    return copy(this.#partition(id).profile);
  }

  async putProfile(id: string, changes: Profile, at: number): Promise<void> {
    const partition = this.#partition(id);
    partition.told_at = at;
    partition.profile = copy({ ...partition.profile, ...changes });
  }

  async admit(seen: Head | undefined, entry: AdmittedMessage): Promise<Written> {
    const partition = this.#partition(entry.conversation_id);
    if (!seen && partition.head) return 'conflict';
    if (!seen) {
      partition.head = newHead(entry);
      return 'written';
    }
    return this.#change(seen.id, (head) => {
      if (!isDeepStrictEqual(head.window, seen.window)) return undefined;
      if (head.status !== seen.status) return undefined;
      if (seen.handler === 'operator' && head.tenure !== seen.tenure) return undefined;
      return {
        window: entry.window,
        last: lastOf(entry),
        channel: entry.channel,
        pending: union(head.pending, [entry.id]),
        epoch: head.epoch + 1,
        heard: head.version + 1,
        ...(seen.status === 'closed' && { status: 'open' as const }),
      };
    });
  }

  /** Every head is in its place as soon as it is written. */
  async enlist(): Promise<void> {}

  async putMessage(message: Message): Promise<'written' | 'known' | 'forgotten'> {
    const there = this.#partition(message.conversation_id).entries.get(message.id);
    if (there) return there.kind === 'forgotten' ? 'forgotten' : 'known';
    this.#putNew(message.conversation_id, message.id, { kind: 'message', message });
    return 'written';
  }

  async restore(message: Message): Promise<Written> {
    const { entries } = this.#partition(message.conversation_id);
    if (entries.get(message.id)?.kind !== 'forgotten') return 'conflict';
    entries.set(message.id, { kind: 'message', message: copy(message) });
    return this.#change(message.conversation_id, (head) => ({
      pending: union(head.pending, [message.id]),
      epoch: head.epoch + 1,
      heard: head.version + 1,
      ...(head.status === 'closed' && { status: 'open' as const }),
    }));
  }

  async messages(conversationId: string, ids: readonly string[]): Promise<Message[]> {
    const { entries } = this.#partition(conversationId);
    return [...ids].sort().flatMap((id) => {
      const entry = entries.get(id);
      return entry?.kind === 'message' ? [copy(entry.message)] : [];
    });
  }

  async burst(
    conversationId: string,
    ids: readonly string[],
  ): Promise<{ messages: Message[]; profile: Profile }> {
    const messages = await this.messages(conversationId, ids);
    return { messages, profile: (await this.profile(conversationId)) ?? {} };
  }

  async draft<Text extends DeskText>(text: Text): Promise<Text> {
    const kept = this.#putNew(text.conversation_id, text.id, { kind: 'text', text });
    return kept.kind === 'text' ? copy(kept.text as Text) : text;
  }

  async text(conversationId: string, id: string): Promise<DeskText | undefined> {
    const entry = this.#partition(conversationId).entries.get(id);
    return entry?.kind === 'text' ? copy(entry.text) : undefined;
  }

  async commitTurn(seen: Head, turn: Turn, { entry, decided }: TurnChange): Promise<Written> {
    return this.#change(seen.id, (head) => {
      if (!isSamePending(head, seen)) return undefined;
      if (head.tenure !== seen.tenure || head.handler !== 'bot') return undefined;
      if (head.sequence !== seen.sequence) return undefined;
      const owed = entry || seen.owed.length >= LIMITS.owedMessages ? [] : turn.answers;
      return {
        ...turn.tallies,
        ...(entry && {
          outbox: { ...head.outbox, [turn.id]: entry },
          sequence: turn.sequence,
          last_due: entry.due,
          greeted: true,
        }),
        scenario: turn.classification.scenario,
        language: turn.language,
        pending: head.pending.filter((id) => !decided.includes(id)),
        owed: union(head.owed, owed),
        follow_up: undefined,
        ...(turn.hand_off && { escalation: turn.escalation, status: 'escalated' as const }),
        ...(turn.hand_off && entry && { acknowledged_at: turn.decided_at }),
      };
    });
  }

  async commitFollowUp(seen: Head, text: FollowUpText, next: FollowUp): Promise<Written> {
    return this.#followUp(seen, (head) => ({
      follow_up: next,
      outbox: { ...head.outbox, [text.id]: entryOf(text) },
      sequence: text.sequence,
      last_due: text.due,
      parted: text.source === 'farewell' ? text.epoch : (seen.parted ?? 0),
    }));
  }

  async moveFollowUp(seen: Head, next: FollowUp): Promise<Written> {
    return this.#followUp(seen, () => ({ follow_up: next }));
  }

  async close(seen: Head): Promise<Written> {
    return this.#followUp(seen, () => ({ status: 'closed', follow_up: undefined }));
  }

  #followUp(seen: Head, change: (head: Head) => Partial<Head>): Promise<Written> {
    return this.#change(seen.id, (head) => {
      if (head.epoch !== seen.epoch || head.tenure !== seen.tenure || head.sequence !== seen.sequence)
        return undefined;
      if (head.handler !== 'bot' || head.status !== 'open' || head.pending.length > 0) return undefined;
      return head.follow_up && isDeepStrictEqual(head.follow_up, seen.follow_up) ? change(head) : undefined;
    });
  }

  async noteArmed(conversationId: string, at: number): Promise<void> {
    const partition = this.#partition(conversationId);
    if (partition.head) partition.head = { ...partition.head, armed: at };
  }

  async forget(conversationId: string, ids: readonly string[]): Promise<string[]> {
    return ids.filter((id) => this.#putNew(conversationId, id, { kind: 'forgotten' }).kind === 'forgotten');
  }

  async dropPending(seen: Head, ids: readonly string[], next?: FollowUp): Promise<Written> {
    return this.#change(seen.id, (head) =>
      isSamePending(head, seen) && head.tenure === seen.tenure
        ? { pending: head.pending.filter((id) => !ids.includes(id)), ...(next && { follow_up: next }) }
        : undefined,
    );
  }

  async take(seen: Head, { operator, at, withdrawn, owed, action }: Take): Promise<Written> {
    return this.#act(seen.id, action, (head) => {
      if (head.tenure !== seen.tenure || head.handler !== seen.handler) return undefined;
      if (head.status !== seen.status || !isDeepStrictEqual(head.outbox, seen.outbox)) return undefined;
      return {
        handler: 'operator',
        assignee: operator,
        operator_at: at,
        tenure: head.tenure + 1,
        outbox: withdrawn.reduce(without, head.outbox),
        owed: union(head.owed, owed),
        follow_up: undefined,
        ...(head.status === 'closed' && { status: 'open' as const }),
      };
    });
  }

  async reply(seen: Head, text: OperatorText, { answered, keys, unlessHeard }: Reply): Promise<Written> {
    return this.#change(seen.id, (head) => {
      if (head.handler !== 'operator' || head.assignee !== text.operator) return undefined;
      if (head.tenure !== seen.tenure || head.sequence !== seen.sequence) return undefined;
      if (unlessHeard && head.epoch !== seen.epoch) return undefined;
      return {
        outbox: { ...head.outbox, [text.id]: entryOf(text) },
        sequence: text.sequence,
        last_due: text.due,
        operator_at: text.decided_at,
        operator_sequence: text.sequence,
        operator_keys: [...keys],
        status: 'open',
        escalation: undefined,
        acknowledged_at: undefined,
        follow_up: undefined,
        parted: undefined,
        pending: head.pending.filter((id) => !answered.includes(id)),
        owed: head.owed.filter((id) => !answered.includes(id)),
      };
    });
  }

  async handBack(seen: Head, next: FollowUp | undefined, action?: OperatorAction): Promise<Written> {
    return this.#act(seen.id, action, (head) => {
      if (head.tenure !== seen.tenure || head.handler !== seen.handler) return undefined;
      if (head.sequence !== seen.sequence || !isDeepStrictEqual(head.outbox, seen.outbox)) return undefined;
      if (!isDeepStrictEqual(head.owed, seen.owed)) return undefined;
      return {
        handler: 'bot',
        status: seen.escalation ? 'escalated' : 'open',
        assignee: undefined,
        tenure: head.tenure + 1,
        pending: union(head.pending, head.owed),
        owed: [],
        unsettled: [],
        unsure: [],
        asked: undefined,
        follow_up: next,
      };
    });
  }

  returnToQueue(seen: Head, item: Escalation): Promise<Written> {
    return this.#toQueue(seen, item);
  }

  release(seen: Head, item: Escalation, action: OperatorAction): Promise<Written> {
    return this.#toQueue(seen, item, action);
  }

  #toQueue(seen: Head, item: Escalation, action?: OperatorAction): Promise<Written> {
    return this.#act(seen.id, action, (head) => {
      if (head.tenure !== seen.tenure || head.handler !== 'operator') return undefined;
      if (head.operator_at !== seen.operator_at) return undefined;
      return {
        handler: 'bot',
        status: 'escalated',
        escalation: item,
        assignee: undefined,
        tenure: head.tenure + 1,
        unsettled: [],
        unsure: [],
        asked: undefined,
      };
    });
  }

  async closeByHand(seen: Head, { withdrawn, read }: Closing, action: OperatorAction): Promise<Written> {
    return this.#act(seen.id, action, (head) => {
      if (head.status !== seen.status || head.epoch !== seen.epoch) return undefined;
      if (head.tenure !== seen.tenure || head.handler !== seen.handler) return undefined;
      if (!isDeepStrictEqual(head.outbox, seen.outbox)) return undefined;
      return {
        handler: 'bot',
        status: 'closed',
        tenure: head.tenure + 1,
        outbox: withdrawn.reduce(without, head.outbox),
        operator_sequence: seen.sequence + 1,
        pending: head.pending.filter((id) => !read.includes(id)),
        owed: [],
        unsettled: [],
        unsure: [],
        assignee: undefined,
        asked: undefined,
        escalation: undefined,
        acknowledged_at: undefined,
        follow_up: undefined,
      };
    });
  }

  async reopen(seen: Head, action: OperatorAction): Promise<Written> {
    return this.#act(seen.id, action, ({ status, tenure }) =>
      status === 'closed' && tenure === seen.tenure ? { status: 'open', follow_up: undefined } : undefined,
    );
  }

  async addNote(note: Note): Promise<Written> {
    const { head, entries } = this.#partition(note.conversation_id);
    if (!head || entries.has(note.id)) return 'conflict';
    entries.set(note.id, { kind: 'note', note: copy(note) });
    return this.#change(head.id, () => ({}));
  }

  async deed(conversationId: string, id: string): Promise<OperatorAction | Note | undefined> {
    const entry = this.#partition(conversationId).entries.get(id);
    if (entry?.kind === 'action') return copy(entry.action);
    return entry?.kind === 'note' ? copy(entry.note) : undefined;
  }

  async #act(
    id: string,
    action: OperatorAction | undefined,
    decide: (head: Head) => Partial<Head> | undefined,
  ): Promise<Written> {
    const { entries } = this.#partition(id);
    if (action && entries.has(action.id)) return 'conflict';
    const written = await this.#change(id, decide);
    if (action && written === 'written') entries.set(action.id, { kind: 'action', action: copy(action) });
    return written;
  }

  async closeChannel(seen: Head, at: number): Promise<void> {
    await this.#change(seen.id, (head) =>
      head.epoch === seen.epoch ? { channel: { ...head.channel, closed_at: at } } : undefined,
    );
  }

  async noteStanding(conversationId: string, closed_at: number | undefined, stood: string): Promise<void> {
    await this.#change(conversationId, ({ channel }) =>
      channel.stood === undefined || channel.stood < stood
        ? { channel: { ...channel, closed_at, stood } }
        : undefined,
    );
  }

  async moveChat(conversationId: string, chatId: string): Promise<void> {
    await this.#change(conversationId, (head) => ({ channel: { ...head.channel, chat_id: chatId } }));
  }

  async markOverdue(seen: Head): Promise<Written> {
    return this.#change(seen.id, (head) => {
      if (!head.escalation || !isDeepStrictEqual(head.escalation, seen.escalation)) return undefined;
      return { escalation: { ...head.escalation, overdue: true } };
    });
  }

  async history(conversationId: string, page: HistoryPage): Promise<HistoryItem[]> {
    const { head, entries } = this.#partition(conversationId);
    const newestFirst = [...entries].sort(([a], [b]) => (a < b ? 1 : -1));
    const older = newestFirst.filter(([key]) => !page.before || key < page.before);
    const items = historyOf(
      head,
      older.map(([, entry]) => entry),
      page,
    );
    return copy(items.slice(0, page.limit));
  }

  async timeline(conversationId: string, page: TimelinePage): Promise<TimelineItem[]> {
    const { head, entries } = this.#partition(conversationId);
    const newestFirst = [...entries].sort(([a], [b]) => (a < b ? 1 : -1));
    const older = newestFirst.filter(([key]) => !page.before || key < page.before);
    const items = timelineOf(
      head,
      older.map(([, entry]) => entry),
    );
    return copy(items.slice(0, page.limit));
  }

  async listed(
    { list, from, to }: Stretch,
    { limit, after = '' }: { limit: number; after?: string | undefined },
  ): Promise<Listed[]> {
    const heads = [...this.#partitions.values()].flatMap(({ head }) => head ?? []);
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
      const { head, profile = {}, entries, read } = this.#partition(id);
      if (!head) return [];
      const last = entries.get(head.last.id);
      const unread = unreadOf(head, read.get(reader));
      return [{ head, profile, last: last?.kind === 'message' ? last.message : undefined, unread }];
    });
    return copy(shown);
  }

  async markRead(conversationId: string, reader: string, mark: ReadMark): Promise<void> {
    const { read } = this.#partition(conversationId);
    if ((read.get(reader)?.epoch ?? 0) < mark.epoch) read.set(reader, copy(mark));
  }

  async onDay(day: string, { from, to }: { from: string; to: string }): Promise<SaidIds> {
    const all = [...this.#partitions.values()].flatMap(({ entries }) => [...entries].filter(isSaid));
    const ids = all.map(([key]) => key).filter((id) => standOf(id).day === day && id >= from && id <= to);
    const newest = ids.toSorted().toReversed();
    return { ids: newest.slice(0, LIMITS.saidAtOnce), more: newest.length > LIMITS.saidAtOnce };
  }

  async stretch(conversationId: string, from: string, to: string): Promise<Stretched & { rows: number }> {
    const until = firstIdOf(timeOf(to) + 2);
    const { entries } = this.#partition(conversationId);
    return stretchedIn([...entries].filter(([key]) => key >= from && key <= until));
  }

  async from(conversationId: string, id: string): Promise<Stretched & { rows: number }> {
    const behind = [...this.#partition(conversationId).entries].filter(([key]) => key >= id);
    return stretchedIn(behind.toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, LIMITS.searchedTurnRows));
  }

  async heads(ids: readonly string[]): Promise<Head[]> {
    return copy(ids.flatMap((id) => this.#partition(id).head ?? []));
  }

  async starting(
    prefix: string,
    { limit, after }: { limit: number; after?: ListedClient | undefined },
  ): Promise<ListedClient[]> {
    const orderOf = ({ client_id, partner }: ListedClient) => `${client_id}#${partner}`;
    return [...this.#partitions.values()]
      .flatMap(({ head }) => head ?? [])
      .filter((head) => head.client_id.startsWith(prefix) && (!after || orderOf(head) > orderOf(after)))
      .toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
      .slice(0, limit)
      .map(({ client_id, partner }) => ({ client_id, partner }));
  }

  async decisionsAfter(conversationId: string, messageId: string): Promise<HistoryItem[]> {
    const { head, entries } = this.#partition(conversationId);
    const after = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).filter(([key]) => key > messageId);
    const rows = after.slice(0, LIMITS.rowsSearched).map(([, entry]) => entry);
    return copy(historyOf(head, rows, { decisionsOnly: true }));
  }

  async claim(seen: Head, textId: string, claim: Claim): Promise<Head | undefined> {
    const known = seen.outbox[textId];
    const result = await this.#change(seen.id, (head) => {
      const entry = head.outbox[textId];
      if (!known || !entry || entry.due !== known.due || entry.claim?.id !== known.claim?.id)
        return undefined;
      if (isBotsOwn(entry.source) && (head.handler !== 'bot' || head.tenure !== known.tenure))
        return undefined;
      if (known.epoch !== undefined && known.epoch !== head.epoch) return undefined;
      return { outbox: { ...head.outbox, [textId]: { ...entry, claim } } };
    });
    return result === 'written' ? this.head(seen.id) : undefined;
  }

  async putAttempt(attempt: Attempt): Promise<Written> {
    const key = `${attempt.text_id}#A${String(attempt.number).padStart(4, '0')}`;
    const { entries } = this.#partition(attempt.conversation_id);
    const there = entries.get(key);
    if (there?.kind === 'attempt' && stands(there.attempt, attempt)) return 'conflict';
    entries.set(key, { kind: 'attempt', attempt: copy(attempt) });
    return 'written';
  }

  async attempts(conversationId: string, textId: string): Promise<Attempt[]> {
    const entries = [...this.#partition(conversationId).entries.values()];
    return entries
      .flatMap((entry) =>
        entry.kind === 'attempt' && entry.attempt.text_id === textId ? [entry.attempt] : [],
      )
      .sort((a, b) => a.number - b.number);
  }

  async settle(
    conversationId: string,
    textId: string,
    claimId: string,
    sequel?: Settled,
  ): Promise<Head | undefined> {
    const settled = await this.#change(conversationId, (head) => {
      if (head.outbox[textId]?.claim?.id !== claimId) return undefined;
      const { follow_up, armed, spoke_at } = sequel ?? {};
      return {
        outbox: without(head.outbox, textId),
        ...(follow_up && { follow_up }),
        ...(armed !== undefined && { armed }),
        ...(spoke_at !== undefined && { spoke_at }),
      };
    });
    return settled === 'written' ? this.head(conversationId) : undefined;
  }

  async park(conversationId: string, textId: string, claimId: string, parked: Parked): Promise<Written> {
    return this.#change(conversationId, (head) => {
      const entry = head.outbox[textId];
      if (entry?.claim?.id !== claimId) return undefined;
      const { claim: _claim, deferral: _deferral, ...rest } = entry;
      const { parts_sent, spoke_at, ...next } = parked;
      const waiting = { ...rest, ...next, ...(parts_sent !== undefined && { parts_sent }) };
      return {
        outbox: { ...head.outbox, [textId]: waiting },
        ...(spoke_at !== undefined && { spoke_at }),
      };
    });
  }

  async cancel(seen: Head, textId: string, unanswered: readonly string[]): Promise<Written> {
    return this.#change(seen.id, (head) => {
      const entry = head.outbox[textId];
      const same = entry && entry.claim?.id === seen.outbox[textId]?.claim?.id;
      if (!same || head.tenure !== seen.tenure || head.epoch !== seen.epoch) return undefined;
      const waiting = head.handler === 'bot' ? 'pending' : 'owed';
      return { outbox: without(head.outbox, textId), [waiting]: union(head[waiting], unanswered) };
    });
  }

  async defer(seen: Head, textId: string, deferral: Deferral): Promise<Written> {
    const known = seen.outbox[textId];
    return this.#change(seen.id, (head) => {
      const entry = head.outbox[textId];
      if (!known || !entry || entry.due !== known.due || entry.claim?.id !== known.claim?.id)
        return undefined;
      const { claim: _claim, ...rest } = entry;
      return { outbox: { ...head.outbox, [textId]: { ...rest, deferral } } };
    });
  }

  async undefer(conversationId: string, textId: string, endpointId: string): Promise<Written> {
    return this.#change(conversationId, (head) => {
      const { deferral, ...rest } = head.outbox[textId] ?? {};
      if (deferral?.endpoint_id !== endpointId) return undefined;
      return { outbox: { ...head.outbox, [textId]: rest as OutboxEntry } };
    });
  }

  async bury(dead: DeadDelivery, claimId: string, spokeAt?: number): Promise<Written> {
    const sequel = { spoke_at: spokeAt };
    if (!(await this.settle(dead.conversation_id, dead.text_id, claimId, sequel))) return 'conflict';
    this.dead.push(structuredClone(dead));
    return 'written';
  }

  async revive(dead: DeadDelivery, entry: OutboxEntry): Promise<Written> {
    const at = this.dead.findIndex((it) => it.text_id === dead.text_id && it.died_at === dead.died_at);
    if (at < 0) return 'conflict';
    const written = await this.#change(dead.conversation_id, (head) =>
      head.outbox[dead.text_id] ? undefined : { outbox: { ...head.outbox, [dead.text_id]: entry } },
    );
    if (written === 'written') this.dead.splice(at, 1);
    return written;
  }

  async putStuck(stuck: StuckSignal): Promise<void> {
    this.stuck.push(stuck);
  }

  /** All rows of a conversation by their places, as the table has them. */
  rowsOf(id: string): ClientRecord[] {
    const { head, profile, told_at, entries, read } = this.#partition(id);
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
    const partition = this.#partition(id);
    if (place === 'HEAD') delete partition.head;
    else if (place === 'PROFILE') delete partition.profile;
    else if (place.startsWith('M#')) partition.entries.delete(place.slice('M#'.length));
    else partition.read.delete(place.slice('READ#'.length));
  }

  #partition(id: string): Partition {
    const known = this.#partitions.get(id);
    if (known) return known;
    const fresh: Partition = { entries: new Map(), read: new Map() };
    this.#partitions.set(id, fresh);
    return fresh;
  }

  #putNew(conversationId: string, key: string, entry: StoredEntry): StoredEntry {
    const { entries } = this.#partition(conversationId);
    const kept = entries.get(key) ?? copy(entry);
    entries.set(key, kept);
    return kept;
  }

  async #change(id: string, decide: (head: Head) => Partial<Head> | undefined): Promise<Written> {
    const partition = this.#partition(id);
    const change = partition.head && decide(partition.head);
    if (!partition.head || !change) return 'conflict';
    partition.head = copy({ ...partition.head, ...change, version: partition.head.version + 1 });
    return 'written';
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
  return entry.kind === 'message' || entry.kind === 'forgotten' || entry.kind === 'action';
}

/** The epoch too: a row that comes back after it was forgotten changes nothing else if its id is still pending. */
function isSamePending(head: Head, seen: Head): boolean {
  return head.epoch === seen.epoch && isDeepStrictEqual(head.pending, seen.pending);
}

function union(ids: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...ids, ...more])].sort();
}

function without(outbox: Record<string, OutboxEntry>, textId: string): Record<string, OutboxEntry> {
  const { [textId]: _gone, ...rest } = outbox;
  return rest;
}

/** Is it of a later claim, or the word of somebody else on the same one? */
function stands(there: Attempt, attempt: Attempt): boolean {
  const later = (there.claim_until ?? 0) - (attempt.claim_until ?? 0);
  return (
    later > 0 || (later === 0 && there.claim_id === attempt.claim_id && there.outcome !== attempt.outcome)
  );
}
