import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress, NON_PUBLIC_IPV4, NON_PUBLIC_IPV6 } from '../../shared/domain/network-address.ts';

const rangesOf = (cidrs: readonly string[], family: 'ipv4' | 'ipv6') => {
  const list = new BlockList();
  for (const cidr of cidrs) list.addSubnet(cidr.split('/')[0]!, Number(cidr.split('/')[1]), family);
  return list;
};

describe('an IPv4 address', () => {
  it.each([
    ['0.0.0.0', '0.255.255.255'],
    ['10.0.0.0', '10.255.255.255'],
    ['100.64.0.0', '100.127.255.255'],
    ['127.0.0.0', '127.255.255.255'],
    ['169.254.0.0', '169.254.255.255'],
    ['172.16.0.0', '172.31.255.255'],
    ['192.0.0.0', '192.0.0.255'],
    ['192.0.2.0', '192.0.2.255'],
    ['192.31.196.0', '192.31.196.255'],
    ['192.52.193.0', '192.52.193.255'],
    ['192.88.99.0', '192.88.99.255'],
    ['192.168.0.0', '192.168.255.255'],
    ['192.175.48.0', '192.175.48.255'],
    ['198.18.0.0', '198.19.255.255'],
    ['198.51.100.0', '198.51.100.255'],
    ['203.0.113.0', '203.0.113.255'],
    ['224.0.0.0', '239.255.255.255'],
    ['240.0.0.0', '255.255.255.255'],
  ])('from %s to %s is not public, at either end', (first, last) => {
    expect([first, last].map(isPublicAddress)).toEqual([false, false]);
  });

  it.each([
    '1.0.0.0',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '191.255.255.255',
    '192.0.1.0',
    '192.0.3.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '8.8.8.8',
    '93.184.216.34',
  ])('%s just outside those is public', (ip) => {
    expect(isPublicAddress(ip)).toBe(true);
  });

  it('is judged as the platform’s own block list judges it', () => {
    const denied = rangesOf(NON_PUBLIC_IPV4, 'ipv4');
    fc.assert(
      fc.property(fc.ipV4(), (ip) => isPublicAddress(ip) === !denied.check(ip, 'ipv4')),
      { numRuns: 2_000 },
    );
  });
});

describe('an IPv6 address', () => {
  it.each([
    '::',
    '::1',
    '::127.0.0.1',
    '::8.8.8.8',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::FFFF:10.0.0.1',
    '0:0:0:0:0:ffff:169.254.169.254',
    '::ffff:0:8.8.8.8',
    '64:ff9b::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::8.8.8.8',
    '64:ff9b:0:1::8.8.8.8',
    '100::1',
    '2001::1',
    '2001:0:7f00:1::1',
    '2001:2::1',
    '2001:10::1',
    '2001:20::1',
    '2001:1ff:ffff::1',
    '2001:db8::1',
    '2002:7f00:1::1',
    '2002:a00:1::',
    '2002:c0a8:101::1',
    '2002:a9fe:a9fe::1',
    '2620:4f:8000::1',
    '3ffe::1',
    '3fff::1',
    '3fff:fff:ffff::1',
    '4000::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fdff::1',
    'fe80::1',
    'febf::1',
    'fec0::1',
    'ff02::1',
    'ffff::1',
  ])('%s is not public', (ip) => {
    expect(isPublicAddress(ip)).toBe(false);
  });

  it.each([
    '2001:4860:4860::8888',
    '2606:4700:4700::1111',
    '2a00:1450:4001:81b::200e',
    '2001:200::1',
    '3fff:1000::1',
    '2620:4f:8001::1',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '64:ff9b::808:808',
    '2002:808:808::1',
    '2A00:1450:4001:81B:0:0:0:200E',
  ])('%s is public', (ip) => {
    expect(isPublicAddress(ip)).toBe(true);
  });

  it('is judged as the platform’s own block list judges it', () => {
    const denied = rangesOf([...NON_PUBLIC_IPV6, '::/3', '4000::/2', '8000::/1'], 'ipv6');
    const anywhere = fc
      .tuple(fc.constantFrom('', '2'), fc.ipV6())
      .map(([lead, ip]) => ip.replace(/^[^:.]{4}(?=:)/, (group) => lead + group.slice(lead.length)));
    const plain = anywhere.filter((ip) => isIP(ip) === 6 && !/^(?:2002|64:ff9b|0*:)/i.test(ip));
    fc.assert(
      fc.property(plain, (ip) => isPublicAddress(ip) === !denied.check(ip, 'ipv6')),
      { numRuns: 2_000 },
    );
  });
});

describe('a text', () => {
  it.each([
    '',
    ' 8.8.8.8',
    '8.8.8.8 ',
    '8.8.8',
    '8.8.8.8.8',
    '8.8.8.256',
    '08.8.8.8',
    '0x8.8.8.8',
    '134744072',
    '8.8.8.8.',
    '8..8.8',
    '٨.8.8.8',
    ':',
    ':::',
    '1::2::3',
    '2a00:1:2:3:4:5:6:7:8',
    '2a00:1:2:3:4:5:6',
    '2a00:1:2:3:4:5:6:7::',
    '2a00::12345',
    '2a00::g',
    '2a00::8.8.8',
    '2a00::8.8.8.8:1',
    '8.8.8.8::',
    '2a00::1%eth0',
    '[2a00::1]',
    '2a00:1:2:3:4:5:6:7:',
    ':2a00::1',
    'example.com',
  ])('%j that is no address is not public', (text) => {
    expect(isPublicAddress(text)).toBe(false);
  });

  it('is an address exactly if the platform reads it as one', () => {
    const noise = fc.string({ unit: fc.constantFrom('0', '1', '8', 'a', 'f', ':', '.'), maxLength: 24 });
    fc.assert(
      fc.property(noise, (text) => isIP(text) !== 0 || !isPublicAddress(text)),
      { numRuns: 5_000 },
    );
  });
});
