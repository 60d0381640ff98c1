import type { DeadDelivery } from '../domain/delivery-record.ts';
import { Fault } from '../domain/errors.ts';
import {
  addCounts,
  type EraseJob,
  isOver,
  type Job,
  type JobCounts,
  NOTHING_DONE,
  type TextJob,
} from '../domain/job.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Clock, DeadDeliveries, Endpoints, JobSignal, Jobs, Journal, Lane, Outbox } from '../ports.ts';
import { letGo, planDrain } from './drain-endpoint.ts';
import { type ErasePorts, eraseStep } from './erase-client.ts';
import { wholeSeconds } from './lane-delay.ts';
import { planRedrive, replayDeath } from './redrive-deaths.ts';
import type { ReplayPorts } from './replay-text.ts';

export interface JobPorts
  extends Omit<ReplayPorts, 'outbox'>,
    Omit<ErasePorts, 'endpoints' | 'conversations'> {
  jobs: Jobs;
  jobLane: Lane<JobSignal>;
  dead: DeadDeliveries;
  endpoints: Pick<Endpoints, 'endpoint' | 'held' | 'release'>;
  outbox: Pick<Outbox, 'attempts' | 'revive' | 'undefer'>;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

/** One text's part in a step: what became of it. */
export type Handled = 'replayed' | 'skipped';

/**
 * Takes one step of a job, and signals the next. A repeat after a crash finds the same texts planned and does what is
 * left of them; only the step that is kept is counted, and it alone signals.
 */
export async function workOnJob(ports: JobPorts, { job_id }: JobSignal): Promise<void> {
  const job = await ports.jobs.job(job_id);
  if (!job || isOver(job)) return;
  const early = job.next_at - ports.clock.business();
  if (early > 0) return ports.jobLane.send({ job_id }, wholeSeconds(early));
  const kept =
    job.kind === 'erase' ? await erase(ports, job) : await keep(ports, job, await perform(ports, job));
  if (!kept) return;
  if (!isOver(kept))
    return ports.jobLane.send({ job_id }, wholeSeconds(kept.next_at - ports.clock.business()));
  if (kept.kind === 'erase') return tellErased(ports, kept);
  ports.journal.info('job.ended', { job_id, kind: kept.kind, state: kept.state, ...kept.counts });
}

/** A step of it may be repeated as it is; whoever keeps it goes on. */
async function erase(ports: JobPorts, job: EraseJob): Promise<EraseJob | undefined> {
  const next = await eraseStep(ports, job);
  return (await ports.jobs.save(job, next)) === 'written' ? next : undefined;
}

/** Whose it was says a hash, and nothing else any more. */
function tellErased({ journal }: JobPorts, job: EraseJob): void {
  const { id: job_id, conversation_id, erased, started_by: by } = job;
  journal.info('client.erased', { job_id, conversation_id, erased, by });
}

/** Does what the step before has planned, in its order. */
async function perform(ports: JobPorts, job: TextJob): Promise<JobCounts> {
  let counts = NOTHING_DONE;
  const tasks =
    job.kind === 'redrive'
      ? job.batch.map((dead) => () => insist(ports, job, dead))
      : job.batch.map((text) => () => letGo(ports, job, text));
  for (const task of tasks) counts = addCounts(counts, { ...NOTHING_DONE, [await task()]: 1 });
  return counts;
}

/**
 * A text that fails again and again must not hold up the others. It stays among the dead, or is on its way although
 * nobody heard so: then a signal finds it.
 */
async function insist(ports: JobPorts, job: TextJob, dead: DeadDelivery): Promise<Handled | 'failed'> {
  for (let tries = 1; ; tries++) {
    try {
      return await replayDeath(ports, dead);
    } catch (error) {
      if (tries < LIMITS.jobTries) continue;
      await ports.outbound.send({ conversation_id: dead.conversation_id });
      ports.journal.error('job.text_failed', { job_id: job.id, name: nameOf(error) });
      return 'failed';
    }
  }
}

/** Counts the step and plans the next one, unless somebody else has; who cancels or asks again changes the row, too. */
async function keep(ports: JobPorts, job: TextJob, done: JobCounts): Promise<TextJob | undefined> {
  let seen: Job | undefined = job;
  for (let round = 0; round < LIMITS.rounds; round++) {
    if (seen?.step !== job.step || seen.kind === 'erase' || isOver(seen)) return undefined;
    const next = await nextStep(ports, { ...seen, counts: addCounts(seen.counts, done) });
    if ((await ports.jobs.save(seen, next)) === 'written') return next;
    seen = await ports.jobs.job(job.id);
  }
  throw new Fault('job.busy', 'the job changes too fast');
}

async function nextStep(ports: JobPorts, job: TextJob): Promise<TextJob> {
  const now = ports.clock.business();
  const pause = job.batch.length > 0 ? LIMITS.jobPause : 0;
  const next = { ...job, batch: [], step: job.step + 1, next_at: now + pause };
  if (job.state === 'cancelling') return { ...next, state: 'cancelled', ended_at: now };
  const planned = next.kind === 'redrive' ? await planRedrive(ports, next) : await planDrain(ports, next);
  return isOver(planned) ? { ...planned, ended_at: now } : planned;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
