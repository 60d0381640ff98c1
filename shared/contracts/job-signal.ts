import * as z from 'zod/mini';
import { IncidentId } from './operator-incidents.ts';

export const JobId = z.string().check(z.regex(/^job_[0-9A-HJKMNP-TV-Z]{20}$/));

/** What travels through the jobs' lane: that a job has work. */
const JobSignal = z.object({ job_id: JobId, redriven: z.optional(z.boolean()) });

/** Or that an incident has. */
const IncidentSignal = z.object({ incident_id: IncidentId, redriven: z.optional(z.boolean()) });
export const JobLaneSignal = z.union([IncidentSignal, JobSignal]);
