import type { Job } from '../../domain/job.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Jobs, Written } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { RowChange, RowUpdate, Table } from './table.ts';

/** Jobs, and a pointer to the latest one for each work. */
export class DynamoJobs implements Jobs {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async job(id: string): Promise<Job | undefined> {
    const row = await this.#table.get(keys.job(id));
    return row?.['job'] as Job | undefined;
  }

  async latest(work: string): Promise<Job | undefined> {
    const row = await this.#table.get(keys.latestJob(work));
    return row && this.job(String(row['job_id']));
  }

  async start(seen: Job | undefined, job: Job): Promise<Written> {
    const started = await this.#table.all(startOf(seen, job));
    return started ? 'written' : 'conflict';
  }

  async save(seen: Job, next: Job): Promise<Written> {
    const row = jobRow({ ...next, revision: seen.revision + 1 });
    const kept = await this.#table.replace(row, 'revision = :seen', { ':seen': seen.revision });
    return kept ? 'written' : 'conflict';
  }
}

/** What starts a job, if the latest one is still the one `seen`. */
export function startOf(seen: Job | undefined, job: Job): [RowChange, RowUpdate] {
  // The pointer may outlive the job it points to by as long as expiry takes.
  const condition = seen ? 'job_id = :seen' : 'attribute_not_exists(pk) OR expires_at <= :expired';
  return [
    { put: jobRow(job), condition: 'attribute_not_exists(pk)' },
    {
      key: keys.latestJob(job.work),
      update: 'SET job_id = :id, expires_at = :expires',
      condition,
      names: {},
      values: {
        ':id': job.id,
        ':expires': expiry(job.started_at + LIMITS.jobsKept),
        ...(seen ? { ':seen': seen.id } : { ':expired': expiry(job.started_at) }),
      },
    },
  ];
}

function jobRow(job: Job) {
  return {
    ...keys.job(job.id),
    kind: 'job',
    revision: job.revision,
    job,
    expires_at: expiry(job.started_at + LIMITS.jobsKept),
  };
}
