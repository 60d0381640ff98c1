import type {
  AuditItem,
  FreshPartnerKey,
  PartnerItem,
  PartnerKeyItem,
} from '../../shared/contracts/partners-responses.ts';
import type { AuditEntry } from '../../shared/domain/audit.ts';
import type { Partner } from '../../shared/domain/partner.ts';
import type { PartnerKey } from '../../shared/domain/partner-key.ts';
import type { FreshKey } from '../../shared/usecases/manage-partners.ts';

const instant = (at: number): string => new Date(at).toISOString();
const instantIf = (at: number | undefined): string | null => (at === undefined ? null : instant(at));

/** A partner without its secrets. */
export function partnerView(partner: Partner): PartnerItem {
  const { id, name, created_at, created_by = null, disabled_at, asymmetric = false } = partner;
  return {
    id,
    name,
    created_at: instantIf(created_at),
    created_by,
    disabled_at: instantIf(disabled_at),
    asymmetric,
  };
}

/** A key without what it is, and without its hash. */
export function partnerKeyView({ id, label, last_four, scopes, ...made }: PartnerKey): PartnerKeyItem {
  const { created_at, created_by } = made;
  return { id, label, last_four, scopes: [...scopes], created_at: instant(created_at), created_by };
}

export function freshKeyView({ key, secret }: FreshKey): FreshPartnerKey {
  return { ...partnerKeyView(key), key: secret };
}

export function auditView(entry: AuditEntry): AuditItem {
  const { id, at, by, what, outcome, target = null, before, after, request_id } = entry;
  const changed = { before: anyOf(before), after: anyOf(after) };
  return { id, at: instant(at), by, what, target, outcome, ...changed, request_id };
}

const anyOf = (value: object | undefined): AuditItem['before'] =>
  value === undefined ? null : (value as Record<string, unknown>);
