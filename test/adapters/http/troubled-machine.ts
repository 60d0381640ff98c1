import { createSocket } from 'node:dgram';
import { Resolver as NameServers } from 'node:dns/promises';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { Worker } from 'node:worker_threads';
import { createResolver, type Resolver } from '../../../shared/adapters/http/resolver.ts';
import { ending } from './local-servers.ts';

const NO_ANSWER = -1;
/** What a name server may say of a name, as the code in its answer. */
export const ANSWERS = { notFound: 3, noAddress: 0, failure: 2, refused: 5, silence: NO_ANSWER } as const;

/** A resolver that asks a real name server on loopback, which says the same of every name. */
export async function resolverTold(answer: keyof typeof ANSWERS): Promise<Resolver> {
  const server = createSocket('udp4');
  server.on('message', (question, from) => {
    if (ANSWERS[answer] === NO_ANSWER) return;
    const reply = Buffer.from(question);
    reply.writeUInt16BE(0x8180 | ANSWERS[answer], 2);
    server.send(reply, from.port, from.address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  ending(() => void server.close());
  const servers = new NameServers({ timeout: 50, tries: 1 });
  servers.setServers([`127.0.0.1:${server.address().port}`]);
  return createResolver(servers);
}

const DEAF = `
  const { createServer } = require('node:net');
  const { parentPort } = require('node:worker_threads');
  const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30_000));
  });`;

/** A port that somebody listens at and never takes a connection from: its queue is full, the next one waits. */
export async function deafPort(): Promise<number> {
  const worker = new Worker(DEAF, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  const waiting = Array.from({ length: 2 }, () => connect(port, '127.0.0.1'));
  ending(async () => {
    for (const socket of waiting) socket.destroy();
    await worker.terminate();
  });
  await Promise.all(waiting.map((socket) => once(socket, 'connect')));
  return port;
}

/** A port that nobody listens at. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
