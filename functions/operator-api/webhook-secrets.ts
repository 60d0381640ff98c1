import { RotateBody } from '../../shared/contracts/operator-api.ts';
import type { RotationBody, WebhookSecretsBody } from '../../shared/contracts/operator-responses.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { parseShape, readJsonIfAny } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { type Rotation, rotateWebhookSecret } from '../../shared/usecases/rotate-webhook-secret.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { idIn, knownPartner } from './path-ids.ts';
import { freshSecretView, secretView } from './views.ts';

/** `GET /api/admin/partners/{partner_id}/webhook-secrets`: those that sign now, none of them in full. */
export async function getWebhookSecrets(
  door: OperatorDoor,
  { parameters }: OperatorRequest,
): Promise<HttpResponse> {
  const id = idIn(parameters, 'partner_id');
  const { webhook_secrets } = knownPartner(await door.secrets.directory.partner(id));
  const now = door.clock.business();
  const signing = webhook_secrets.filter(({ valid_until = Number.POSITIVE_INFINITY }) => now < valid_until);
  return json(200, { partner: id, secrets: signing.map(secretView) } satisfies WebhookSecretsBody);
}

/** `POST /api/admin/partners/{partner_id}/webhook-secrets/rotate`: the new one in full, for the partner to be given. */
export async function postRotate(
  door: OperatorDoor,
  { event, parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const asked = parseShape(RotateBody, readJsonIfAny(event));
  const partner = idIn(parameters, 'partner_id');
  const { rotated, secrets } = knownPartner(await rotate(door, partner, asked));
  door.journal.info('webhook_secret.rotated', { partner, by: staff.id, rotated });
  note({ after: { rotated, secrets: secrets.length } });
  const [newest, ...older] = secrets;
  const told = [...(newest ? [freshSecretView(newest)] : []), ...older.map(secretView)];
  return json(200, { partner, rotated, secrets: told } satisfies RotationBody);
}

async function rotate(
  { secrets }: OperatorDoor,
  partner: string,
  { overlap_seconds }: RotateBody,
): Promise<Rotation | undefined> {
  const seconds = overlap_seconds ?? LIMITS.webhookSecretOverlap / 1000;
  return rotateWebhookSecret(secrets, partner, seconds * 1000);
}
