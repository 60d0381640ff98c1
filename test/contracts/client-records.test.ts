import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoAudiences } from '../../shared/adapters/dynamo/audience-store.ts';
import { DynamoClientRecords } from '../../shared/adapters/dynamo/client-records.ts';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoEndpoints } from '../../shared/adapters/dynamo/endpoint-store.ts';
import { DynamoFeedback } from '../../shared/adapters/dynamo/feedback-store.ts';
import { DynamoIncidentLinks } from '../../shared/adapters/dynamo/incident-links.ts';
import { DynamoJobs } from '../../shared/adapters/dynamo/job-store.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamo/outbox-store.ts';
import { DynamoTroubleReports } from '../../shared/adapters/dynamo/trouble-store.ts';
import { type Trace, tracesIn } from '../../shared/domain/client-record.ts';
import { conversationId, jobId, messageId } from '../../shared/domain/ids.ts';
import { type EraseJob, NOTHING_DONE } from '../../shared/domain/job.ts';
import type {
  Audiences,
  ClientRecords,
  Conversations,
  Endpoints,
  FeedbackRows,
  IncidentLinks,
  Jobs,
  Outbox,
  ToldClients,
  TroubleReports,
} from '../../shared/ports.ts';
import { aMessage, anAdmission, NOW, PARTNER } from '../builders.ts';
import { ENDPOINT, keptBeside } from '../usecases/deaths.ts';
import { aDesk, FixedClock } from '../usecases/desk.ts';
import { bothStores } from './both-stores.ts';
import { type RealTable, startRealTable } from './real-table.ts';

interface Stores {
  records: ClientRecords;
  conversations: Conversations & Outbox;
  jobs: Jobs;
  endpoints: Endpoints;
  feedback: FeedbackRows;
  troubles: TroubleReports;
  links: IncidentLinks & ToldClients;
  audiences: Audiences;
}

let made = 0;

/** A client of its own for each test, with a message and a profile. */
async function aClient({ conversations }: Stores) {
  made += 1;
  const client_id = `client-${made}`;
  const id = conversationId(PARTNER, client_id);
  const message = aMessage({ conversation_id: id, id: messageId(NOW, id, new Uint8Array(10)) });
  await conversations.admit(undefined, anAdmission({ conversation_id: id, client_id, id: message.id }));
  await conversations.putMessage(message);
  await conversations.putProfile(id, { client_name: 'Анна' }, NOW);
  const job: EraseJob = {
    id: jobId(NOW, new Uint8Array(10).fill(made)),
    work: `erase-${made}`,
    kind: 'erase',
    conversation_id: id,
    partner: PARTNER,
    client_id,
    until: NOW,
    look: 1,
    stage: 'rows',
    texts: [],
    endpoints: [],
    erased: 0,
    batch: [],
    revision: 1,
    step: 0,
    state: 'running',
    started_at: NOW,
    started_by: 'root',
    next_at: NOW,
    counts: NOTHING_DONE,
  };
  return { id, message, job, head: await conversations.head(id) };
}

