import type { ClientRecord, Trace } from '../../domain/client-record.ts';
import type { Head } from '../../domain/conversation.ts';
import type { EraseJob, Job } from '../../domain/job.ts';
import type { ClientRecords, FoundTrace, Jobs, RecordsPage, StuckSignal, Written } from '../../ports.ts';
import type { MemoryAudiences } from './broadcasts.ts';
import type { MemoryConversations } from './conversations.ts';
import { copy } from './copy.ts';
import type { MemoryEndpoints } from './endpoints.ts';
import type { MemoryFeedback } from './feedback.ts';
import type { MemoryIncidentLinks } from './incidents.ts';
import type { MemoryParkedUpdates } from './parked-updates.ts';
import type { MemoryTroubleReports } from './troubles.ts';

/** Where a client may have left something, in memory. */
export interface MemoryPlaces {
  conversations: MemoryConversations;
  jobs: Pick<Jobs, 'start'>;
  endpoints: MemoryEndpoints;
  feedback: MemoryFeedback;
  parked: MemoryParkedUpdates;
  troubles: MemoryTroubleReports;
  links: MemoryIncidentLinks;
  audiences: MemoryAudiences;
}

/** What is kept of one client, in memory. Of all clients there is no list. */
export class MemoryClientRecords implements ClientRecords {
  readonly #places: MemoryPlaces;

  constructor(places: MemoryPlaces) {
    this.#places = places;
  }

  async begin(seen: { job: Job | undefined; head: Head | undefined }, job: EraseJob): Promise<Written> {
    const { conversations, jobs } = this.#places;
    const head = await conversations.head(job.conversation_id);
    if (head?.version !== seen.head?.version) return 'conflict';
    if ((await jobs.start(seen.job, job)) === 'conflict') return 'conflict';
    for (const place of ['HEAD', 'PROFILE']) conversations.removeRow(job.conversation_id, place);
    return 'written';
  }

  async records(conversationId: string, { limit, after = '' }: RecordsPage): Promise<ClientRecord[]> {
    const rows = this.#places.conversations.rowsOf(conversationId);
    return copy(rows.filter(({ place }) => place > after).slice(0, limit));
  }

  async stuck({ limit, after = '' }: RecordsPage): Promise<{ place: string; conversation_id: string }[]> {
    return this.#places.conversations.stuck
      .map((stuck) => ({ place: placeOf(stuck), conversation_id: stuck.conversation_id ?? '' }))
      .filter(({ place }) => place > after)
      .sort((a, b) => (a.place < b.place ? -1 : 1))
      .slice(0, limit);
  }

  async find(traces: readonly Trace[]): Promise<FoundTrace[]> {
    const found = await Promise.all(
      traces.map(async (trace) => ({ kind: trace.kind, trace, value: await this.#valueOf(trace) })),
    );
    return found.flatMap(({ value, ...one }) => (value ? [{ ...one, value }] : []));
  }

  async #valueOf(trace: Trace): Promise<object | undefined> {
    const { conversations, feedback, endpoints } = this.#places;
    if (trace.kind === 'feedback') return feedback.feedback(trace.turn_id);
    if (trace.kind === 'dead') return conversations.dead.find(isDeath(trace));
    if (trace.kind === 'link' || trace.kind === 'told') return this.#places.links.find(trace);
    if (trace.kind !== 'held') return undefined;
    const held = await endpoints.held(trace.endpoint_id, { limit: Number.POSITIVE_INFINITY });
    return held.find(({ text_id }) => text_id === trace.text_id);
  }

  async list(): Promise<void> {}

  async remove(traces: readonly Trace[]): Promise<void> {
    for (const trace of traces) await this.#remove(trace);
  }

  async #remove(trace: Trace): Promise<void> {
    const { conversations, feedback, endpoints, parked } = this.#places;
    switch (trace.kind) {
      case 'record':
        return conversations.removeRow(trace.conversation_id, trace.place);
      case 'feedback':
        feedback.all.delete(trace.turn_id);
        return;
      case 'dead':
        return withoutFirst(conversations.dead, isDeath(trace));
      case 'held':
        return endpoints.release(trace.endpoint_id, trace.text_id);
      case 'endpoint':
        return endpoints.forget(trace.id);
      case 'parked':
        return parked.forget(trace);
      case 'trouble':
        return this.#places.troubles.forget(trace.conversation_id, trace.at);
      case 'link':
      case 'told':
        return this.#places.links.forget(trace);
      case 'audience':
        return this.#places.audiences.forget(trace.broadcast_id, trace.conversation_id);
      case 'stuck':
        return withoutFirst(conversations.stuck, (it) => placeOf(it) === trace.place);
      case 'client':
        return;
    }
  }
}

function isDeath({ died_at, text_id }: { died_at: number; text_id: string }) {
  return (it: { died_at: number; text_id: string }) => it.text_id === text_id && it.died_at === died_at;
}

function placeOf({ at, conversation_id, letter }: StuckSignal): string {
  return `${new Date(at).toISOString()}#${conversation_id ?? letter ?? ''}`;
}

function withoutFirst<Item>(items: Item[], is: (item: Item) => boolean): void {
  const at = items.findIndex(is);
  if (at >= 0) items.splice(at, 1);
}
