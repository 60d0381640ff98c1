import type { MeBody, SignedInBody } from '../../shared/contracts/sign-in-responses.ts';
import type { Operator, Staff } from '../../shared/domain/operator.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import type { Granted } from '../../shared/usecases/grant-session.ts';
import { refreshCookie } from './cookie.ts';

/** Nobody between us and the browser keeps what opens something. */
export const NOT_KEPT = { 'cache-control': 'no-store' };

/** Somebody who has signed in, with the cookie for the next access token. */
export function signedInAs({ operator, accessToken, expiresInS, refresh }: Granted): HttpResponse {
  const body = {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: expiresInS,
    operator: meView(operator, operator),
  } satisfies SignedInBody;
  return { ...json(200, body, NOT_KEPT), ...(refresh && { cookies: [refreshCookie(refresh)] }) };
}

/** Whoever asks with a key need not be one of the operators. */
export function meView({ id, role }: Staff, operator: Operator | undefined): MeBody {
  return {
    id,
    name: operator?.name ?? id,
    role,
    password_change_required: operator?.must_change ?? false,
  };
}
