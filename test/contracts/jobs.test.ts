import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoJobs } from '../../shared/adapters/dynamo/job-store.ts';
import { MemoryJobs } from '../../shared/adapters/memory/jobs.ts';
import { jobId } from '../../shared/domain/ids.ts';
import { type Job, NOTHING_DONE, type RedriveJob } from '../../shared/domain/job.ts';
import type { Jobs } from '../../shared/ports.ts';
import { CONVERSATION, NOW } from '../builders.ts';
import { type RealTable, startRealTable } from './real-table.ts';

let made = 0;

function aJob(over: Partial<RedriveJob> = {}): RedriveJob {
  made += 1;
  return {
    id: jobId(NOW, new Uint8Array(10).fill(made)),
    work: `work-${made}`,
    revision: 1,
    step: 0,
    state: 'running',
    started_at: NOW,
    started_by: 'root',
    next_at: NOW,
    counts: NOTHING_DONE,
    kind: 'redrive',
    filter: { partner: 'demo' },
    until: NOW - 1,
    batch: [],
    ...over,
  };
}

/** What every store of jobs must do, whatever it is made of. */
function describeJobs(make: () => Jobs): void {
  it('starts a job as the latest for its work, and knows it by its id', async () => {
    const jobs = make();
    const job = aJob();
    expect([await jobs.job(job.id), await jobs.latest(job.work)]).toEqual([undefined, undefined]);
    expect(await jobs.start(undefined, job)).toBe('written');
    expect([await jobs.job(job.id), await jobs.latest(job.work)]).toEqual([job, job]);
  });

  it('starts no second one that did not see the first, and keeps nothing of it', async () => {
    const jobs = make();
    const job = aJob();
    await jobs.start(undefined, job);
    const second = aJob({ work: job.work });
    for (const seen of [undefined, aJob({ work: job.work })])
      expect(await jobs.start(seen, second)).toBe('conflict');
    expect([await jobs.job(second.id), await jobs.latest(job.work)]).toEqual([undefined, job]);
  });

  it('starts another one after the one that was seen; both are known', async () => {
    const jobs = make();
    const job = aJob();
    await jobs.start(undefined, job);
    const second = aJob({ work: job.work });
    expect(await jobs.start(job, second)).toBe('written');
    expect([await jobs.job(job.id), await jobs.latest(job.work)]).toEqual([job, second]);
  });

  it('of twenty that start at once lets one', async () => {
    const jobs = make();
    const { work } = aJob();
    const started = await Promise.all(
      Array.from({ length: 20 }, () => jobs.start(undefined, aJob({ work }))),
    );
    expect(started.filter((it) => it === 'written')).toHaveLength(1);
  });

  it('keeps what follows from the revision that was seen, and nothing that follows from an older one', async () => {
    const jobs = make();
    const job = aJob();
    await jobs.start(undefined, job);
    const dead = { conversation_id: CONVERSATION, partner: 'demo', client_id: 'c', text_id: 'msg_1' };
    const batch = [{ ...dead, died_at: NOW, rule: 'http.410', attempts: 3 }];
    const next: Job = { ...job, step: 1, batch, cursor: { died_at: NOW, text_id: 'msg_1' } };
    expect(await jobs.save(job, next)).toBe('written');
    expect(await jobs.job(job.id)).toEqual({ ...next, revision: 2 });
    expect(await jobs.save(job, { ...job, state: 'done' })).toBe('conflict');
    expect(await jobs.save({ ...next, revision: 2 }, { ...next, state: 'done' })).toBe('written');
    expect(await jobs.latest(job.work)).toMatchObject({ state: 'done', revision: 3 });
  });
}

describe('jobs in memory', () => {
  describeJobs(() => new MemoryJobs());
});

describe('jobs in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  describeJobs(() => new DynamoJobs(real.table));
});
