import { destinationOf, type Head } from '../domain/conversation.ts';
import { endpointUrl } from '../domain/endpoint.ts';
import { conversationId, digestOf, endpointId, jobId, timeOf } from '../domain/ids.ts';
import { type EraseJob, isOver, isSameErase, NOTHING_DONE } from '../domain/job.ts';
import { LIMITS } from '../domain/limits.ts';
import type { ClientRecords, Conversations } from '../ports.ts';
import { wholeSeconds } from './lane-delay.ts';
import { busyJob, readJob, type StartPorts, unknownJob } from './start-job.ts';

export interface StartErasePorts extends StartPorts {
  conversations: Pick<Conversations, 'head'>;
  records: Pick<ClientRecords, 'begin'>;
}

export interface EraseAsked {
  partner: string;
  client_id: string;
  by: string;
  /** Asked for again under the same one, it is the job that was started. */
  key?: string | undefined;
}

/**
 * Begins to erase a client. By the one write that starts the job its conversation is over: what it writes from then on is
 * of a new one, and stays. Asked for anew, it takes what has come since as well.
 * @throws Fault job.busy
 */
export async function startErase(ports: StartErasePorts, asked: EraseAsked): Promise<EraseJob> {
  const conversation = conversationId(asked.partner, asked.client_id);
  const work = digestOf('erase', conversation);
  const key = asked.key === undefined ? undefined : digestOf(asked.key);
  for (let round = 0; round < LIMITS.rounds; round++) {
    const now = ports.clock.business();
    const latest = await ports.jobs.latest(work);
    if (latest && isSameErase(latest, key, now)) return signalled(ports, latest);
    const head = await ports.conversations.head(conversation);
    const job: EraseJob = {
      ...eraseOf(asked, conversation, head),
      id: jobId(now, ports.chance.entropy()),
      work,
      key,
      started_at: now,
      next_at: now,
      until: beginning(head, ports.clock.business()),
    };
    // Sent ahead, for a process that dies once the head is gone: nobody else would find what is left.
    await ports.jobLane.send({ job_id: job.id }, wholeSeconds(LIMITS.eraseFoundAfter));
    if ((await ports.records.begin({ job: latest, head }, job)) === 'conflict') continue;
    const { id: job_id, started_by: by } = job;
    ports.journal.info('client.erase_started', { job_id, conversation_id: conversation, by });
    return signalled(ports, job);
  }
  throw busyJob();
}

/**
 * What stands on the head is older, whatever its door's clock said. What another door is just about to put on the next one
 * may be named for a moment before: that is let alone for as long as it is unanswered.
 */
function beginning(head: Head | undefined, now: number): number {
  const named = head ? [head.last.at, ...head.pending.map(timeOf)] : [];
  return Math.max(now, ...named.map((at) => at + 1));
}

async function signalled({ jobLane }: StartErasePorts, job: EraseJob): Promise<EraseJob> {
  if (!isOver(job)) await jobLane.send({ job_id: job.id });
  return job;
}

function eraseOf({ partner, client_id, by }: EraseAsked, conversation_id: string, head: Head | undefined) {
  return {
    kind: 'erase' as const,
    conversation_id,
    partner,
    client_id,
    started_by: by,
    revision: 1,
    step: 0,
    state: 'running' as const,
    counts: NOTHING_DONE,
    look: 1 as const,
    stage: 'rows' as const,
    texts: Object.keys(head?.outbox ?? {}),
    endpoints: head ? endpointsOf(head) : [],
    erased: head ? 1 : 0,
    batch: [] as [],
  };
}

/** Where its texts went, and where they wait. */
function endpointsOf(head: Head): string[] {
  const to = destinationOf(head);
  const waits = Object.values(head.outbox).flatMap(({ deferral }) => deferral?.endpoint_id ?? []);
  return [...new Set([...(to ? [endpointId(head.partner, endpointUrl(to))] : []), ...waits])];
}

/** @throws Fault job.unknown, also for a job of another kind */
export async function readErase(ports: Pick<StartPorts, 'jobs'>, id: string): Promise<EraseJob> {
  const job = await readJob(ports, id);
  if (job.kind === 'erase') return job;
  throw unknownJob();
}
