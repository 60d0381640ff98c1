import { isBotId, partnerOfBot } from '../domain/bot.ts';
import {
  type ClientRecord,
  isErased,
  isOfChat,
  mayBeAwaited,
  namesClient,
  neededBy,
  reportsOf,
  type Trace,
  tracesIn,
  tracesOf,
} from '../domain/client-record.ts';
import { destinationOf } from '../domain/conversation.ts';
import { endpointUrl } from '../domain/endpoint.ts';
import { digestOf, endpointId } from '../domain/ids.ts';
import { ERASE_STAGES, type EraseJob, type EraseStage } from '../domain/job.ts';
import { LIMITS } from '../domain/limits.ts';
import type {
  Broadcasts,
  ClientRecords,
  Clock,
  Conversations,
  Endpoints,
  Incidents,
  KeyedRequests,
  ParkedPlace,
  ParkedUpdates,
  ScheduleClock,
  Schedules,
} from '../ports.ts';
import { groupKey } from './accept-update.ts';

export interface ErasePorts {
  conversations: Pick<Conversations, 'head'>;
  records: Pick<ClientRecords, 'records' | 'stuck' | 'find' | 'list' | 'remove'>;
  requests: Pick<KeyedRequests, 'markErased'>;
  endpoints: Pick<Endpoints, 'endpoint' | 'held'>;
  parked: Pick<ParkedUpdates, 'parked'>;
  incidents: Pick<Incidents, 'incidents'>;
  broadcasts: Pick<Broadcasts, 'list'>;
  schedules: Schedules;
  clock: Pick<Clock, 'business'>;
}

/** How far a stage came: a cursor says that there is more of it. */
interface Reached {
  cursor?: string | undefined;
  erased: number;
}

const STAGES: Record<EraseStage, (ports: ErasePorts, job: EraseJob) => Promise<Reached>> = {
  rows: eraseRows,
  parked: eraseParked,
  stuck: eraseStuck,
  incidents: eraseReports,
  broadcasts: eraseAudiences,
  ends: tieEnds,
};

/** Takes away what the job's next step finds, and says what the job is then. Whoever repeats it finds less, or nothing. */
export async function eraseStep(ports: ErasePorts, job: EraseJob): Promise<EraseJob> {
  const { cursor, erased } = await STAGES[job.stage](ports, job);
  const now = ports.clock.business();
  const next = { ...job, step: job.step + 1, cursor, erased: job.erased + erased, next_at: now };
  if (cursor !== undefined) return next;
  const stage = ERASE_STAGES[ERASE_STAGES.indexOf(job.stage) + 1];
  if (stage) return { ...next, stage };
  if (job.look === 1) return { ...next, look: 2, stage: 'rows', next_at: now + LIMITS.eraseLooksAgain };
  return { ...next, state: 'done', ended_at: now, client_id: undefined, texts: [], endpoints: [] };
}

/** The conversation's rows, with what is kept elsewhere because of each: that goes first, since the row alone tells of it. */
async function eraseRows(ports: ErasePorts, job: EraseJob): Promise<Reached> {
  const { conversation_id } = job;
  const limit = LIMITS.erasedAtOnce;
  const found = await ports.records.records(conversation_id, { limit, after: job.cursor });
  // After the rows: a message that has come in since under an old name stands on it already.
  const head = await ports.conversations.head(conversation_id);
  const needed = neededBy(head);
  const gone = found.filter((record) => isErased(record, job, needed));
  await Promise.all(gone.map((record) => eraseBeside(ports, job, record)));
  await eraseEndpoints(ports, job, unique(gone.flatMap(endpointsIn)));
  await ports.records.remove(gone.map(({ place }) => ({ kind: 'record', conversation_id, place })));
  return { cursor: found.length < limit ? undefined : found.at(-1)?.place, erased: gone.length };
}

async function eraseBeside(ports: ErasePorts, job: EraseJob, record: ClientRecord): Promise<void> {
  const now = ports.clock.business();
  await ports.records.remove([...tracesOf(record), ...reportsOf(record, now)]);
  // What was handed in under the key is not answered once more, should it come again.
  if (record.kind === 'message' && record.message.key !== undefined)
    await ports.requests.markErased(job.partner, record.message.key);
  if (record.kind === 'attempt' && mayBeAwaited(record.attempt, now))
    await disarm(ports, 'retry', record.attempt.text_id);
}

function endpointsIn(record: ClientRecord): string[] {
  return record.kind === 'attempt' && record.attempt.endpoint ? [record.attempt.endpoint.id] : [];
}

/** Endpoints that name the client are its own, unless its new conversation leads there, or others' texts wait there. */
async function eraseEndpoints(ports: ErasePorts, job: EraseJob, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const endpoint = await ports.endpoints.endpoint(id);
    if (!endpoint || !namesClient(endpoint.url, job.client_id ?? '')) continue;
    const waiting = await ports.endpoints.held(id, { limit: job.texts.length + 1 });
    if (waiting.some(({ conversation_id }) => conversation_id !== job.conversation_id)) continue;
    if (id === (await endpointNow(ports, job))) continue;
    await ports.records.remove([{ kind: 'endpoint', partner: endpoint.partner, id }]);
  }
}

