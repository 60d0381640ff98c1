import { createHash, timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** What the distribution says of a request that came through it (lib/console-stack.ts); from anybody else these headers mean nothing. */
const SECRET = 'x-firstline-edge';
const VIEWER = 'x-firstline-viewer';
export const VIEWED_HOST = 'x-firstline-host';

/**
 * The request as its caller made it: through the distribution, the address is the viewer's and `x-firstline-host` the host that
 * was asked; past it, both are API Gateway's own word and nothing that a caller claims.
 */
export function asViewed(event: APIGatewayProxyEventV2, secret: string | undefined): APIGatewayProxyEventV2 {
  const { [SECRET]: shown, [VIEWER]: viewer, [VIEWED_HOST]: host, ...headers } = event.headers;
  if (shown === undefined && viewer === undefined && host === undefined) return event;
  if (!secret || !shown || !viewer || !isSame(shown, secret)) return { ...event, headers };
  const http = { ...event.requestContext.http, sourceIp: viewer };
  return {
    ...event,
    headers: { ...headers, ...(host !== undefined && { [VIEWED_HOST]: host }) },
    requestContext: { ...event.requestContext, http },
  };
}

/** In the same time wherever they differ. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(hashOf(one), hashOf(other));
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
