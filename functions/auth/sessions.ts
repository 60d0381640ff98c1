import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Login } from '../../shared/contracts/sign-in.ts';
import { network } from '../../shared/edge/caller-rates.ts';
import { parseShape, readJson } from '../../shared/edge/request-body.ts';
import { type HttpResponse, noContent } from '../../shared/edge/responses.ts';
import { refreshSession } from '../../shared/usecases/refresh-session.ts';
import { signIn } from '../../shared/usecases/sign-in.ts';
import { signOut, signOutEverywhere } from '../../shared/usecases/sign-out.ts';
import { checkOrigin, NO_COOKIE, readRefreshCookie } from './cookie.ts';
import type { AuthDoor, SignedInRequest } from './routes.ts';
import { signedInAs } from './views.ts';

/** `POST /api/auth/login`: a name and its password for an access token and a cookie. */
export async function postLogin(door: AuthDoor, event: APIGatewayProxyEventV2): Promise<HttpResponse> {
  checkOrigin(event, door.publicUrl);
  const credentials = parseShape(Login, readJson(event));
  const address = network(event.requestContext.http.sourceIp);
  return signedInAs(await signIn(door, { ...credentials, address }));
}

/** `POST /api/auth/refresh`: the cookie for another one, and a fresh access token. */
export async function postRefresh(door: AuthDoor, event: APIGatewayProxyEventV2): Promise<HttpResponse> {
  checkOrigin(event, door.publicUrl);
  return signedInAs(await refreshSession(door, readRefreshCookie(event)));
}

/** `POST /api/auth/logout`: ends the session of this browser. */
export async function postLogout(door: AuthDoor, event: APIGatewayProxyEventV2): Promise<HttpResponse> {
  checkOrigin(event, door.publicUrl);
  await signOut(door, readRefreshCookie(event));
  return { ...noContent(), cookies: [NO_COOKIE] };
}

/** `POST /api/auth/logout-everywhere`: ends every session of whoever asks. */
export async function postLogoutEverywhere(
  door: AuthDoor,
  { staff }: SignedInRequest,
): Promise<HttpResponse> {
  await signOutEverywhere(door, staff.id, staff.id);
  return { ...noContent(), cookies: [NO_COOKIE] };
}
