import type { SettingsBody } from '../../shared/contracts/partners-responses.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import type { OperatorDoor } from './operator-route.ts';

/** `GET /api/admin/settings`: what the deployment has set, and only another deployment changes. */
export async function getSettings({ settings }: OperatorDoor): Promise<HttpResponse> {
  return json(200, settings satisfies SettingsBody);
}
