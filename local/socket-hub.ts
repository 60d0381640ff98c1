import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isObject } from './json-shape.ts';
import { handshakeOf, newConnectionId, type SocketFacts, socketEvent } from './socket-event.ts';
import { createFrameMeter } from './socket-frames.ts';
import type { SocketApiWiring } from './wiring.ts';

/** What API Gateway allows a connection; wall time. */
export const SOCKET_LIMITS = {
  idleMs: 10 * 60_000,
  longestMs: 2 * 3_600_000,
  frameBytes: 32 * 1024,
  messageBytes: 128 * 1024,
};

export interface SocketHubOptions {
  api: SocketApiWiring;
  invoke(functionArn: string, event: unknown): Promise<unknown>;
  /** Whether one more may come in now, by the stage's throttle. */
  admits?: () => boolean;
  limits?: typeof SOCKET_LIMITS;
}

export interface SocketInfo {
  connectedAt: number;
  lastActiveAt: number;
  identity: { sourceIp: string; userAgent: string };
}

/** The open sockets of one WebSocket API: what its door lets in, and what its management API speaks to. */
export interface SocketHub {
  /** Answers a handshake as `$connect` says. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  post(id: string, data: Buffer): 'sent' | 'gone' | 'too_large';
  /** Whether there was one. */
  end(id: string): boolean;
  /** All of them, as API Gateway ends each after two hours. Says how many there were. */
  endAll(): number;
  info(id: string): SocketInfo | undefined;
  close(): void;
}

interface Open extends SocketFacts {
  socket: WebSocket;
  lastActiveAt: number;
  idle: NodeJS.Timeout;
  longest: NodeJS.Timeout;
}

const GOING_AWAY = 1001;
const TOO_LARGE = 1009;

export function createSocketHub({
  api,
  invoke,
  admits = () => true,
  limits = SOCKET_LIMITS,
}: SocketHubOptions): SocketHub {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    perMessageDeflate: false,
  });
  const open = new Map<string, Open>();
  let closed = false;

  const run = (routeKey: string, event: unknown): Promise<unknown> => {
    const route = api.routes.find((one) => one.routeKey === routeKey);
    return route ? invoke(route.functionArn, event) : Promise.resolve({ statusCode: 200 });
  };

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const facts = factsOf(request);
    if (closed || !admits()) return refuse(socket, closed ? 503 : 429);
    const status = await statusOf(
      run('$connect', { ...socketEvent(api, facts, 'CONNECT'), ...handshakeOf(request) }),
    );
    if (status !== 200 || closed) return refuse(socket, status === 200 ? 503 : status);
    // Whoever hung up in the meantime is told of like anybody who leaves.
    if (socket.destroyed) return leave(facts, 1006);
    server.handleUpgrade(request, socket, head, (accepted) => begin(facts, accepted, socket, head));
  }

  function begin(facts: SocketFacts, socket: WebSocket, wire: Duplex, head: Buffer): void {
    const end = (): void => socket.close(GOING_AWAY, 'Going away');
    const one: Open = {
      ...facts,
      socket,
      lastActiveAt: Date.now(),
      idle: setTimeout(end, limits.idleMs).unref(),
      longest: setTimeout(end, limits.longestMs).unref(),
    };
    open.set(facts.id, one);
    const meter = createFrameMeter(limits.frameBytes);
    const measure = (chunk: Buffer): void => {
      if (!meter.take(chunk)) socket.close(TOO_LARGE, 'Frame too large');
    };
    measure(head);
    // Before `ws` makes a message of it.
    wire.prependListener('data', measure);
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer, isBinary) => {
      touch(one);
      if (socket.readyState === socket.OPEN) void receive(one, data, isBinary);
    });
    socket.on('close', (code) => {
      open.delete(facts.id);
      clearTimeout(one.idle);
      clearTimeout(one.longest);
      if (!closed) leave(facts, code);
    });
  }

  /** Messages are not kept in order: each is an invocation of its own. */
  async function receive(one: Open, data: Buffer, isBinary: boolean): Promise<void> {
    if (!admits()) return complain(one, 'Too Many Requests');
    const body = { body: data.toString(isBinary ? 'base64' : 'utf8'), isBase64Encoded: isBinary };
    const failed = await run('$default', socketEvent(api, one, 'MESSAGE', body)).then(
      () => false,
      () => true,
    );
    if (failed) complain(one, 'Internal server error');
  }

  function complain({ id, socket }: Open, message: string): void {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ message, connectionId: id }));
  }

  function leave(facts: SocketFacts, code: number): void {
    const event = socketEvent(api, facts, 'DISCONNECT', {
      requestContext: { disconnectStatusCode: code, disconnectReason: '' },
    });
    // The function host has told it already.
    run('$disconnect', event).catch(() => undefined);
  }

  /** One that is closing is gone to whoever speaks to it. */
  function known(id: string): Open | undefined {
    const one = open.get(id);
    return one?.socket.readyState === one?.socket.OPEN ? one : undefined;
  }

  function touch(one: Open): void {
    one.lastActiveAt = Date.now();
    one.idle.refresh();
  }

  return {
    upgrade,
    post(id, data) {
      const one = known(id);
      if (data.length > limits.messageBytes) return 'too_large';
      if (!one) return 'gone';
      touch(one);
      one.socket.send(data, { binary: false });
      return 'sent';
    },
    end(id) {
      const one = known(id);
      one?.socket.close(GOING_AWAY, 'Connection Closed Normally');
      return one !== undefined;
    },
    endAll() {
      const all = [...open.keys()].flatMap((id) => known(id) ?? []);
      for (const { socket } of all) socket.close(GOING_AWAY, 'Going away');
      return all.length;
    },
    info(id) {
      const one = known(id);
      if (!one) return undefined;
      const { connectedAt, lastActiveAt, sourceIp, userAgent } = one;
      return { connectedAt, lastActiveAt, identity: { sourceIp, userAgent } };
    },
    close() {
      closed = true;
      for (const { socket } of open.values()) socket.terminate();
      server.close();
    },
  };
}

function factsOf(request: IncomingMessage): SocketFacts {
  return {
    id: newConnectionId(),
    connectedAt: Date.now(),
    sourceIp: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    userAgent: request.headers['user-agent'] ?? '',
  };
}

/** What the function says of the handshake; API Gateway's own word if it fails. */
async function statusOf(answered: Promise<unknown>): Promise<number> {
  try {
    const answer = await answered;
    const status = isObject(answer) ? Number(answer['statusCode']) : Number.NaN;
    if (!Number.isInteger(status)) return 502;
    return status >= 200 && status < 300 ? 200 : status;
  } catch {
    return 502;
  }
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
