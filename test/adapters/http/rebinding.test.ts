import { afterEach, describe, expect, it } from 'vitest';
import type { BodyFinding, BodyProbe } from '../../../bench/body-probe.ts';
import { inFreshProcess } from '../../../bench/fresh-process.ts';
import { createDoorResolver } from '../../../shared/adapters/http/door-resolver.ts';
import { statusRow } from '../../../shared/domain/disposition.ts';
import { watchConnects } from './connects.ts';
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
  tcpServer,
} from './local-servers.ts';

afterEach(cleanUp);

const trusting = { ca: certificate('self-signed') };
const METADATA = '169.254.169.254';

/** A public host on loopback, whose name servers say what they please; the port of every connect is watched. */
async function publicHost(
  answer: (asked: number) => readonly string[],
  headers: Record<string, string> = {},
) {
  const seen: (string | undefined)[] = [];
  const server = await httpsServer((request, response) => {
    seen.push(request.headers.host);
    response.writeHead(200, headers).end();
  });
  const { divert, passed } = divertTo(server.port, trusting);
  let asked = 0;
  let frozen = 0;
  const client = clientFor({
    divert,
    resolve: async () => answer(asked++),
    now: () => performance.now() + frozen,
  });
  const kinds = async (rounds: number, url = `https://${HOST}/`) => {
    const results: string[] = [];
    for (let round = 0; round < rounds; round++) {
      const result = await post(client, url);
      results.push(result.kind === 'error' ? result.error : String(result.status));
    }
    return results;
  };
  return { server, client, passed, seen, kinds, asked: () => asked, sleep: (ms: number) => (frozen += ms) };
}

const closing = { connection: 'close' };

describe('a name that changes its answer', () => {
  it('between the door and the socket is accepted by the one and refused by the other', async () => {
    const door = createDoorResolver({ resolve: async () => [PUBLIC_IP] });
    expect(await door.check(HOST, 0)).toBe('public');
    const host = await publicHost(() => [METADATA]);
    using watched = watchConnects();
    expect(await host.kinds(1)).toEqual(['address.forbidden']);
    expect(watched.addresses()).toEqual([]);
  });

  it('with every question, a hundred times, is dialled for its public answers alone', async () => {
    const host = await publicHost((asked) => (asked % 2 ? ['127.0.0.1'] : [PUBLIC_IP]), closing);
    using watched = watchConnects();
    const kinds = await host.kinds(100);
    expect(kinds).toEqual(Array.from({ length: 100 }, (_, n) => (n % 2 ? 'address.forbidden' : '200')));
    expect(host.passed).toEqual(Array(50).fill(PUBLIC_IP));
    expect(watched.ports()).toEqual(Array(50).fill(host.server.port));
  });

  it('within one answer is never dialled', async () => {
    const host = await publicHost(
      (asked) =>
        [
          [PUBLIC_IP, '10.0.0.1'],
          ['::1', PUBLIC_IP],
        ][asked % 2] ?? [],
    );
    using watched = watchConnects();
    expect(await host.kinds(10)).toEqual(Array(10).fill('address.forbidden'));
    expect(watched.addresses()).toEqual([]);
  });

  it('is asked for once a connection: what was judged is what is dialled', async () => {
    const host = await publicHost((asked) => (asked === 0 ? [PUBLIC_IP] : ['127.0.0.1']));
    expect(await host.kinds(1)).toEqual(['200']);
    expect([host.asked(), host.passed]).toEqual([1, [PUBLIC_IP]]);
  });

  it('while a socket is kept is not dialled when that socket is gone', async () => {
    const host = await publicHost((asked) => (asked === 0 ? [PUBLIC_IP] : [METADATA]));
    expect(await host.kinds(2)).toEqual(['200', '200']);
    host.sleep(60_000);
    using watched = watchConnects();
    expect(await host.kinds(2)).toEqual(['address.forbidden', 'address.forbidden']);
    expect(watched.addresses()).toEqual([]);
  });
});

describe('a kept socket', () => {
  it.each([
    ['another host at the same address', `https://other.${HOST}/`, 'tls.hostname_mismatch', 2],
    ['another port', `https://${HOST}:8443/`, '200', 2],
    ['the same host in another spelling', `HTTPS://${HOST.toUpperCase()}.:443/?x`, '200', 1],
  ])('and %s', async (_, url, outcome, connections) => {
    const host = await publicHost(() => [PUBLIC_IP]);
    expect(await host.kinds(1)).toEqual(['200']);
    expect(await host.kinds(1, url)).toEqual([outcome]);
    expect(host.server.connections()).toBe(connections);
  });

  it('to the twin’s loopback does not serve what is public', async () => {
    const local = await httpServer((_, response) => void response.end());
    const client = clientFor({ resolve: async () => ['127.0.0.1'] });
    await post(client, `http://localhost:${local.port}/`);
    using watched = watchConnects();
    expect(await post(client, `https://${HOST}/`)).toMatchObject({ error: 'address.forbidden' });
    expect([watched.addresses(), local.connections()]).toEqual([[], 1]);
  });
});

