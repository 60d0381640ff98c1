import { execFile } from 'node:child_process';
import type { ClientRequestArgs } from 'node:http';
import type { ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { SendErrorClass, SendResult } from '../../../shared/domain/delivery.ts';
import { dispose, ERROR_TABLE } from '../../../shared/domain/disposition.ts';
import { FIRST_ATTEMPT } from '../../builders.ts';
import {
  certificate,
  cleanUp,
  clientFor,
  divertTo,
  HOST,
  httpServer,
  httpsServer,
  post,
  revocations,
  tcpServer,
} from './local-servers.ts';
import { type ANSWERS, closedPort, deafPort, resolverTold } from './troubled-machine.ts';

afterEach(cleanUp);

const run = promisify(execFile);
const trusting = { ca: certificate('self-signed') };
const SHORT = { connectMs: 150, headersMs: 150, totalMs: 150 };
const LONG = 20_000;

/** What no test can bring about for real: it takes a firewall's rule, or a reset in the midst of a TCP handshake. */
type Unproducible = 'connect.denied' | 'connect.reset';

const toPort = (port: number, options: Parameters<typeof clientFor>[0] = {}) =>
  post(clientFor(options), `http://127.0.0.1:${port}/`);
const named = async (answer: keyof typeof ANSWERS) =>
  post(clientFor({ resolve: await resolverTold(answer) }), `https://${HOST}/`);

async function secured(options: ServerOptions, extra: Record<string, unknown> = {}, host = HOST) {
  const server = await httpsServer((_, response) => void response.end(), options);
  return post(clientFor(divertTo(server.port, extra)), `https://${host}/`);
}

async function spoken(onData: (socket: Socket) => unknown): Promise<SendResult> {
  const server = await tcpServer((socket) => void socket.once('data', () => onData(socket)));
  return toPort(server.port);
}

/** A socket that is opened in another way than was asked for. */
function opened(changes: Record<string, unknown>): Promise<SendResult> {
  const divert = (options: ClientRequestArgs): ClientRequestArgs => ({ ...options, ...changes });
  return toPort(9, { divert });
}

async function exhausted(): Promise<SendResult> {
  const server = await httpServer((_, response) => void response.end());
  const probe = fileURLToPath(new URL('exhausted-probe.ts', import.meta.url));
  const args = [process.execPath, probe, `http://127.0.0.1:${server.port}/`];
  const { stdout } = await run('sh', ['-c', 'ulimit -n 64 && exec "$0" "$@"', ...args]);
  return JSON.parse(stdout) as SendResult;
}

async function closed(): Promise<SendResult> {
  const client = clientFor();
  client.close();
  return post(client, 'http://127.0.0.1:9/');
}

async function silentSecured(): Promise<SendResult> {
  const server = await tcpServer((socket) => void socket.resume());
  const deadlines = { connectMs: 1_000, headersMs: LONG, totalMs: LONG };
  return post(clientFor({ ...divertTo(server.port), deadlines }), `https://${HOST}/`);
}

async function unfinished(answer: 'nothing' | 'a head', deadlines: object): Promise<SendResult> {
  const server = await httpServer((_, response) => void (answer === 'a head' && response.flushHeaders()));
  return toPort(server.port, {
    deadlines: { connectMs: LONG, headersMs: LONG, totalMs: LONG, ...deadlines },
  });
}

const PRODUCED: Readonly<Record<Exclude<SendErrorClass, Unproducible>, () => Promise<SendResult>>> = {
  'url.forbidden': () => post(clientFor(), 'http://localhost./'),
  'address.forbidden': () => post(clientFor({ resolve: async () => ['10.0.0.1'] }), `https://${HOST}/`),
  'dns.not_found': () => named('notFound'),
  'dns.no_address': () => named('noAddress'),
  'dns.timeout': () => named('silence'),
  'dns.failure': () => named('failure'),
  'connect.refused': async () => toPort(await closedPort()),
  'connect.timeout': async () => toPort(await deafPort(), { deadlines: SHORT }),
  'connect.unreachable': () => opened({ localAddress: '203.0.113.9' }),
  'connect.failure': () => opened({ path: '/nowhere/socket' }),
  'tls.expired': () => secured({ cert: certificate('expired') }, { ca: certificate('expired') }),
  'tls.not_yet_valid': () =>
    secured({ cert: certificate('not-yet-valid') }, { ca: certificate('not-yet-valid') }),
  'tls.self_signed': () => secured({}),
  'tls.hostname_mismatch': () => secured({}, trusting, 'other.example.com'),
  'tls.untrusted': () => secured({ cert: certificate('unknown-issuer') }),
  'tls.revoked': () => secured({}, { ...trusting, crl: revocations() }),
  'tls.protocol': async () => {
    const server = await httpServer((_, response) => void response.end());
    return post(clientFor(divertTo(server.port)), `https://${HOST}/`);
  },
  'tls.handshake': () => secured({ requestCert: true, rejectUnauthorized: true }, trusting),
  'tls.timeout': silentSecured,
  'tls.reset': async () => {
    const server = await tcpServer((socket) => void socket.once('data', () => socket.end()));
    return post(clientFor(divertTo(server.port)), `https://${HOST}/`);
  },
  'request.invalid': () => post(clientFor(), 'http://127.0.0.1:9/', { 'x-chat-id': 'чат' }),
  'request.reset': () => spoken((socket) => socket.resetAndDestroy()),
  'request.closed': () => spoken((socket) => socket.end()),
  'response.timeout': () => unfinished('nothing', { headersMs: 150 }),
  'response.deadline': () => unfinished('a head', { totalMs: 150 }),
  'response.headers_too_large': () =>
    spoken((socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}`)),
  'response.malformed': () => spoken((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n')),
  'response.aborted': () =>
    spoken((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf')),
  'client.exhausted': exhausted,
  'client.closed': closed,
};

describe('a failure that really happens is of its class and ends in its row:', () => {
  it.each(Object.entries(PRODUCED))('%s', { timeout: LONG }, async (error, happen) => {
    const result = await happen();
    expect(result).toMatchObject({ kind: 'error', error });
    const { rule, next } = dispose(result, FIRST_ATTEMPT);
    expect({ rule, next }).toEqual({
      rule: `error.${error}`,
      next: ERROR_TABLE[error as SendErrorClass].policy === 'dead' ? 'dead' : 'retry',
    });
  });
});

it('at least 25 errors have a name, and all but two of them happen here', () => {
  const names = Object.keys(ERROR_TABLE);
  expect(names.length).toBeGreaterThanOrEqual(25);
  expect(names.filter((name) => !(name in PRODUCED)).sort()).toEqual(['connect.denied', 'connect.reset']);
});
