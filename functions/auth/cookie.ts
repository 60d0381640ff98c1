import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Fault } from '../../shared/domain/errors.ts';
import { VIEWED_HOST } from '../../shared/edge/distribution.ts';
import type { Granted } from '../../shared/usecases/grant-session.ts';

const NAME = 'firstline_refresh';
/** Scripts cannot read it, no other site can make a browser send it, and it goes to this door alone. */
const ATTRIBUTES = 'Path=/api/auth; HttpOnly; Secure; SameSite=Strict';

export function refreshCookie({ token, maxAgeS }: NonNullable<Granted['refresh']>): string {
  return `${NAME}=${token}; Max-Age=${maxAgeS}; ${ATTRIBUTES}`;
}

export const NO_COOKIE = `${NAME}=; Max-Age=0; ${ATTRIBUTES}`;

/** What stands in the cookie, if the browser sent one. */
export function readRefreshCookie({ cookies = [] }: APIGatewayProxyEventV2): string | undefined {
  const mine = cookies.find((cookie) => cookie.startsWith(`${NAME}=`));
  return mine?.slice(NAME.length + 1);
}

/**
 * A browser says with every POST which site's page asks, and one that says another is refused: that page could ask in a
 * person's name, or sign a person in as somebody else. Who says nothing is no browser, and cannot be made to send a cookie
 * by a page; unless it tells of the fetch at all, as browsers do.
 * @throws Fault auth.origin_refused
 */
export function checkOrigin({ headers }: APIGatewayProxyEventV2, publicUrl: string): void {
  const { origin } = headers;
  const silent = origin === undefined && headers['sec-fetch-site'] === undefined;
  if (silent || origin === new URL(publicUrl).origin) return;
  // Through the distribution, the desk is where the browser asked for it.
  const host = headers[VIEWED_HOST];
  if (host !== undefined && origin === `https://${host}`) return;
  throw new Fault('auth.origin_refused', 'the header Origin must be the address of the desk');
}