describe('a kept socket that speaks unasked', () => {
  it.each([
    ['with another response', 'HTTP/1.1 201 Smuggled\r\nContent-Length: 4\r\n\r\nevil'],
    ['with noise', 'x'.repeat(1_000_000)],
  ])('%s is closed and not used again', async (_, unasked) => {
    const server = await tcpServer((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
    });
    const client = clientFor();
    const url = `http://127.0.0.1:${server.port}/`;
    await post(client, url);
    server.sockets()[0]?.write(unasked);
    await expect.poll(() => server.sockets()[0]?.destroyed).toBe(true);
    expect(await post(client, url)).toMatchObject({ status: 200, body: 'ok' });
    expect(server.connections()).toBe(2);
  });
});

describe('a request names the host of its URL', () => {
  it.each(['Host', 'host', 'HOST', 'hOsT'])('whatever %s is given', async (name) => {
    const host = await publicHost(() => [PUBLIC_IP]);
    await post(host.client, `https://${HOST}/`, { [name]: METADATA });
    expect(host.seen).toEqual([HOST]);
  });

  it.each([
    { ' host': METADATA },
    { 'host ': METADATA },
    { ':authority': METADATA },
    { 'x\r\nhost': METADATA },
  ])('and %j is no header', async (headers) => {
    const host = await publicHost(() => [PUBLIC_IP]);
    expect(await post(host.client, `https://${HOST}/`, headers)).toMatchObject({ error: 'request.invalid' });
    expect(host.server.connections()).toBe(0);
  });
});

describe('a response leads nowhere', () => {
  const goals = [
    'http://127.0.0.1',
    `http://${METADATA}/latest/meta-data/`,
    'https://[::1]/',
    '//10.0.0.1/',
    '/again',
  ];

  it.each([300, 301, 302, 303, 304, 305, 307, 308])('by status %i: it ends in its row', async (status) => {
    const target = await httpServer((_, response) => void response.end());
    const server = await httpServer((request, response) => {
      const goal = goals[Number(request.url?.slice(1))] ?? '';
      response.writeHead(status, { location: goal.replace('127.0.0.1', `127.0.0.1:${target.port}`) }).end();
    });
    using watched = watchConnects();
    for (const index of goals.keys()) {
      const client = clientFor();
      expect(await post(client, `http://127.0.0.1:${server.port}/${index}`)).toMatchObject({ status });
    }
    expect(statusRow(status)).toMatchObject({ rule: 'http.3xx', policy: 'brief' });
    expect(watched.ports()).toEqual(goals.map(() => server.port));
    expect(target.connections()).toBe(0);
  });

  it('by any other header', async () => {
    const target = await httpServer((_, response) => void response.end());
    const goal = `http://127.0.0.1:${target.port}/`;
    const host = await publicHost(() => [PUBLIC_IP], {
      location: goal,
      'content-location': goal,
      refresh: `0; url=${goal}`,
      link: `<${goal}>; rel=preconnect`,
      'alt-svc': `h2="127.0.0.1:${target.port}"; ma=86400`,
      'strict-transport-security': 'max-age=1',
      'set-cookie': 'a=b; domain=127.0.0.1',
    });
    expect(await host.kinds(2)).toEqual(['200', '200']);
    expect([host.server.connections(), target.connections()]).toEqual([1, 0]);
  });
});

it('a proxy in the environment is not asked', async () => {
  const proxy = await httpServer((_, response) => void response.end());
  const server = await httpsServer((_, response) => void response.end());
  const at = `http://127.0.0.1:${proxy.port}`;
  const receiver = { name: 'a TLS failure', url: `https://${HOST}/`, divertedTo: server.port };
  const probe: BodyProbe = { receiver, warmUpUrl: `http://127.0.0.1:${server.port}/` };
  const { rule } = await inFreshProcess<BodyFinding>('./body-probe.ts', [JSON.stringify(probe)], {
    NODE_USE_ENV_PROXY: '1',
    HTTP_PROXY: at,
    HTTPS_PROXY: at,
  });
  expect([rule, proxy.connections()]).toEqual(['error.tls.self_signed', 0]);
});
