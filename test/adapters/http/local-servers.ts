import { readFileSync } from 'node:fs';
import { type ClientRequestArgs, createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps, type ServerOptions } from 'node:https';
import {
  type AddressInfo,
  createServer as createTcp,
  type LookupFunction,
  type Server,
  type Socket,
} from 'node:net';
import {
  createGuardedClient,
  type GuardedClient,
  type GuardedClientOptions,
} from '../../../shared/adapters/http/guarded-client.ts';

/** The host that the test certificates are for, and a public address to resolve it to. */
export const HOST = 'hooks.example.com';
export const PUBLIC_IP = '93.184.216.34';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
export const certificate = (name: 'self-signed' | 'expired' | 'not-yet-valid' | 'unknown-issuer') =>
  fixture(`${name}.pem`);
/** The list by which the self-signed certificate is revoked. */
export const revocations = () => fixture('revoked.crl.pem');
const KEY = fixture('server-key.pem');

/** A server on a free port of loopback that counts its connections. */
export interface LocalServer {
  port: number;
  connections: () => number;
  sockets: () => readonly Socket[];
}

const cleanups: (() => Promise<void> | void)[] = [];

/** Has this done by the next {@link cleanUp}. */
export function ending(end: () => Promise<void> | void): void {
  cleanups.push(end);
}

/** Ends what this module started; for afterEach. */
export async function cleanUp(): Promise<void> {
  await Promise.all(cleanups.splice(0).map((end) => end()));
}

export const httpServer = (listener: RequestListener) => listening(createHttp(listener));
export const tcpServer = (onSocket: (socket: Socket) => void) => listening(createTcp(onSocket));
export const httpsServer = (listener: RequestListener, options: ServerOptions = {}) =>
  listening(createHttps({ key: KEY, cert: certificate('self-signed'), ...options }, listener));

async function listening(server: Server): Promise<LocalServer> {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => void server.close(() => resolve()));
  });
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => sockets.length,
    sockets: () => sockets,
  };
}

/** A client that is closed after the test; the twin's loopback is allowed unless said otherwise. */
export function clientFor(options: Partial<GuardedClientOptions> = {}): GuardedClient {
  const client = createGuardedClient({
    loopbackAllowed: () => true,
    resolve: async () => [PUBLIC_IP],
    ...options,
  });
  cleanups.push(() => client.close());
  return client;
}

/** What let a socket be opened: the look-up of the guard has to pass, then the socket goes to the local server instead. */
export function divertTo(port: number, extra: Record<string, unknown> = {}) {
  const passed: string[] = [];
  const divert = (options: ClientRequestArgs): ClientRequestArgs => {
    const lookup: LookupFunction = (host, query, callback) =>
      options.lookup?.(host, query, (error, found) => {
        if (error) return callback(error, '');
        passed.push(...[found].flat().map((entry) => (typeof entry === 'string' ? entry : entry.address)));
        callback(null, [{ address: '127.0.0.1', family: 4 }]);
      });
    return { ...options, port, lookup, ...extra };
  };
  return { divert, passed };
}

export const post = (client: GuardedClient, url: string, headers: Record<string, string> = {}) =>
  client.post({
    url,
    headers: { 'content-type': 'application/json', ...headers },
    body: '{"text":"Здравствуйте"}',
  });
