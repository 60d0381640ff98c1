import { AddPartner, AddPartnerKey, RenamePartner } from '../../shared/contracts/operator-partners.ts';
import type {
  FreshPartnerBody,
  FreshPartnerKey,
  PartnerItem,
  PartnerKeysBody,
  PartnersBody,
} from '../../shared/contracts/partners-responses.ts';
import { parseShape, readJson, readJsonIfAny } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json, noContent } from '../../shared/edge/responses.ts';
import {
  addPartner,
  addPartnerKey,
  keysOfPartner,
  removePartnerKey,
  renamePartner,
  switchPartner,
} from '../../shared/usecases/manage-partners.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { freshKeyView, partnerKeyView, partnerView } from './partner-views.ts';
import { idIn, knownPartner } from './path-ids.ts';

/** A key or a secret that is shown once must not be kept on the way. */
const NOT_KEPT = { 'cache-control': 'no-store' };

/** `GET /api/admin/partners`: by id. */
export async function getPartners({ partners }: OperatorDoor): Promise<HttpResponse> {
  const items = (await partners.partners.partners()).map(partnerView);
  return json(200, { items, next: null } satisfies PartnersBody);
}

/** `POST /api/admin/partners`: one more, with its first key and its first webhook secret in full. */
export async function postPartner(
  { partners }: OperatorDoor,
  { event, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { id, name } = parseShape(AddPartner, readJson(event));
  const { partner, fresh } = await addPartner(partners, { id, name: name ?? undefined, by: staff.id });
  note({ target: id, after: { name: partner.name, key: fresh.key.id } });
  const [secret] = partner.webhook_secrets;
  const body: FreshPartnerBody = {
    ...partnerView(partner),
    first_key: freshKeyView(fresh),
    webhook_secret: secret?.secret ?? '',
  };
  return json(201, body, NOT_KEPT);
}

/** `GET /api/admin/partners/{partner_id}` */
export async function getPartner(
  { partners }: OperatorDoor,
  { parameters }: OperatorRequest,
): Promise<HttpResponse> {
  const partner = knownPartner(await partners.partners.partner(idIn(parameters, 'partner_id')));
  return json(200, partnerView(partner) satisfies PartnerItem);
}

/** `PUT /api/admin/partners/{partner_id}`: another name. */
export async function putPartner(
  { partners }: OperatorDoor,
  { event, parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const id = idIn(parameters, 'partner_id');
  const { name } = parseShape(RenamePartner, readJson(event));
  const { before, partner } = await renamePartner(partners, id, { name, by: staff.id });
  note({ before: { name: before.name }, after: { name: partner.name } });
  return json(200, partnerView(partner) satisfies PartnerItem);
}

/** `POST /api/admin/partners/{partner_id}/disable`: its keys open nothing. */
export async function postDisablePartner(
  { partners }: OperatorDoor,
  { parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const asked = { enabled: false, by: staff.id };
  const partner = await switchPartner(partners, idIn(parameters, 'partner_id'), asked);
  note({ after: { enabled: asked.enabled } });
  return json(200, partnerView(partner) satisfies PartnerItem);
}

/** `POST /api/admin/partners/{partner_id}/enable`: its keys open again what they opened. */
export async function postEnablePartner(
  { partners }: OperatorDoor,
  { parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const asked = { enabled: true, by: staff.id };
  const partner = await switchPartner(partners, idIn(parameters, 'partner_id'), asked);
  note({ after: { enabled: asked.enabled } });
  return json(200, partnerView(partner) satisfies PartnerItem);
}

/** `GET /api/admin/partners/{partner_id}/keys`: none of them in full. */
export async function getPartnerKeys(
  { partners }: OperatorDoor,
  { parameters }: OperatorRequest,
): Promise<HttpResponse> {
  const keys = await keysOfPartner(partners, idIn(parameters, 'partner_id'));
  return json(200, { items: keys.map(partnerKeyView), next: null } satisfies PartnerKeysBody);
}

/** `POST /api/admin/partners/{partner_id}/keys`: one more, in full. */
export async function postPartnerKey(
  { partners }: OperatorDoor,
  { event, parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const id = idIn(parameters, 'partner_id');
  const { label, scopes } = parseShape(AddPartnerKey, readJsonIfAny(event));
  const asked = { label: label ?? undefined, scopes: scopes ?? undefined, by: staff.id };
  const fresh = await addPartnerKey(partners, id, asked);
  note({ after: keyNote(fresh.key) });
  return json(201, freshKeyView(fresh) satisfies FreshPartnerKey, NOT_KEPT);
}

/** `DELETE /api/admin/partners/{partner_id}/keys/{key_id}` */
export async function deletePartnerKey(
  { partners }: OperatorDoor,
  { parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const id = idIn(parameters, 'partner_id');
  const asked = { key_id: parameters['key_id'] ?? '', by: staff.id };
  const key = await removePartnerKey(partners, id, asked);
  note({ target: id, before: keyNote(key) });
  return noContent();
}

/** A key by its id alone: not even its last characters, which an old one and a new one may be told apart by. */
const keyNote = ({
  id,
  label,
  scopes,
}: {
  id: string;
  label: string;
  scopes: readonly string[];
}): object => ({
  id,
  label,
  scopes,
});
