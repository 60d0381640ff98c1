import { afterEach, describe, expect, it } from 'vitest';
import type { Resolver } from '../../../shared/adapters/http/resolver.ts';
import {
  certificate,
  cleanUp,
  clientFor,
  divertTo,
  HOST,
  httpServer,
  httpsServer,
  PUBLIC_IP,
  post,
} from './local-servers.ts';

afterEach(cleanUp);

const trusting = { ca: certificate('self-signed') };
const failing =
  (code: string): Resolver =>
  () =>
    Promise.reject(Object.assign(new Error(code), { code }));

/** Anything that opens a socket lands here, and is counted. */
async function trap(resolve?: Resolver) {
  const server = await httpsServer((_, response) => void response.end('caught'));
  const { divert, passed } = divertTo(server.port, trusting);
  const opened: unknown[] = [];
  const noting: typeof divert = (options) => {
    opened.push(options);
    return divert(options);
  };
  return { server, passed, opened, client: clientFor({ divert: noting, ...(resolve ? { resolve } : {}) }) };
}

describe('no socket is opened', () => {
  it('for loopback where it is not allowed', async () => {
    const server = await httpServer((_, response) => void response.end());
    const client = clientFor({ loopbackAllowed: () => false });
    for (const host of ['localhost', '127.0.0.1']) {
      expect(await post(client, `http://${host}:${server.port}/`)).toMatchObject({ error: 'url.forbidden' });
    }
    expect(server.connections()).toBe(0);
  });
});

describe('a host is not dialled', () => {
  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '100.64.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.168.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    '0177.0.0.1',
    'nonsense',
  ])('if it resolves to %s, alone or beside a public address', async (ip) => {
    for (const answer of [[ip], [PUBLIC_IP, ip], [ip, PUBLIC_IP]]) {
      const { server, passed, client } = await trap(async () => answer);
      expect(await post(client, `https://${HOST}/`)).toMatchObject({
        kind: 'error',
        error: 'address.forbidden',
      });
      expect({ passed, connections: server.connections() }).toEqual({ passed: [], connections: 0 });
    }
  });

  it('if its name is rebound between the door and the socket', async () => {
    const answers = [[PUBLIC_IP], ['127.0.0.1'], [PUBLIC_IP, '169.254.169.254'], ['::ffff:10.0.0.1']];
    const asked = answers.length;
    const server = await httpsServer(
      (_, response) => void response.writeHead(200, { connection: 'close' }).end(),
    );
    const { divert, passed } = divertTo(server.port, trusting);
    const client = clientFor({ divert, resolve: async () => answers.shift() ?? [] });
    const kinds: string[] = [];
    for (let round = 0; round < asked; round++) {
      const result = await post(client, `https://${HOST}/`);
      kinds.push(result.kind === 'error' ? result.error : 'response');
    }
    expect(kinds).toEqual(['response', 'address.forbidden', 'address.forbidden', 'address.forbidden']);
    expect({ passed, connections: server.connections() }).toEqual({ passed: [PUBLIC_IP], connections: 1 });
  });

  it('again by a reused socket, whatever the name has become', async () => {
    const answers = [[PUBLIC_IP], ['127.0.0.1']];
    const server = await httpsServer((_, response) => void response.end());
    const { divert, passed } = divertTo(server.port, trusting);
    const client = clientFor({ divert, resolve: async () => answers.shift() ?? [] });
    await post(client, `https://${HOST}/`);
    expect(await post(client, `https://${HOST}/`)).toMatchObject({ kind: 'response' });
    expect({ passed, connections: server.connections(), left: answers.length }).toEqual({
      passed: [PUBLIC_IP],
      connections: 1,
      left: 1,
    });
  });
});

describe('a look-up', () => {
  it.each([
    ['ENOTFOUND', 'dns.not_found'],
    ['ENODATA', 'dns.no_address'],
    ['ETIMEOUT', 'dns.timeout'],
    ['ESERVFAIL', 'dns.failure'],
    ['EREFUSED', 'dns.failure'],
    ['ECONNREFUSED', 'dns.failure'],
  ])('that fails with %s is %s', async (code, error) => {
    const result = await post(clientFor({ resolve: failing(code) }), `https://${HOST}/`);
    expect(result).toMatchObject({ kind: 'error', error, detail: code });
    expect(result).not.toHaveProperty('address');
  });

  it('that finds no address', async () => {
    const result = await post(clientFor({ resolve: async () => [] }), `https://${HOST}/`);
    expect(result).toMatchObject({ kind: 'error', error: 'dns.no_address' });
  });

  it('that never ends meets the connect deadline', async () => {
    const deadlines = { connectMs: 30, headersMs: 60, totalMs: 90 };
    const client = clientFor({ resolve: () => new Promise(() => {}), deadlines });
    expect(await post(client, `https://${HOST}/`)).toMatchObject({ kind: 'error', error: 'dns.timeout' });
  });
});
