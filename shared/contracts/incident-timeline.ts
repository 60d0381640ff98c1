import * as z from 'zod/mini';
import { INCIDENT_DEEDS, INCIDENT_STATES } from '../domain/incident.ts';

/** A line of an incident's timeline. */
export const IncidentTimelineEntry = z.object({
  at: z.iso.datetime(),
  by: z.string(),
  deed: z.enum(INCIDENT_DEEDS),
  state: z.enum(INCIDENT_STATES),
  note: z.nullable(z.string()),
  incident_id: z.nullable(z.string()),
});

/** What whoever comes too late is told of an incident. */
export const CurrentIncidentBody = z.object({
  id: z.string(),
  version: z.int(),
  state: z.enum(INCIDENT_STATES),
  news: z.array(IncidentTimelineEntry),
});
