import { Fault } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Partner } from '../domain/partner.ts';
import {
  KEY_ID_BYTES,
  PARTNER_KEY_BYTES,
  type PartnerKey,
  partnerKeyFrom,
  partnerKeyId,
  SCOPES,
  type Scope,
} from '../domain/partner-key.ts';
import { newWebhookSecret } from '../domain/webhook-secret.ts';
import type { Clock, Journal, Partners } from '../ports.ts';

export interface PartnersPorts {
  partners: Partners;
  clock: Pick<Clock, 'business'>;
  secretBytes: (count: number) => Uint8Array;
  /** Fresh random bytes for one webhook secret. */
  secretEntropy: () => Uint8Array;
  /** What is kept of a key. */
  hashKey: (key: string) => string;
  journal: Journal;
}

export interface NewPartner {
  id: string;
  name?: string | undefined;
  by: string;
}

export interface NewKey {
  label?: string | undefined;
  scopes?: readonly Scope[] | undefined;
  by: string;
}

/** A key and what it is in full, which is told this once and kept nowhere. */
export interface FreshKey {
  key: PartnerKey;
  secret: string;
}

/** @throws Fault partner.exists, request.invalid */
export async function addPartner(
  ports: PartnersPorts,
  { id, name, by }: NewPartner,
): Promise<{ partner: Partner; fresh: FreshKey }> {
  const { partners, clock, secretEntropy, journal } = ports;
  if ((await partners.partners()).length >= LIMITS.partners)
    throw refused('id', `cannot be added: the desk has ${LIMITS.partners} partners, and no room for more`);
  const created_at = clock.business();
  const webhook_secrets = [newWebhookSecret(secretEntropy(), created_at)];
  const partner: Partner = { id, name: name ?? id, webhook_secrets, created_at, created_by: by };
  const fresh = freshKey(ports, id, { label: 'first', by });
  if ((await partners.addPartner(partner, fresh.key)) === 'conflict')
    throw new Fault('partner.exists', 'there is a partner with this id already');
  journal.info('partner.added', { partner: id, key: fresh.key.id, by });
  return { partner, fresh };
}

/** @throws Fault partner.unknown */
export async function renamePartner(
  { partners, journal }: PartnersPorts,
  id: string,
  { name, by }: { name: string; by: string },
): Promise<{ before: Partner; partner: Partner }> {
  const before = await knownPartner(partners, id);
  const partner = await partners.renamePartner(id, name);
  if (!partner) throw unknownPartner();
  journal.info('partner.renamed', { partner: id, by });
  return { before, partner };
}

/**
 * Takes everything away that the partner's keys open, within LIMITS.operatorsRememberedWall; or gives it back. What its
 * clients have been told already is still delivered.
 * @throws Fault partner.unknown
 */
export async function switchPartner(
  { partners, clock, journal }: PartnersPorts,
  id: string,
  { enabled, by }: { enabled: boolean; by: string },
): Promise<Partner> {
  const partner = await partners.switchPartner(id, enabled ? undefined : clock.business());
  if (!partner) throw unknownPartner();
  journal.info(enabled ? 'partner.enabled' : 'partner.disabled', { partner: id, by });
  return partner;
}

/** @throws Fault partner.unknown */
export async function keysOfPartner({ partners }: PartnersPorts, id: string): Promise<PartnerKey[]> {
  await knownPartner(partners, id);
  return partners.partnerKeys(id);
}

/** One more key; those that there are go on, so that a partner changes over whenever it likes. @throws Fault partner.unknown, request.invalid */
export async function addPartnerKey(ports: PartnersPorts, id: string, asked: NewKey): Promise<FreshKey> {
  const { partners, journal } = ports;
  await knownPartner(partners, id);
  if ((await partners.partnerKeys(id)).length >= LIMITS.partnerKeys)
    throw refused('label', `cannot be added: a partner has ${LIMITS.partnerKeys} keys at most`);
  const fresh = freshKey(ports, id, asked);
  await partners.addPartnerKey(fresh.key);
  journal.info('partner_key.added', { partner: id, key: fresh.key.id, by: asked.by });
  return fresh;
}

/** @throws Fault partner.unknown, partner_key.unknown */
export async function removePartnerKey(
  { partners, journal }: PartnersPorts,
  id: string,
  { key_id, by }: { key_id: string; by: string },
): Promise<PartnerKey> {
  await knownPartner(partners, id);
  const key = (await partners.partnerKeys(id)).find((one) => one.id === key_id);
  if (!key || !(await partners.removePartnerKey(key)))
    throw new Fault('partner_key.unknown', 'this partner has no key with this id');
  journal.info('partner_key.removed', { partner: id, key: key_id, by });
  return key;
}

function freshKey(
  { clock, secretBytes, hashKey }: PartnersPorts,
  partner: string,
  { label, scopes, by }: NewKey,
): FreshKey {
  const secret = partnerKeyFrom(secretBytes(PARTNER_KEY_BYTES));
  const id = partnerKeyId(secretBytes(KEY_ID_BYTES));
  const key: PartnerKey = {
    id,
    partner,
    label: label ?? id,
    hash: hashKey(secret),
    last_four: secret.slice(-4),
    scopes: scopes ?? SCOPES,
    created_at: clock.business(),
    created_by: by,
  };
  return { key, secret };
}

async function knownPartner(partners: Partners, id: string): Promise<Partner> {
  const partner = await partners.partner(id);
  if (!partner) throw unknownPartner();
  return partner;
}

export function unknownPartner(): Fault {
  return new Fault('partner.unknown', 'there is no partner with this id');
}

function refused(path: string, message: string): Fault {
  return new Fault('request.invalid', 'the request has values that cannot be taken; see errors', {
    issues: [{ path, message }],
  });
}
