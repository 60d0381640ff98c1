import {
  AddOperator,
  ChangeOperator,
  ResetPassword,
  RotateTokenKey,
} from '../../shared/contracts/operator-people.ts';
import type {
  OperatorItem,
  OperatorsBody,
  OperatorWithPassword,
  TokenKeyRotationBody,
} from '../../shared/contracts/people-responses.ts';
import { parseShape, readJson, readJsonIfAny } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import {
  addOperator,
  changeOperator,
  disableOperator,
  enableOperator,
  resetPassword,
  unknownOperator,
} from '../../shared/usecases/manage-operators.ts';
import { signOutEverywhere } from '../../shared/usecases/sign-out.ts';
import { rotateTokenKey } from '../../shared/usecases/token-keys.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { idIn } from './path-ids.ts';
import { operatorView, tokenKeyView, withPasswordView } from './people-views.ts';

/** A password that is shown once must not be kept on the way. */
const NOT_KEPT = { 'cache-control': 'no-store' };

/** `GET /api/admin/operators`: all people of the desk. */
export async function getOperators({ people }: OperatorDoor): Promise<HttpResponse> {
  const items = (await people.operators.operators()).map((one) => operatorView(one, people.clock.wall()));
  return json(200, { items, next: null } satisfies OperatorsBody);
}

/** `POST /api/admin/operators`: one more of them. */
export async function postOperator(
  { people }: OperatorDoor,
  { event, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { id, role, name, password } = parseShape(AddOperator, readJson(event));
  const asked = { id, role, name: name ?? undefined, password: password ?? undefined, by: staff.id };
  const body = withPasswordView(await addOperator(people, asked), people.clock.wall());
  note({ target: id, after: { name: body.name, role } });
  return json(201, body satisfies OperatorWithPassword, NOT_KEPT);
}

/** `PUT /api/admin/operators/{operator_id}`: another name or role. */
export async function putOperator(
  { people }: OperatorDoor,
  { event, parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const id = idIn(parameters, 'operator_id');
  const { name, role } = parseShape(ChangeOperator, readJson(event));
  const change = { name: name ?? undefined, role: role ?? undefined };
  const { before, operator } = await changeOperator(people, id, change, staff.id);
  note({ before: namedView(before), after: namedView(operator) });
  return json(200, operatorView(operator, people.clock.wall()) satisfies OperatorItem);
}

/** `POST /api/admin/operators/{operator_id}/disable`: no access any more. */
export async function postDisableOperator(
  { people }: OperatorDoor,
  { parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const operator = await disableOperator(people, idIn(parameters, 'operator_id'), staff.id);
  note({ after: { enabled: false } });
  return json(200, operatorView(operator, people.clock.wall()) satisfies OperatorItem);
}

/** `POST /api/admin/operators/{operator_id}/enable`: access again, with the password that there was. */
export async function postEnableOperator(
  { people }: OperatorDoor,
  { parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const operator = await enableOperator(people, idIn(parameters, 'operator_id'), staff.id);
  note({ after: { enabled: true } });
  return json(200, operatorView(operator, people.clock.wall()) satisfies OperatorItem);
}

/** `POST /api/admin/operators/{operator_id}/reset-password`: a password for the first time, again. */
export async function postResetPassword(
  { people }: OperatorDoor,
  { event, parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const id = idIn(parameters, 'operator_id');
  const { password } = parseShape(ResetPassword, readJsonIfAny(event));
  const reset = await resetPassword(people, { id, password: password ?? undefined, by: staff.id });
  const body = withPasswordView(reset, people.clock.wall());
  note({ after: { must_change: true } });
  return json(200, body satisfies OperatorWithPassword, NOT_KEPT);
}

/** `POST /api/admin/operators/{operator_id}/end-sessions`: signed in nowhere any more. */
export async function postEndSessions(
  { people }: OperatorDoor,
  { parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const id = idIn(parameters, 'operator_id');
  const operator = await people.operators.operator(id);
  if (!operator) throw unknownOperator();
  await signOutEverywhere(people, id, staff.id);
  note({ after: { sessions: 0 } });
  const ended = { ...operator, sessions: {} };
  return json(200, operatorView(ended, people.clock.wall()) satisfies OperatorItem);
}

/** `POST /api/admin/token-keys/rotate`: a new key for access tokens. */
export async function postRotateTokenKey(
  { people, journal }: OperatorDoor,
  { event, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const leaked = parseShape(RotateTokenKey, readJsonIfAny(event)).leaked ?? false;
  const { rotated, keys } = await rotateTokenKey(people, leaked);
  journal.info('token_key.rotated', { by: staff.id, rotated, leaked, kid: keys[0]?.kid });
  note({ after: { rotated, leaked, kid: keys[0]?.kid } });
  return json(200, { rotated, keys: keys.map(tokenKeyView) } satisfies TokenKeyRotationBody);
}

const namedView = ({ name, role }: { name: string; role: string }): object => ({ name, role });
