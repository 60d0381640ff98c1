import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { splitTarget } from './http-event.ts';
import type { SocketApiWiring } from './wiring.ts';

export interface SocketFacts {
  id: string;
  connectedAt: number;
  sourceIp: string;
  userAgent: string;
}

type EventType = 'CONNECT' | 'DISCONNECT' | 'MESSAGE';

/** A name as API Gateway makes them up. */
export function newConnectionId(): string {
  return `${randomBytes(11).toString('base64url').slice(0, 15)}=`;
}

/** What came over a socket, or became of it, as API Gateway hands it to a function. */
export function socketEvent(
  { stage }: Pick<SocketApiWiring, 'stage'>,
  { id, connectedAt, sourceIp, userAgent }: SocketFacts,
  eventType: EventType,
  more: { body?: string; isBase64Encoded?: boolean; requestContext?: object } = {},
): Record<string, unknown> {
  const now = Date.now();
  const { requestContext, ...rest } = more;
  return {
    requestContext: {
      routeKey: { CONNECT: '$connect', DISCONNECT: '$disconnect', MESSAGE: '$default' }[eventType],
      eventType,
      extendedRequestId: randomBytes(12).toString('base64url'),
      requestId: randomBytes(12).toString('base64url'),
      messageDirection: 'IN',
      stage,
      connectedAt,
      requestTimeEpoch: now,
      connectionId: id,
      domainName: 'localhost',
      apiId: 'local',
      identity: { sourceIp, userAgent },
      ...requestContext,
    },
    isBase64Encoded: false,
    ...rest,
  };
}

/** The handshake's headers and query, which come with `$connect` alone. */
export function handshakeOf(request: IncomingMessage): Record<string, unknown> {
  const { query } = splitTarget(request.url ?? '/');
  const parameters = new URLSearchParams(query);
  const headers = Object.entries(request.headersDistinct);
  return {
    headers: Object.fromEntries(headers.map(([name, values]) => [name, (values ?? []).join(',')])),
    multiValueHeaders: Object.fromEntries(headers),
    ...(parameters.size > 0 && {
      queryStringParameters: Object.fromEntries(parameters),
      multiValueQueryStringParameters: Object.fromEntries(
        [...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]),
      ),
    }),
  };
}
