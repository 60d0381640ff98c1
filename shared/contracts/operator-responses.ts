import * as z from 'zod/mini';
import type { EndpointState } from '../domain/endpoint.ts';
import type { JobState } from '../domain/job.ts';
import { JobId } from './job-signal.ts';
import { EndpointId } from './operator-api.ts';
import { KeyId, MessageId, meanings } from './partner-responses.ts';

/** What the operators' API answers. Functions import the types alone. */

export const JOB_STATES: Record<JobState, string> = {
  running: 'a step is under way or planned',
  cancelling: 'it ends with what is planned already, 25 texts at most',
  done: 'nothing is left',
  cancelled: 'an operator ended it',
  stopped: 'its endpoint was disabled again',
};

export const ENDPOINT_STATES: Record<EndpointState['name'], string> = {
  fresh: 'nothing was delivered to it lately',
  closed: 'it answers; everything goes through',
  open: 'it failed five times in a row; one probe at a time',
  ramping: 'it recovered; 1, 2, 4, 8 sends at a time',
  disabled: 'nothing is sent until an operator enables it; texts are held for 30 days',
};

const Instant = z.iso.datetime();
const Count = z.int().check(z.gte(0));
const Next = z.nullable(z.string());

export const DeadItem = z.object({
  state: z.literal('dead'),
  message_id: MessageId,
  partner: z.string(),
  client_id: z.string(),
  conversation_id: z.string(),
  endpoint_id: z.nullable(EndpointId),
  rule: z.string(),
  attempts: Count,
  unknown: z.boolean(),
  died_at: Instant,
});
export type DeadItem = z.infer<typeof DeadItem>;

export const HeldItem = z.object({
  state: z.literal('held'),
  message_id: MessageId,
  partner: z.string(),
  client_id: z.string(),
  conversation_id: z.string(),
  endpoint_id: EndpointId,
  rule: z.nullable(z.string()),
  held_at: Instant,
  until: Instant,
});
export type HeldItem = z.infer<typeof HeldItem>;

export const DeliveryItem = z.discriminatedUnion('state', [DeadItem, HeldItem]);

/** `GET /api/deliveries`. */
export const DeliveriesPage = z.object({ items: z.array(DeliveryItem), next: Next });
export type DeliveriesPage = z.infer<typeof DeliveriesPage>;

/** `POST /api/deliveries/{message_id}/retry`. */
export const RetryBody = z.object({
  status: z.enum(['scheduled', 'already_scheduled', 'held']),
  message_id: MessageId,
});
export type RetryBody = z.infer<typeof RetryBody>;

/** `POST /api/deliveries/redrive` with `dry_run`. */
export const DryRunBody = z.object({
  matched: Count,
  complete: z.boolean(),
  sample: z.array(DeadItem),
});
export type DryRunBody = z.infer<typeof DryRunBody>;

export const JobBody = z.object({
  id: JobId,
  kind: z.enum(['redrive', 'drain']),
  state: z.enum(meanings(JOB_STATES)),
  filter: z.optional(
    z.object({
      partner: z.optional(z.string()),
      rule: z.optional(z.string()),
      endpoint: z.optional(EndpointId),
      from: z.optional(Instant),
      to: z.optional(Instant),
    }),
  ),
  endpoint_id: z.optional(EndpointId),
  scanned: Count,
  matched: Count,
  replayed: Count,
  skipped: Count,
  failed: Count,
  reached: z.nullable(z.union([Instant, MessageId])),
  started_at: Instant,
  started_by: z.string(),
  ended_at: z.nullable(Instant),
});
export type JobBody = z.infer<typeof JobBody>;

export const EndpointStateBody = z.object({
  name: z.enum(meanings(ENDPOINT_STATES)),
  probe_at: z.optional(Instant),
  allowed: z.optional(Count),
  openings: z.optional(Count),
  at: z.optional(Instant),
  rule: z.optional(z.string()),
  by: z.optional(z.string()),
  reason: z.optional(z.string()),
});
export type EndpointStateBody = z.infer<typeof EndpointStateBody>;

export const HeldCount = z.object({ count: Count, complete: z.boolean() });

export const Reachable = z.object({ yes: z.boolean(), at: Instant });

/** `GET /api/endpoints/{endpoint_id}`. */
export const EndpointBody = z.object({
  id: EndpointId,
  partner: z.string(),
  url: z.string(),
  state: EndpointStateBody,
  failures: Count,
  failing_since: z.nullable(Instant),
  used_at: z.nullable(Instant),
  reachable: z.nullable(Reachable),
  slow_until: z.nullable(Instant),
  not_before: z.nullable(Instant),
  held: z.nullable(HeldCount),
});
export type EndpointBody = z.infer<typeof EndpointBody>;

/** `GET /api/endpoints`. */
export const EndpointsPage = z.object({ items: z.array(EndpointBody), next: Next });
export type EndpointsPage = z.infer<typeof EndpointsPage>;

/** `POST /api/endpoints/{endpoint_id}/enable`. */
export const EnabledBody = z.object({ endpoint: EndpointBody, drain: z.nullable(JobBody) });
export type EnabledBody = z.infer<typeof EnabledBody>;

export const WebhookSecretItem = z.object({
  secret: z.optional(z.string().check(z.regex(/^whsec_[A-Za-z0-9+/]+={0,2}$/))),
  fingerprint: z.string().check(z.regex(/^[0-9a-f]{8}$/)),
  created_at: Instant,
  valid_until: z.nullable(Instant),
});
export type WebhookSecretItem = z.infer<typeof WebhookSecretItem>;

/** `GET /api/admin/partners/{partner_id}/webhook-secrets`. */
export const WebhookSecretsBody = z.object({ partner: z.string(), secrets: z.array(WebhookSecretItem) });
export type WebhookSecretsBody = z.infer<typeof WebhookSecretsBody>;

/** `POST /api/admin/partners/{partner_id}/webhook-secrets/rotate`. */
export const RotationBody = z.extend(WebhookSecretsBody, { rotated: z.boolean() });
export type RotationBody = z.infer<typeof RotationBody>;

/** `GET` and `PUT /api/admin/partners/{partner_id}/webhook-signatures`. */
export const SignaturesBody = z.object({ partner: z.string(), asymmetric: z.boolean() });
export type SignaturesBody = z.infer<typeof SignaturesBody>;

export const WebhookKeyItem = z.object({
  kid: KeyId,
  created_at: Instant,
  signs_from: Instant,
  published_until: z.nullable(Instant),
});
export type WebhookKeyItem = z.infer<typeof WebhookKeyItem>;

/** `GET /api/admin/webhook-keys`. */
export const WebhookKeysBody = z.object({ keys: z.array(WebhookKeyItem) });
export type WebhookKeysBody = z.infer<typeof WebhookKeysBody>;

/** `POST /api/admin/webhook-keys/rotate`. */
export const KeyRotationBody = z.extend(WebhookKeysBody, { rotated: z.boolean() });
export type KeyRotationBody = z.infer<typeof KeyRotationBody>;
