import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { Throttled } from './function-host.ts';
import { splitTarget, toHttpEvent } from './http-event.ts';
import { GATEWAY_REFUSALS, type HttpAnswer, send, toHttpAnswer } from './http-response.ts';
import { type MatchedRoute, matchRoute } from './http-routes.ts';
import { SOCKET_PATH } from './template-names.ts';
import type { HttpApiWiring } from './wiring.ts';

const BODY_LIMIT = 10 * 1024 * 1024;
const DRAINED_LIMITS = 8;
const PORT_TRIES = 20;

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface Door {
  port: number;
  /** `http://localhost:PORT` */
  url: string;
  /** Answers from now on; what came earlier waits for it. */
  serve(handler: RequestHandler): void;
  /** Takes sockets in at SOCKET_PATH from now on. */
  serveSockets(handler: UpgradeHandler): void;
  close(): Promise<void>;
}

/**
 * Opens a port on the loopback addresses, and on no other.
 * @param port 0 takes any port that is free on both.
 * @throws Error in one sentence, if the port is taken.
 */
export async function openDoor(port: number): Promise<Door> {
  const { promise: handler, resolve: serve } = Promise.withResolvers<RequestHandler>();
  const answer: RequestHandler = (request, response) =>
    void handler.then((handle) => handle(request, response));
  const { promise: upgrader, resolve: serveSockets } = Promise.withResolvers<UpgradeHandler>();
  const upgrade: UpgradeHandler = (...handshake) => void upgrader.then((handle) => handle(...handshake));
  const servers = await listenOnLoopback(port, answer);
  for (const server of servers) server.on('upgrade', upgrade);
  const address = servers[0]?.address() as AddressInfo;
  return {
    port: address.port,
    url: `http://localhost:${address.port}`,
    serve,
    serveSockets,
    async close() {
      await Promise.all(servers.map(closeServer));
    },
  };
}

export interface ApiOptions {
  api: HttpApiWiring;
  invoke(functionArn: string, event: unknown): Promise<unknown>;
  /** Throttles as the API's stage says. */
  limits: boolean;
}

/** Answers requests as the deployed HTTP API would: route, event, function, response, and its own refusals. */
export function createHttpApi({ api, invoke, limits }: ApiOptions): RequestHandler {
  const admits = limits ? throttleOf(api) : () => true;
  const answerFor = async (request: IncomingMessage): Promise<HttpAnswer> => {
    const match = matchRoute(api.routes, request.method ?? 'GET', splitTarget(request.url ?? '/').path);
    if (!match) return GATEWAY_REFUSALS.notFound;
    if (!admits(match.route.routeKey)) return GATEWAY_REFUSALS.throttled;
    const body = await readBody(request, BODY_LIMIT);
    if (!body) return GATEWAY_REFUSALS.tooLarge;
    return invokeRoute(match, toHttpEvent(request, body, match, new Date()), invoke);
  };
  return (request, response) => {
    answerFor(request).then(
      (answer) => send(response, answer),
      // The caller hung up while it was still sending.
      () => response.destroy(),
    );
  };
}

/**
 * The whole body, or nothing if it is over the limit (the rest is read, so that the caller can read the refusal, and dropped).
 * @throws Error if the caller hangs up, or goes on for ever.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    if (size > limit * DRAINED_LIMITS) throw new Error('the body has no end');
  }
  return size > limit ? undefined : Buffer.concat(chunks);
}

async function invokeRoute(
  { route }: MatchedRoute,
  event: unknown,
  invoke: ApiOptions['invoke'],
): Promise<HttpAnswer> {
  const given = new AbortController();
  const late = wait(route.timeoutMs, GATEWAY_REFUSALS.unavailable, { signal: given.signal });
  late.catch(() => undefined);
  const answered = invoke(route.functionArn, event).then(toHttpAnswer, (error: unknown) =>
    error instanceof Throttled ? GATEWAY_REFUSALS.unavailable : GATEWAY_REFUSALS.functionFailed,
  );
  return Promise.race([answered, late]).finally(() => given.abort());
}

/** Whether the stage admits one more on a route; one with a throttle of its own takes nothing from the others'. */
function throttleOf({ routes, throttle }: HttpApiWiring): (routeKey: string) => boolean {
  const common = throttle ? tokenBucket(throttle) : () => true;
  const own = new Map<string, () => boolean>();
  for (const route of routes) if (route.throttle) own.set(route.routeKey, tokenBucket(route.throttle));
  return (routeKey) => (own.get(routeKey) ?? common)();
}

/** Whether one more is admitted now; a token comes back `ratePerS` times a second, up to `burst` of them. */
export function tokenBucket({ ratePerS, burst }: { ratePerS: number; burst: number }): () => boolean {
  let tokens = burst;
  let filledAt = performance.now();
  return () => {
    const now = performance.now();
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * ratePerS);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

async function listenOnLoopback(port: number, answer: RequestHandler): Promise<Server[]> {
  for (let tries = 1; ; tries += 1) {
    const first = await listen(port, '127.0.0.1', answer);
    const { port: chosen } = first.address() as AddressInfo;
    try {
      return [first, await listen(chosen, '::1', answer)];
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      // A machine without IPv6 has no ::1 to listen on.
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return [first];
      await closeServer(first);
      if (port !== 0 || tries === PORT_TRIES) throw error;
    }
  }
}

function listen(port: number, host: string, answer: RequestHandler): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ keepAliveTimeout: 65_000, shouldUpgradeCallback: isForSockets }, answer);
    server.once('error', (error: NodeJS.ErrnoException) => reject(portProblem(error, port)));
    server.listen(port, host, () => resolve(server));
  });
}

/** Whoever wants to speak anything else than WebSocket is answered in plain HTTP, as if it had not asked. */
function isForSockets({ url = '/', headers }: IncomingMessage): boolean {
  return splitTarget(url).path === SOCKET_PATH && headers.upgrade?.toLowerCase() === 'websocket';
}

function portProblem(error: NodeJS.ErrnoException, port: number): Error {
  const sentence: Record<string, string> = {
    EADDRINUSE: `Port ${port} is in use: stop what listens there, or choose another with --port.`,
    EACCES: `Port ${port} needs more rights than this user has: choose one above 1023 with --port.`,
  };
  const message = sentence[error.code ?? ''];
  return message ? Object.assign(new Error(message, { cause: error }), { code: error.code }) : error;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
