import { PutSignatures } from '../../shared/contracts/operator-api.ts';
import type { SignaturesBody } from '../../shared/contracts/operator-responses.ts';
import { parseShape, readJson } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { chooseSignatures } from '../../shared/usecases/choose-signatures.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { idIn, knownPartner } from './path-ids.ts';

/** `GET /api/admin/partners/{partner_id}/webhook-signatures`: which signatures were chosen. */
export async function getSignatures(
  door: OperatorDoor,
  { parameters }: OperatorRequest,
): Promise<HttpResponse> {
  const partner = idIn(parameters, 'partner_id');
  const { asymmetric = false } = knownPartner(await door.signatures.directory.partner(partner));
  return json(200, { partner, asymmetric } satisfies SignaturesBody);
}

/** `PUT /api/admin/partners/{partner_id}/webhook-signatures`: lets webhooks carry a `v1a` signature, or no longer. */
export async function putSignatures(
  door: OperatorDoor,
  { event, parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { asymmetric } = parseShape(PutSignatures, readJson(event));
  const partner = idIn(parameters, 'partner_id');
  knownPartner((await chooseSignatures(door.signatures, partner, asymmetric)) || undefined);
  note({ after: { asymmetric } });
  door.journal.info('webhook_signatures.chosen', { partner, by: staff.id, asymmetric });
  return json(200, { partner, asymmetric } satisfies SignaturesBody);
}
