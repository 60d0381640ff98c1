import * as z from 'zod/mini';

export const JobId = z.string().check(z.regex(/^job_[0-9A-HJKMNP-TV-Z]{20}$/));

/** What travels through the jobs' lane: that a job has work. */
export const JobSignal = z.object({ job_id: JobId, redriven: z.optional(z.boolean()) });
export type JobSignal = z.infer<typeof JobSignal>;
