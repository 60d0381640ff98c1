import type { Job } from '../domain/job.ts';
import type { Written } from './written.ts';

/** Work on many texts. Every read is strongly consistent. */
export interface Jobs {
  job(id: string): Promise<Job | undefined>;
  /** The job that was started last for this work. */
  latest(work: string): Promise<Job | undefined>;
  /** Starts the job as the latest for its work, if that is still the one `seen`: both or neither. */
  start(seen: Job | undefined, job: Job): Promise<Written>;
  /** Keeps `next` under the revision after the one `seen`, if that still stands. */
  save(seen: Job, next: Job): Promise<Written>;
}

/** "This job has work": what travels through the jobs' lane. */
export interface JobSignal {
  job_id: string;
  /** Set if a dead-lettered signal was put back once already. */
  redriven?: boolean | undefined;
}