/** What every store of what is kept of clients must do, whatever it is made of. */
function describeClientRecords(make: () => Stores): void {
  const places = async ({ records }: Stores, id: string, page = { limit: 100 }) =>
    (await records.records(id, page)).map(({ place }) => place);

  it('begins by taking head and profile away, with the job that goes on', async () => {
    const stores = make();
    const { id, job, head, message } = await aClient(stores);
    expect(await places(stores, id)).toEqual(['HEAD', `M#${message.id}`, 'PROFILE']);
    expect(await stores.records.begin({ job: undefined, head }, job)).toBe('written');
    expect(await places(stores, id)).toEqual([`M#${message.id}`]);
    expect([await stores.jobs.job(job.id), await stores.jobs.latest(job.work)]).toEqual([job, job]);
  });

  it('begins nothing if the conversation has changed since it was looked at, or began, or another job was started', async () => {
    const stores = make();
    const { id, job, head } = await aClient(stores);
    const other = { ...job, id: jobId(NOW, new Uint8Array(10).fill(made + 100)) };
    const all = await places(stores, id);
    const refused = [
      { job: undefined, head: head && { ...head, version: 7 } },
      { job: undefined, head: undefined },
      { job: other, head },
    ];
    for (const seen of refused) expect(await stores.records.begin(seen, job)).toBe('conflict');
    expect([await places(stores, id), await stores.jobs.job(job.id)]).toEqual([all, undefined]);
    await stores.records.begin({ job: undefined, head }, job);
    expect(await stores.records.begin({ job, head: undefined }, other)).toBe('written');
  });

  it('shows every row, page by page, as what it is', async () => {
    const stores = make();
    const { id, message } = await aClient(stores);
    await stores.conversations.forget(id, [messageId(NOW + 1, id, new Uint8Array(10))]);
    const one: string[] = [];
    for (let after: string | undefined; ; after = one.at(-1)) {
      const [found] = await stores.records.records(id, { limit: 1, after });
      if (!found) break;
      one.push(found.place);
    }
    expect(one).toEqual(await places(stores, id));
    expect(await stores.records.records(id, { limit: 100 })).toMatchObject([
      { kind: 'head', head: { id, pending: [message.id] } },
      { kind: 'message', message },
      { kind: 'forgotten' },
      { kind: 'profile', profile: { client_name: 'Анна' }, told_at: NOW },
    ]);
  });

  it('finds what is kept elsewhere by what it is named, and takes away what it is told', async () => {
    const stores = make();
    const { id, message } = await aClient(stores);
    const text_id = messageId(NOW + 5, id, new Uint8Array(10));
    const held = { endpoint_id: ENDPOINT.id, conversation_id: id, partner: PARTNER, client_id: 'c', text_id };
    await stores.endpoints.hold({ ...held, held_at: NOW, until: NOW + 1 });
    const said = {
      verdict: 'correct',
      guess: 'GREETING',
      confidence: 1,
      model: 'm',
      by: 'root',
      at: NOW,
    } as const;
    await stores.feedback.put({ turn_id: text_id, conversation_id: id, ...said });
    await stores.endpoints.save(await stores.endpoints.endpoint(ENDPOINT.id), ENDPOINT);
    const beside: Trace[] = [
      { kind: 'held', endpoint_id: ENDPOINT.id, text_id },
      { kind: 'feedback', turn_id: text_id },
      { kind: 'dead', died_at: NOW, text_id },
    ];
    const kinds = async () => (await stores.records.find(beside)).map(({ kind }) => kind).toSorted();
    expect(await kinds()).toEqual(['feedback', 'held']);
    await stores.records.remove([
      ...beside,
      { kind: 'endpoint', partner: ENDPOINT.partner, id: ENDPOINT.id },
      { kind: 'record', conversation_id: id, place: `M#${message.id}` },
    ]);
    expect([await kinds(), await stores.endpoints.endpoint(ENDPOINT.id)]).toEqual([[], undefined]);
    expect(await places(stores, id)).toEqual(['HEAD', 'PROFILE']);
  });

  it('takes away that trouble was reported, and what an incident and a broadcast keep, and nobody else’s', async () => {
    const stores = make();
    const [{ id }, { id: other }] = [await aClient(stores), await aClient(stores)];
    const { troubles, links, audiences, records } = stores;
    const [incident_id, broadcast_id] = [`inc_${made}`, `brd_${made}`];
    const at = NOW + made * 3_600_000;
    for (const conversation_id of [id, other]) {
      await troubles.record({ conversation_id, kinds: ['platform', 'app'], channel: 'partner:demo', at });
      await links.link({ incident_id, conversation_id, at });
      for (const stage of ['notice', 'restore'] as const)
        await links.reserve({ incident_id, stage, conversation_id, at, by: 'answer' });
      await audiences.add(broadcast_id, conversation_id, 1);
    }
    const traces = tracesIn(incident_id, id);
    const found = await records.find(traces);
    expect(found.map(({ kind }) => kind).toSorted()).toEqual(['link', 'told', 'told']);
    expect(found.map(({ trace }) => trace)).toEqual(expect.arrayContaining(traces));
    await records.remove([
      ...traces,
      { kind: 'trouble', conversation_id: id, at: at + 1 },
      { kind: 'audience', broadcast_id, conversation_id: id },
    ]);
    expect(await records.find(traces)).toEqual([]);
    const { reports } = await troubles.between(at, at);
    expect(reports.map(({ conversation_id }) => conversation_id)).toEqual([other]);
    expect(await records.find(tracesIn(incident_id, other))).toHaveLength(3);
    expect((await audiences.page(broadcast_id, { limit: 9 })).items).toEqual([other]);
  });

  it('tells of signals that crashed, and takes one away', async () => {
    const stores = make();
    const { id } = await aClient(stores);
    await stores.conversations.putStuck({ conversation_id: id, lane: 'inbound', at: NOW + made });
    const mine = async () =>
      (await stores.records.stuck({ limit: 100 })).filter(({ conversation_id }) => conversation_id === id);
    const [{ place = '' } = {}] = await mine();
    expect((await stores.records.stuck({ limit: 1, after: place })).map((it) => it.place)).not.toContain(
      place,
    );
    await stores.records.remove([{ kind: 'stuck', place }]);
    expect(await mine()).toEqual([]);
  });
}

describe('what is kept of clients, in memory', () => {
  describeClientRecords(() => {
    const desk = aDesk();
    return { ...desk, ...keptBeside(desk) };
  });
});

describe('what is kept of clients, in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  const stores = (): Stores => ({
    records: new DynamoClientRecords(real.table),
    conversations: bothStores(new DynamoConversations(real.table), new DynamoOutbox(real.table)),
    jobs: new DynamoJobs(real.table),
    endpoints: new DynamoEndpoints(real.table, new FixedClock()),
    feedback: new DynamoFeedback(real.table),
    troubles: new DynamoTroubleReports(real.table),
    links: new DynamoIncidentLinks(real.table),
    audiences: new DynamoAudiences(real.table, new FixedClock()),
  });
  describeClientRecords(stores);

  it('has a client in the list of all clients until it is taken out, and again if it is put in', async () => {
    const { records, conversations } = stores();
    const { job } = await aClient(stores());
    const client = { partner: PARTNER, client_id: job.client_id ?? '' };
    const listed = async () => {
      const { DynamoClientList } = await import('../../shared/adapters/dynamo/client-store.ts');
      return new DynamoClientList(real.table).starting(client.client_id, { limit: 5 });
    };
    expect(await listed()).toContainEqual(client);
    await records.remove([{ kind: 'client', ...client }]);
    expect(await listed()).not.toContainEqual(client);
    await records.list(client);
    expect(await listed()).toContainEqual(client);
    expect(await conversations.head(job.conversation_id)).toBeDefined();
  });
});
