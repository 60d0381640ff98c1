import { BlockList } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createDoorResolver } from '../../../shared/adapters/http/door-resolver.ts';
import type { SendResult } from '../../../shared/domain/delivery.ts';
import { dispose } from '../../../shared/domain/disposition.ts';
import { NON_PUBLIC_IPV4, NON_PUBLIC_IPV6 } from '../../../shared/domain/network-address.ts';
import { judgeWebhookUrl } from '../../../shared/domain/webhook-url.ts';
import { FIRST_ATTEMPT } from '../../builders.ts';
import { watchConnects } from './connects.ts';
import {
  IPV4_ADDRESSES,
  IPV4_NOTATIONS,
  IPV4_RANGES,
  IPV6_ADDRESSES,
  IPV6_RANGES,
} from './hostile-addresses.ts';
import { HOSTILE_URLS, LOOPBACK_LOOKALIKES } from './hostile-urls.ts';
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
import { REBINDING_NAMES } from './rebinding-names.ts';

afterEach(cleanUp);

const ruleOf = (result: SendResult) => {
  const { next, rule } = dispose(result, FIRST_ATTEMPT);
  return { next, rule };
};

/** No stand-in for sockets here: what the client dials, the platform is told to dial. */
const deployed = (addresses: readonly string[] = []) =>
  clientFor({ loopbackAllowed: () => false, resolve: async () => addresses });

describe('the corpus', () => {
  it('has more than 1,500 different URLs', () => {
    const urls = [...HOSTILE_URLS.map(({ url }) => url), ...LOOPBACK_LOOKALIKES];
    expect(new Set(urls).size).toBeGreaterThan(1_500);
  });

  it('has two addresses of every range that is denied, in each notation', () => {
    expect(Object.keys(IPV4_RANGES)).toEqual(NON_PUBLIC_IPV4);
    expect(Object.keys(IPV6_RANGES)).toEqual(expect.arrayContaining([...NON_PUBLIC_IPV6]));
    for (const [family, ranges] of [['ipv4', IPV4_RANGES] as const, ['ipv6', IPV6_RANGES] as const]) {
      for (const [range, addresses] of Object.entries(ranges)) {
        const list = new BlockList();
        list.addSubnet(range.split('/')[0]!, Number(range.split('/')[1]), family);
        expect(
          addresses.map((ip) => list.check(ip, family)),
          range,
        ).toEqual([true, true]);
      }
    }
  });
});

describe('not one connection is attempted', () => {
  it.each([
    ['on AWS', false],
    ['in the twin', true],
  ])('for any hostile URL, and each is dead in the row of its refusal, %s', async (_, loopback) => {
    const client = clientFor({ loopbackAllowed: () => loopback, resolve: async () => ['127.0.0.1'] });
    using watched = watchConnects();
    for (const { url } of HOSTILE_URLS) {
      const door = judgeWebhookUrl(url, { loopbackAllowed: loopback });
      const code = door.ok ? 'accepted' : door.code;
      const error =
        code === 'webhook_url.non_public_address' ? 'address.forbidden' : ('url.forbidden' as const);
      const result = await post(client, url);
      expect(result, url).toEqual({ kind: 'error', error, timing: { total_ms: 0 } });
      expect(ruleOf(result), url).toEqual({ next: 'dead', rule: `error.${error}` });
      expect(code, url).not.toBe('accepted');
    }
    expect({ addresses: watched.addresses(), lookups: watched.lookups() }).toEqual({
      addresses: [],
      lookups: 0,
    });
  });

  it('for what is nearly loopback, even in the twin', async () => {
    const client = clientFor({ loopbackAllowed: () => true, resolve: async () => ['127.0.0.1'] });
    using watched = watchConnects();
    for (const url of LOOPBACK_LOOKALIKES)
      expect(ruleOf(await post(client, url)), url).toEqual({
        next: 'dead',
        rule: expect.stringMatching(/^error\.(url|address)\.forbidden$/),
      });
    expect(watched.addresses()).toEqual([]);
  });

  it.each(REBINDING_NAMES)(
    'for %s, whose spelling is good and whose address is not',
    async (name, answer) => {
      const url = `https://${name}/hook`;
      expect(judgeWebhookUrl(url, { loopbackAllowed: false })).toMatchObject({ ok: true, host: name });
      expect(await createDoorResolver({ resolve: async () => answer }).check(name, 0)).toBe('non_public');
      using watched = watchConnects();
      const result = await post(deployed(answer), url);
      expect(ruleOf(result)).toEqual({ next: 'dead', rule: 'error.address.forbidden' });
      expect(watched.addresses()).toEqual([]);
    },
  );

  it('for a public name in any answer that holds an address of the corpus', async () => {
    using watched = watchConnects();
    for (const ip of [...IPV4_ADDRESSES, ...IPV6_ADDRESSES, ...embedded()]) {
      for (const answer of [[ip], [PUBLIC_IP, ip]]) {
        const door = createDoorResolver({ resolve: async () => answer });
        expect(await door.check(HOST, 0), ip).toBe('non_public');
        expect(await post(deployed(answer), `https://${HOST}/`), ip).toMatchObject({
          error: 'address.forbidden',
        });
      }
    }
    expect(watched.addresses()).toEqual([]);
  });
});

/** The IPv6 notations of every IPv4 address, as a name server would give them. */
function embedded(): string[] {
  const spellings = Object.entries(IPV4_NOTATIONS).filter(([name]) => name.startsWith('IPv6'));
  return IPV4_ADDRESSES.flatMap((ip) => spellings.map(([, spell]) => spell(ip).slice(1, -1)));
}

describe('a connection', () => {
  it('is noticed where there is one: to loopback in the twin', async () => {
    const server = await httpServer((_, response) => void response.end());
    using watched = watchConnects();
    await post(clientFor(), `http://127.0.0.1:${server.port}/`);
    expect([watched.addresses(), watched.ports()]).toEqual([['127.0.0.1'], [server.port]]);
  });

  it.each([
    '93.184.216.34',
    '2606:4700:4700::1111',
    '64:ff9b::808:808',
    '::ffff:8.8.8.8',
    '2002:808:808::1',
    '223.255.255.255',
  ])('to %s is let through by door and socket alike', async (ip) => {
    const server = await httpsServer((_, response) => void response.end());
    const { divert, passed } = divertTo(server.port, { ca: certificate('self-signed') });
    expect(await createDoorResolver({ resolve: async () => [ip] }).check(HOST, 0)).toBe('public');
    const result = await post(clientFor({ divert, resolve: async () => [ip] }), `https://${HOST}/`);
    expect([result.kind, passed]).toEqual(['response', [ip]]);
  });
});
