import type { AgentOptions, ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type AddressGuard, lookupThrough } from './guarded-lookup.ts';
import { http } from './plain-http.ts';

/** When a socket passed each phase, by the monotonic clock in ms, and where it leads. */
export interface SocketTrace {
  openedAt: number;
  resolvedAt?: number;
  connectedAt?: number;
  /** Connected, and secured where TLS is spoken: requests can be written. */
  readyAt?: number;
  address?: string;
}

export interface AgentSetup {
  guard: AddressGuard;
  /** Monotonic ms. */
  now: () => number;
  /** Rewrites how a socket is opened, after the guard is in place: lets a test stand in for a public host. */
  divert?: ((options: ClientRequestArgs) => ClientRequestArgs) | undefined;
}

export interface GuardedAgent {
  agent: HttpAgent;
  /** Closes what has idled too long to be trusted, also when no timer could run because the process was frozen. */
  dropStale(): void;
}

/** Idle time after which a socket is not used again, ms: below the 5 s after which many servers close it. */
const IDLE_MS = 4_000;
/** Idle sockets at a time, over all origins. */
const MAX_IDLE = 64;

const POOL: AgentOptions = {
  keepAlive: true,
  maxSockets: 64,
  maxFreeSockets: 8,
  timeout: IDLE_MS,
  scheduling: 'lifo',
};
const TLS = { rejectUnauthorized: true, minVersion: 'TLSv1.2', maxCachedSessions: 256 } as const;

const traces = new WeakMap<Duplex, SocketTrace>();

/** What is known of a socket that a guarded agent opened. */
export function traceOf(socket: Duplex): SocketTrace | undefined {
  return traces.get(socket);
}

/**
 * A pool of kept-alive sockets whose every address has passed the guard. Over TLS: 1.2 or later, and the certificate is
 * verified whatever the environment says.
 */
export function createGuardedAgent(protocol: 'http:' | 'https:', setup: AgentSetup): GuardedAgent {
  const agent = protocol === 'https:' ? new HttpsAgent({ ...POOL, ...TLS }) : new http.Agent(POOL);
  traceConnections(agent, setup, protocol === 'https:');
  return { agent, dropStale: limitIdling(agent, setup.now) };
}

function traceConnections(agent: HttpAgent, setup: AgentSetup, secured: boolean): void {
  const { guard, now, divert = (options) => options } = setup;
  const open = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const trace: SocketTrace = { openedAt: now() };
    const lookup = lookupThrough(guard, () => {
      trace.resolvedAt = now();
    });
    const socket = open(divert({ ...options, lookup }), callback);
    if (socket instanceof Socket) watchPhases(socket, trace, secured, now);
    return socket;
  };
}

function watchPhases(socket: Socket, trace: SocketTrace, secured: boolean, now: () => number): void {
  traces.set(socket, trace);
  socket.on('connectionAttempt', (address: string) => {
    trace.address = address;
  });
  socket.once('connect', () => {
    trace.connectedAt = now();
    if (!secured) trace.readyAt = trace.connectedAt;
    trace.address = socket.remoteAddress ?? trace.address ?? '';
  });
  socket.once('secureConnect', () => {
    trace.readyAt = now();
  });
}

function limitIdling(agent: HttpAgent, now: () => number): () => void {
  const idleSince = new WeakMap<Duplex, number>();
  const keep: (socket: Duplex) => unknown = agent.keepSocketAlive.bind(agent);
  const idle = () => Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? []);
  agent.keepSocketAlive = (socket) => {
    idleSince.set(socket, now());
    return idle().length < MAX_IDLE && keep(socket) !== false;
  };
  return () => {
    for (const socket of idle()) if (now() - (idleSince.get(socket) ?? 0) >= IDLE_MS) socket.destroy();
  };
}
