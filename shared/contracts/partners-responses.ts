import * as z from 'zod/mini';
import { AUDITED } from '../domain/audit.ts';
import { SCOPES } from '../domain/partner-key.ts';

/** What admins are told of partners, their keys, and what was changed of the desk. Functions import the types alone. */

const Instant = z.iso.datetime();

/** `GET` and `PUT /api/admin/partners/{partner_id}`, `/disable` and `/enable`. */
export const PartnerItem = z.object({
  id: z.string(),
  name: z.string(),
  created_at: z.nullable(Instant),
  created_by: z.nullable(z.string()),
  disabled_at: z.nullable(Instant),
  asymmetric: z.boolean(),
});
export type PartnerItem = z.infer<typeof PartnerItem>;

/** `GET /api/admin/partners`. */
export const PartnersBody = z.object({ items: z.array(PartnerItem), next: z.nullable(z.string()) });
export type PartnersBody = z.infer<typeof PartnersBody>;

export const PartnerKeyItem = z.object({
  id: z.string(),
  label: z.string(),
  last_four: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  created_at: Instant,
  created_by: z.string(),
});
export type PartnerKeyItem = z.infer<typeof PartnerKeyItem>;

/** `GET /api/admin/partners/{partner_id}/keys`. */
export const PartnerKeysBody = z.object({ items: z.array(PartnerKeyItem), next: z.nullable(z.string()) });
export type PartnerKeysBody = z.infer<typeof PartnerKeysBody>;

/** `POST /api/admin/partners/{partner_id}/keys`. */
export const FreshPartnerKey = z.object({ ...PartnerKeyItem.shape, key: z.string() });
export type FreshPartnerKey = z.infer<typeof FreshPartnerKey>;

/** `POST /api/admin/partners`. */
export const FreshPartnerBody = z.object({
  ...PartnerItem.shape,
  first_key: FreshPartnerKey,
  webhook_secret: z.string(),
});
export type FreshPartnerBody = z.infer<typeof FreshPartnerBody>;

export const AuditItem = z.object({
  id: z.string(),
  at: Instant,
  by: z.string(),
  what: z.enum(AUDITED),
  target: z.nullable(z.string()),
  outcome: z.enum(['done', 'unknown']),
  before: z.nullable(z.record(z.string(), z.unknown())),
  after: z.nullable(z.record(z.string(), z.unknown())),
  request_id: z.string(),
});
export type AuditItem = z.infer<typeof AuditItem>;

/** `GET /api/admin/audit`. */
export const AuditPage = z.object({ items: z.array(AuditItem), next: z.nullable(z.string()) });
export type AuditPage = z.infer<typeof AuditPage>;

/** `GET /api/admin/settings`. */
export const SettingsBody = z.object({
  stage: z.string(),
  pace: z.string(),
  limits: z.string(),
  public_url: z.string(),
  second_opinion: z.boolean(),
});
export type SettingsBody = z.infer<typeof SettingsBody>;
