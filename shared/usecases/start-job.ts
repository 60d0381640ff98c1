import type { DeadFilter } from '../domain/dead-filter.ts';
import { Fault } from '../domain/errors.ts';
import { digestOf, jobId } from '../domain/ids.ts';
import {
  type DrainJob,
  isOver,
  isRunning,
  isSameRequest,
  type Job,
  lookedAtAnew,
  NOTHING_DONE,
  type RedriveJob,
  type TextJob,
} from '../domain/job.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Chance, Clock, DeadDeliveries, JobSignal, Jobs, Journal, Lane } from '../ports.ts';
import { type Walked, walkDead } from './walk-dead.ts';

export interface StartPorts {
  jobs: Jobs;
  jobLane: Lane<JobSignal>;
  clock: Pick<Clock, 'business'>;
  chance: Pick<Chance, 'entropy'>;
  journal: Journal;
}

/** What a redrive with this filter would replay, oldest death first, as far as it is counted. */
export function countDeaths(
  { dead, clock }: { dead: DeadDeliveries; clock: Pick<Clock, 'business'> },
  filter: DeadFilter,
): Promise<Walked> {
  return walkDead(dead, {
    order: 'oldest',
    filter,
    until: clock.business(),
    wanted: LIMITS.deathsCounted,
    deaths: LIMITS.deathsCounted,
    days: Number.POSITIVE_INFINITY,
  });
}

/** Starts replaying what this filter names, up to now; asked for again, it is the job that is at it. */
export function startRedrive(
  ports: StartPorts,
  asked: { filter: DeadFilter; by: string; key?: string | undefined },
): Promise<TextJob> {
  const { partner = '', rule = '', endpoint = '', from = '', to = '' } = asked.filter;
  const work = digestOf('redrive', partner, rule, endpoint, `${from}`, `${to}`);
  const key = asked.key === undefined ? undefined : digestOf(asked.key);
  const isSame = (latest: Job, now: number) => isSameRequest(latest, key, now);
  return start(ports, isSame, (now): RedriveJob => {
    const until = Math.min(asked.filter.to ?? now, now - 1);
    return {
      ...fresh(ports, { work, key, by: asked.by, now }),
      kind: 'redrive',
      filter: asked.filter,
      until,
    };
  });
}

/**
 * Starts letting texts go that are held for this endpoint. Only a drain that still runs does for another: one that has
 * ended, however lately, may have left what was held since.
 */
export function startDrain(ports: StartPorts, endpoint_id: string, by: string): Promise<TextJob> {
  const work = digestOf('drain', endpoint_id);
  return start(ports, isRunning, (now): DrainJob => {
    return { ...fresh(ports, { work, by, now }), kind: 'drain', endpoint_id };
  });
}

function fresh(
  ports: StartPorts,
  asked: { work: string; key?: string | undefined; by: string; now: number },
) {
  const { work, key, by, now } = asked;
  return {
    id: jobId(now, ports.chance.entropy()),
    work,
    key,
    revision: 1,
    step: 0,
    state: 'running' as const,
    started_at: now,
    started_by: by,
    next_at: now,
    counts: NOTHING_DONE,
    batch: [],
  };
}

/** The job that is at this work, or a new one; its signal goes out in either case, should the first have been lost. */
async function start(
  ports: StartPorts,
  isSame: (latest: Job, now: number) => boolean,
  make: (now: number) => TextJob,
): Promise<TextJob> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const now = ports.clock.business();
    const job = make(now);
    const latest = await ports.jobs.latest(job.work);
    const again = latest && latest.kind !== 'erase' && isSame(latest, now) ? latest : undefined;
    if (again ? !(await touch(ports, again)) : (await ports.jobs.start(latest, job)) !== 'written') continue;
    const started = again ?? job;
    if (!isOver(started)) await ports.jobLane.send({ job_id: started.id });
    if (!again) ports.journal.info('job.started', { job_id: job.id, kind: job.kind, by: job.started_by });
    return started;
  }
  throw busyJob();
}

/** Whoever ends this job at this moment must look once more at what it leaves. */
async function touch({ jobs }: StartPorts, job: TextJob): Promise<boolean> {
  return isOver(job) || (await jobs.save(job, lookedAtAnew(job))) === 'written';
}

/**
 * Lets a job end with what its next step has planned; one that has ended stays as it is.
 * @throws Fault job.unknown, job.busy
 */
export async function cancelJob(ports: StartPorts, id: string, by: string): Promise<TextJob> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const job = await readTextJob(ports, id);
    if (isOver(job)) return job;
    const next: TextJob = { ...job, state: 'cancelling' };
    if ((await ports.jobs.save(job, next)) !== 'written') continue;
    await ports.jobLane.send({ job_id: id });
    ports.journal.info('job.cancelled', { job_id: id, by });
    return next;
  }
  throw busyJob();
}

/** Work on texts, which operators see. @throws Fault job.unknown, also for an erase */
export async function readTextJob(ports: Pick<StartPorts, 'jobs'>, id: string): Promise<TextJob> {
  const job = await readJob(ports, id);
  if (job.kind !== 'erase') return job;
  throw unknownJob();
}

/** @throws Fault job.unknown */
export async function readJob({ jobs }: Pick<StartPorts, 'jobs'>, id: string): Promise<Job> {
  const job = await jobs.job(id);
  if (!job) throw unknownJob();
  return job;
}

export function unknownJob(): Fault {
  return new Fault('job.unknown', 'there is no job with this id; jobs are kept for 90 days');
}

export function busyJob(): Fault {
  return new Fault('job.busy', 'the job changes too fast; try again', { retryAfterS: 1 });
}
