import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallCounts } from './call-counts.ts';
import { readBody } from './http-door.ts';
import type { SocketHub } from './socket-hub.ts';

const CONNECTION = /^\/[\w-]+\/@connections\/([^/]+)$/;
const LARGEST_BODY = 1024 * 1024;
const OPERATIONS: Record<string, string> = {
  POST: 'PostToConnection',
  GET: 'GetConnection',
  DELETE: 'DeleteConnection',
};

/** API Gateway's management API: speaks to the sockets of the hub, which may come later than the gateway. */
export function createSocketsGateway(counts: CallCounts, hubOf: () => SocketHub | undefined) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> => {
    const id = decodeURIComponent(CONNECTION.exec(url.pathname)?.[1] ?? '');
    const operation = OPERATIONS[request.method ?? ''];
    if (id === '' || operation === undefined) return false;
    counts.count('apigatewaymanagementapi', operation);
    const body = await readBody(request, LARGEST_BODY);
    answer(response, perform(hubOf(), operation, id, body));
    return true;
  };
}

interface Outcome {
  status: number;
  error?: string;
  body?: object;
}

const GONE: Outcome = { status: 410, error: 'GoneException' };
const TOO_LARGE: Outcome = { status: 413, error: 'PayloadTooLargeException' };

function perform(
  hub: SocketHub | undefined,
  operation: string,
  id: string,
  body: Buffer | undefined,
): Outcome {
  if (!hub) return GONE;
  if (operation === 'DeleteConnection') return hub.end(id) ? { status: 204 } : GONE;
  if (operation === 'GetConnection') return known(hub, id);
  const posted = body ? hub.post(id, body) : 'too_large';
  return { sent: { status: 200 }, gone: GONE, too_large: TOO_LARGE }[posted];
}

function known(hub: SocketHub, id: string): Outcome {
  const info = hub.info(id);
  if (!info) return GONE;
  const { connectedAt, lastActiveAt, identity } = info;
  const [since, active] = [connectedAt, lastActiveAt].map((at) => new Date(at).toISOString());
  return { status: 200, body: { connectedAt: since, identity, lastActiveAt: active } };
}

function answer(response: ServerResponse, { status, error, body }: Outcome): void {
  const text = body || error ? JSON.stringify(body ?? { message: error }) : '';
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status !== 204 && { 'content-length': Buffer.byteLength(text) }),
    ...(error !== undefined && { 'x-amzn-errortype': error }),
  });
  response.end(text);
}
