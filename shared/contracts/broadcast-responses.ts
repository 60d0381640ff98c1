import * as z from 'zod/mini';
import { BROADCAST_STAGES, BROADCAST_STATES, SKIP_REASONS, type SkipReason } from '../domain/broadcast.ts';
import { BroadcastId } from './broadcast-signal.ts';

/** What operators are told of broadcasts. Functions import the types alone. */

const Instant = z.iso.datetime();
const Maybe = <Schema extends z.ZodMiniType>(schema: Schema) => z.nullable(schema);
const Count = z.int().check(z.gte(0));

export const SkippedBody = z.object(
  Object.fromEntries(SKIP_REASONS.map((reason) => [reason, Count])) as Record<SkipReason, typeof Count>,
);

export const BroadcastProgress = z.object({ found: Count, told: Count, failed: Count, skipped: SkippedBody });

export const BroadcastTextsBody = z.object({ ru: z.string(), en: z.string() });

export const BroadcastAudience = z.object({
  kind: z.enum(['active', 'told']),
  hours: Maybe(Count),
  channels: Maybe(z.array(z.string())),
});

/** One of `GET /api/broadcasts`, and what every change of one answers. */
export const BroadcastBody = z.object({
  id: BroadcastId,
  incident_id: Maybe(z.string()),
  stage: z.enum(BROADCAST_STAGES),
  state: z.enum(BROADCAST_STATES),
  automatic: z.boolean(),
  texts: BroadcastTextsBody,
  audience: BroadcastAudience,
  progress: BroadcastProgress,
  started_by: z.string(),
  started_at: Instant,
  ended_at: Maybe(Instant),
});
export type BroadcastBody = z.infer<typeof BroadcastBody>;

/** `GET /api/broadcasts`: newest first. */
export const BroadcastsPage = z.object({ items: z.array(BroadcastBody), next: Maybe(z.string()) });
export type BroadcastsPage = z.infer<typeof BroadcastsPage>;

/** What a dry run answers. */
export const BroadcastDryRun = z.object({
  clients: Count,
  by_channel: z.record(z.string(), Count),
  skipped: SkippedBody,
  complete: z.boolean(),
});
export type BroadcastDryRun = z.infer<typeof BroadcastDryRun>;
