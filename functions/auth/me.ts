import { ChangePassword } from '../../shared/contracts/sign-in.ts';
import type { MeBody } from '../../shared/contracts/sign-in-responses.ts';
import { Fault } from '../../shared/domain/errors.ts';
import { parseShape, readJson } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { changePassword } from '../../shared/usecases/change-password.ts';
import type { AuthDoor, SignedInRequest } from './routes.ts';
import { meView, signedInAs } from './views.ts';

/** `GET /api/auth/me`: who asks. */
export async function getMe({ operators }: AuthDoor, { staff }: SignedInRequest): Promise<HttpResponse> {
  const operator = await operators.operator(staff.id);
  return json(200, meView(staff, operator) satisfies MeBody);
}

/** `POST /api/auth/password`: another password, a new session, and no other one. */
export async function postPassword(door: AuthDoor, { event, staff }: SignedInRequest): Promise<HttpResponse> {
  if (staff.session === undefined) throw new Fault('auth.forbidden', 'a key has no password: sign in');
  const change = parseShape(ChangePassword, readJson(event));
  return signedInAs(await changePassword(door, { ...change, operator: staff.id }));
}
