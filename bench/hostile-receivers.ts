import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import type { Deadlines } from '../shared/adapters/http/exchange.ts';
import { DEADLINES } from '../shared/adapters/http/guarded-client.ts';
import { HOST, httpServer, httpsServer, tcpServer } from '../test/adapters/http/local-servers.ts';
import { bombOf, PACKINGS, type Packing } from './bombs.ts';

/** A receiver that answers to do harm. */
export interface HostileReceiver {
  name: string;
  url: string;
  /** For a public host: the port on loopback that stands in for it. */
  divertedTo?: number;
  /** Other than the deployed ones. */
  deadlines?: Deadlines;
}

const TEN_GB = 10 * 1024 ** 3;
const BLOCK = 64 * 1_024;
const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

/**
 * Starts them all on loopback; `cleanUp` of the local servers ends them.
 * @param secondMs how long a second lasts for the one that drips, and for the deadline it meets
 */
export async function startHostileReceivers(secondMs: number): Promise<HostileReceiver[]> {
  return Promise.all([
    answering('a 302', (_, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1/latest/meta-data/' }).end(),
    ),
    answering('10 GB', offerTenGigabytes),
    raw('10 GB, a byte a chunk', CHUNKED, '1\r\nx\r\n'.repeat(10_000)),
    raw('chunks named at length', CHUNKED, `1;${'a'.repeat(16_000)}\r\nx\r\n`.repeat(4)),
    raw('a chunk size without end', CHUNKED, '0'.repeat(BLOCK)),
    raw('a head without end', 'HTTP/1.1 200 OK\r\n', 'X-Fill: x\r\n'),
    raw('interim heads', '', 'HTTP/1.1 103 Hint\r\nLink: </a>\r\n\r\n'),
    raw('blank lines', '', '\r\n'.repeat(10_000)),
    dripping(secondMs),
    ...PACKINGS.map(bomb),
    untrusted(),
  ]);
}

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

async function answering(name: string, answer: Answer): Promise<HostileReceiver> {
  const { port } = await httpServer((request, response) => void answer(request, response));
  return { name, url: `http://127.0.0.1:${port}/` };
}

/** Writes a beginning and then one thing over and over, until the other side has had enough. */
async function raw(name: string, beginning: string, over: string): Promise<HostileReceiver> {
  const { port } = await tcpServer((socket) => {
    socket.write(beginning);
    pour(socket, Buffer.from(over.repeat(Math.ceil(BLOCK / over.length))), Number.POSITIVE_INFINITY);
  });
  return { name, url: `http://127.0.0.1:${port}/` };
}

function offerTenGigabytes(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-length': TEN_GB });
  pour(response, Buffer.alloc(BLOCK, 'x'), TEN_GB);
}

function pour(target: Writable, block: Buffer, bytes: number): void {
  let left = bytes;
  const more = (): void => {
    while (left > 0 && !target.destroyed) {
      left -= block.length;
      if (!target.write(block)) return;
    }
  };
  target.on('error', () => undefined);
  target.on('drain', more);
  more();
}

async function dripping(secondMs: number): Promise<HostileReceiver> {
  const receiver = await answering('a byte a second', (_, response) => {
    response.writeHead(200, { 'content-length': TEN_GB });
    const timer = setInterval(() => response.write('.'), secondMs);
    response.on('close', () => clearInterval(timer));
  });
  return { ...receiver, deadlines: { ...DEADLINES, totalMs: (DEADLINES.totalMs / 1_000) * secondMs } };
}

function bomb(packing: Packing): Promise<HostileReceiver> {
  const [encoding] = packing.split(' ');
  const body = bombOf(packing);
  return answering(`a bomb in ${packing}`, (_, response) =>
    response.writeHead(200, { 'content-encoding': encoding }).end(body),
  );
}

async function untrusted(): Promise<HostileReceiver> {
  const { port } = await httpsServer((_, response) => void response.end());
  const url = `https://${HOST}/`;
  return { name: 'a TLS failure', url, divertedTo: port };
}