async function endpointNow({ conversations }: ErasePorts, job: EraseJob): Promise<string | undefined> {
  const head = await conversations.head(job.conversation_id);
  const to = head && destinationOf(head);
  return to === undefined ? undefined : endpointId(job.partner, endpointUrl(to));
}

/** Updates of its chat that nobody understood. Only a bot's clients have any. */
async function eraseParked(ports: ErasePorts, job: EraseJob): Promise<Reached> {
  const bot = botOf(job.partner);
  const { client_id } = job;
  if (bot === undefined || client_id === undefined) return { erased: 0 };
  const before = job.cursor === undefined ? undefined : (JSON.parse(job.cursor) as ParkedPlace);
  const found = await ports.parked.parked({ limit: LIMITS.parkedLookedAt, before });
  const gone = found.filter((it) => it.bot === bot && it.at < job.until && isOfChat(it.body, client_id));
  await ports.records.remove(gone.map(({ at, update }): Trace => ({ kind: 'parked', at, bot, update })));
  const last = found.length < LIMITS.parkedLookedAt ? undefined : found.at(-1);
  const cursor = last && JSON.stringify({ at: last.at, bot: last.bot, update: last.update });
  return { cursor, erased: gone.length };
}

/** The bot whose client this is. */
export function botOf(partner: string): string | undefined {
  const bot = partner.slice(partnerOfBot('').length);
  return isBotId(bot) && partner === partnerOfBot(bot) ? bot : undefined;
}

/** Signals of its conversation that crashed their function. */
async function eraseStuck({ records }: ErasePorts, job: EraseJob): Promise<Reached> {
  const limit = LIMITS.stuckLookedAt;
  const found = await records.stuck({ limit, after: job.cursor });
  const gone = found.filter(({ conversation_id }) => conversation_id === job.conversation_id);
  await records.remove(gone.map(({ place }): Trace => ({ kind: 'stuck', place })));
  return { cursor: found.length < limit ? undefined : found.at(-1)?.place, erased: gone.length };
}

/** That it has reported incidents, or was told of them; not what a conversation that has begun since was told. */
async function eraseReports({ records, incidents }: ErasePorts, job: EraseJob): Promise<Reached> {
  const { conversation_id, cursor: before, until } = job;
  const limit = LIMITS.tellingsLookedAt;
  const page = await incidents.incidents({ limit, before });
  const found = await records.find(page.flatMap(({ id }) => tracesIn(id, conversation_id)));
  const gone = found.filter(({ value }) => (value as { at: number }).at < until).map(({ trace }) => trace);
  await records.remove(gone);
  return { cursor: page.length < limit ? undefined : page.at(-1)?.id, erased: gone.length };
}

/** That broadcasts from before were for it. */
async function eraseAudiences({ records, broadcasts }: ErasePorts, job: EraseJob): Promise<Reached> {
  const { conversation_id, cursor: before, until } = job;
  const limit = LIMITS.tellingsLookedAt;
  const page = await broadcasts.list({ limit, before });
  const older = page.filter(({ at }) => at < until);
  await records.remove(
    older.map(({ id }): Trace => ({ kind: 'audience', broadcast_id: id, conversation_id })),
  );
  return { cursor: page.length < limit ? undefined : page.at(-1)?.id, erased: 0 };
}

/** What waited: held texts, schedules, and where they were to go. */
async function tieEnds(ports: ErasePorts, job: EraseJob): Promise<Reached> {
  const { texts, endpoints, conversation_id } = job;
  await ports.records.remove(
    endpoints.flatMap((endpoint_id) =>
      texts.map((text_id): Trace => ({ kind: 'held', endpoint_id, text_id })),
    ),
  );
  for (const text of texts) await disarm(ports, 'retry', text);
  const wakeUps = await ports.schedules.named('followUp', `${conversation_id}-`);
  // Seen before the head: without one, none of them is of a new conversation. With one, they wake it for nothing.
  if (!(await ports.conversations.head(conversation_id)))
    for (const name of wakeUps) await ports.schedules.disarm('followUp', name);
  await unlist(ports, job);
  await eraseEndpoints(ports, job, endpoints);
  // A group is not greeted anew because the desk has forgotten it.
  if (botOf(job.partner) !== undefined)
    await ports.requests.markErased(job.partner, digestOf(groupKey(job.client_id ?? '')));
  return { erased: 0 };
}

/** Out of the list of all clients, unless it has a conversation again: a door lists it before that begins. */
async function unlist({ conversations, records }: ErasePorts, job: EraseJob): Promise<void> {
  const { partner, client_id = '', conversation_id } = job;
  const client = { partner, client_id };
  if (!(await conversations.head(conversation_id))) await records.remove([{ kind: 'client', ...client }]);
  if (await conversations.head(conversation_id)) await records.list(client);
}

async function disarm({ schedules }: ErasePorts, clock: ScheduleClock, name: string): Promise<void> {
  for (const armed of await schedules.named(clock, `${name}-`)) await schedules.disarm(clock, armed);
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
