import { RotateKeyBody } from '../../shared/contracts/operator-api.ts';
import type { KeyRotationBody, WebhookKeysBody } from '../../shared/contracts/operator-responses.ts';
import { parseShape, readJsonIfAny } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { rotateWebhookKey } from '../../shared/usecases/rotate-webhook-key.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { keysView } from './views.ts';

/** `GET /api/admin/webhook-keys`: the desk's keys that are published now, by their ids. */
export async function getWebhookKeys({ signatures, clock }: OperatorDoor): Promise<HttpResponse> {
  const keys = keysView(await signatures.keys.keys(), clock.business());
  return json(200, { keys } satisfies WebhookKeysBody);
}

/** `POST /api/admin/webhook-keys/rotate`: a new key for the desk; nobody has to be given anything. */
export async function postRotateKey(
  door: OperatorDoor,
  { event, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const leaked = parseShape(RotateKeyBody, readJsonIfAny(event)).leaked ?? false;
  const { rotated, keys } = await rotateWebhookKey(door.signatures, leaked);
  door.journal.info('webhook_key.rotated', { by: staff.id, rotated, leaked, kid: keys[0]?.kid });
  note({ after: { rotated, leaked, kid: keys[0]?.kid } });
  return json(200, { rotated, keys: keysView(keys, door.clock.business()) } satisfies KeyRotationBody);
}
