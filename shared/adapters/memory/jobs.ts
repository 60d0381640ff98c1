import type { Job } from '../../domain/job.ts';
import type { Jobs, Written } from '../../ports.ts';
import { copy } from './copy.ts';

/** Jobs in memory. */
export class MemoryJobs implements Jobs {
  readonly #jobs = new Map<string, Job>();
  readonly #latest = new Map<string, string>();

  async job(id: string): Promise<Job | undefined> {
    return copy(this.#jobs.get(id));
  }

  async latest(work: string): Promise<Job | undefined> {
    return this.job(this.#latest.get(work) ?? '');
  }

  async start(seen: Job | undefined, job: Job): Promise<Written> {
    if (this.#latest.get(job.work) !== seen?.id || this.#jobs.has(job.id)) return 'conflict';
    this.#jobs.set(job.id, copy(job));
    this.#latest.set(job.work, job.id);
    return 'written';
  }

  async save(seen: Job, next: Job): Promise<Written> {
    if (this.#jobs.get(next.id)?.revision !== seen.revision) return 'conflict';
    this.#jobs.set(next.id, copy({ ...next, revision: seen.revision + 1 }));
    return 'written';
  }
}
