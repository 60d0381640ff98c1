import type { ClientRecord, Trace } from '../../domain/client-record.ts';
import type { Head } from '../../domain/conversation.ts';
import { shardOf } from '../../domain/ids.ts';
import type { EraseJob, Job } from '../../domain/job.ts';
import { LIMITS } from '../../domain/limits.ts';
import { minuteOf } from '../../domain/outage/places.ts';
import { TROUBLE_KINDS } from '../../domain/outage/trouble.ts';
import type {
  ClientRecords,
  FoundTrace,
  ListedClient,
  RecordsPage,
  StuckSignal,
  Written,
} from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { memberKey } from './audience-store.ts';
import { clientKey, clientRow } from './client-store.ts';
import { startOf } from './job-store.ts';
import { asEntry, toHead, toProfile } from './rows.ts';
import type { Key, Row, Table } from './table.ts';

/** What is kept of one client: its conversation's partition, and rows elsewhere whose keys that tells. */
export class DynamoClientRecords implements ClientRecords {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async begin(
    { job: latest, head }: { job: Job | undefined; head: Head | undefined },
    job: EraseJob,
  ): Promise<Written> {
    const key = keys.head(job.conversation_id);
    const begun = await this.#table.all([
      ...startOf(latest, job),
      head
        ? { remove: key, condition: 'version = :version', values: { ':version': head.version } }
        : { remove: key, condition: 'attribute_not_exists(pk)' },
      { remove: keys.profile(job.conversation_id) },
    ]);
    return begun ? 'written' : 'conflict';
  }

  async records(conversationId: string, { limit, after }: RecordsPage): Promise<ClientRecord[]> {
    const { pk } = keys.conversation(conversationId);
    const rows = await this.#table.partition({ pk, after }, limit);
    return rows.map(recordOf);
  }

  async stuck({ limit, after }: RecordsPage): Promise<{ place: string; conversation_id: string }[]> {
    const { pk } = keys.allStuck();
    const rows = await this.#table.partition({ pk, after }, limit);
    return rows.map((row) => ({
      place: String(row['sk']),
      conversation_id: (row['stuck'] as StuckSignal | undefined)?.conversation_id ?? '',
    }));
  }

  async find(traces: readonly Trace[]): Promise<FoundTrace[]> {
    const asked = new Map(
      traces.flatMap((trace) => keysOf(trace).map((key) => [nameOf(key), { trace, key }])),
    );
    const rows = await this.#table.getMany([...asked.values()].map(({ key }) => key));
    return rows.flatMap((row) => {
      const trace = asked.get(nameOf(row))?.trace;
      const value = trace && row[trace.kind];
      return trace && typeof value === 'object' && value !== null ? [{ kind: trace.kind, trace, value }] : [];
    });
  }

  async list(client: ListedClient): Promise<void> {
    await this.#table.put(clientRow(client));
  }

  async remove(traces: readonly Trace[]): Promise<void> {
    await Promise.all(traces.flatMap(keysOf).map((key) => this.#table.remove(key)));
  }
}

function recordOf(row: Row): ClientRecord {
  const place = String(row['sk']);
  if (place === 'HEAD') return { place, kind: 'head', head: toHead(row) };
  if (place === 'PROFILE')
    return { place, kind: 'profile', profile: toProfile(row), told_at: row['told_at'] as number | undefined };
  if (place.startsWith('READ#'))
    return { place, kind: 'read', operator: place.slice('READ#'.length), epoch: Number(row['epoch']) };
  const entry = asEntry(row);
  switch (entry.kind) {
    case 'message':
      return { place, kind: 'message', message: entry.message };
    case 'text':
      return { place, kind: 'text', text: entry.text };
    case 'attempt':
      return { place, kind: 'attempt', attempt: entry.attempt };
    case 'note':
      return { place, kind: 'note', note: entry.note };
    case 'action':
      return { place, kind: 'action', action: entry.action };
    case 'forgotten':
      return { place, kind: 'forgotten' };
    default:
      return { place, kind: 'other', row };
  }
}

function keysOf(trace: Trace): Key[] {
  switch (trace.kind) {
    case 'record':
      return [{ ...keys.conversation(trace.conversation_id), sk: trace.place }];
    case 'feedback':
      return [keys.feedback(trace.turn_id)];
    case 'dead':
      return [keys.dead(trace.died_at, trace.text_id)];
    case 'held':
      return [keys.held(trace.endpoint_id, trace.text_id)];
    case 'endpoint':
      return [keys.endpointListed(trace.partner, trace.id), keys.endpoint(trace.id)];
    case 'client':
      return [clientKey(trace)];
    case 'parked':
      return [keys.parked(trace)];
    case 'trouble':
      return troubleKeys(trace);
    case 'link':
      return [keys.incidentLink(trace.incident_id, incidentShard(trace), trace.conversation_id)];
    case 'told':
      return [keys.told(trace.incident_id, trace.stage, incidentShard(trace), trace.conversation_id)];
    case 'audience':
      return [memberKey(trace.broadcast_id, trace.conversation_id)];
    case 'stuck':
      return [{ ...keys.allStuck(), sk: trace.place }];
  }
}

/** Which kind of trouble was reported, only the report itself tells: it is one of these. */
function troubleKeys({ conversation_id, at }: Extract<Trace, { kind: 'trouble' }>): Key[] {
  const shard = shardOf(conversation_id, LIMITS.troubleShards);
  return TROUBLE_KINDS.map((kind) => keys.troubleReport(minuteOf(at), shard, kind, conversation_id));
}

function incidentShard({ conversation_id }: { conversation_id: string }): number {
  return shardOf(conversation_id, LIMITS.incidentShards);
}

function nameOf({ pk, sk }: Row | Key): string {
  return `${pk}\n${sk}`;
}
