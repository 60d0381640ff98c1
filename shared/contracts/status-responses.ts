import * as z from 'zod/mini';
import { TROUBLE_KINDS } from '../domain/outage/trouble.ts';
import { PUBLIC_STATES } from '../domain/public-status.ts';
import { BothLanguages } from './handbook-responses.ts';

/** What anybody is told of how the service fares. Functions import the types alone. */

const Instant = z.iso.datetime();

/** One incident of `GET /status.json`. */
export const StatusIncident = z.object({
  kinds: z.array(z.enum(TROUBLE_KINDS)),
  state: z.enum(PUBLIC_STATES),
  opened_at: Instant,
  ended_at: z.nullable(Instant),
  text: BothLanguages,
});
export type StatusIncident = z.infer<typeof StatusIncident>;

/** `GET /status.json`. */
export const StatusBody = z.object({
  status: z.enum(['ok', 'incident']),
  at: Instant,
  incidents: z.array(StatusIncident),
  resolved: z.array(StatusIncident),
});
export type StatusBody = z.infer<typeof StatusBody>;
