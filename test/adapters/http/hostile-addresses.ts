/** Two addresses of each IPv4 range that is not public. */
export const IPV4_RANGES: Readonly<Record<string, readonly [string, string]>> = {
  '0.0.0.0/8': ['0.0.0.0', '0.1.2.3'],
  '10.0.0.0/8': ['10.0.0.1', '10.255.255.254'],
  '100.64.0.0/10': ['100.64.0.1', '100.100.100.200'],
  '127.0.0.0/8': ['127.0.0.1', '127.8.9.10'],
  '169.254.0.0/16': ['169.254.0.1', '169.254.169.254'],
  '172.16.0.0/12': ['172.16.0.1', '172.31.255.254'],
  '192.0.0.0/24': ['192.0.0.1', '192.0.0.192'],
  '192.0.2.0/24': ['192.0.2.1', '192.0.2.254'],
  '192.31.196.0/24': ['192.31.196.1', '192.31.196.254'],
  '192.52.193.0/24': ['192.52.193.1', '192.52.193.254'],
  '192.88.99.0/24': ['192.88.99.1', '192.88.99.254'],
  '192.168.0.0/16': ['192.168.0.1', '192.168.255.254'],
  '192.175.48.0/24': ['192.175.48.1', '192.175.48.254'],
  '198.18.0.0/15': ['198.18.0.1', '198.19.255.254'],
  '198.51.100.0/24': ['198.51.100.1', '198.51.100.254'],
  '203.0.113.0/24': ['203.0.113.1', '203.0.113.254'],
  '224.0.0.0/4': ['224.0.0.1', '239.255.255.250'],
  '240.0.0.0/4': ['240.0.0.1', '255.255.255.255'],
};

/** Two addresses of each IPv6 range that is not public and carries no IPv4 address; those that do are notations of it. */
export const IPV6_RANGES: Readonly<Record<string, readonly [string, string]>> = {
  '::/128': ['::', '::0'],
  '::1/128': ['::1', '::0:1'],
  '100::/64': ['100::1', '100::ffff'],
  '2001::/23': ['2001:2::1', '2001:10::1'],
  '2001:db8::/32': ['2001:db8::1', '2001:db8:ffff::1'],
  '2620:4f:8000::/48': ['2620:4f:8000::1', '2620:4f:8000:ffff::1'],
  '3ffe::/16': ['3ffe::1', '3ffe:ffff::1'],
  '3fff::/20': ['3fff::1', '3fff:fff::1'],
  '5f00::/16': ['5f00::1', '5f00:ffff::1'],
  'fc00::/7': ['fc00::1', 'fd00:ec2::254'],
  'fe80::/10': ['fe80::1', 'febf::1'],
  'fec0::/10': ['fec0::1', 'feff::1'],
  'ff00::/8': ['ff02::1', 'ffff::1'],
};

const bytes = (ip: string) => ip.split('.').map(Number);
const number = (ip: string) => bytes(ip).reduce((sum, byte) => sum * 256 + byte, 0);
const hex = (value: number, width = 1) => value.toString(16).padStart(width, '0');
const pair = (ip: string, at: number) => hex((bytes(ip)[at] ?? 0) * 256 + (bytes(ip)[at + 1] ?? 0));
const groups = (ip: string) => `${pair(ip, 0)}:${pair(ip, 2)}`;
const each = (ip: string, spell: (byte: number) => string) => bytes(ip).map(spell).join('.');
const inDigits = (ip: string, digits: string) =>
  ip.replace(/\d/g, (digit) => [...digits][Number(digit)] ?? '');

/** Ways to spell an IPv4 address that a URL parser, a resolver or a tunnel may understand, as a URL's host. */
export const IPV4_NOTATIONS: Readonly<Record<string, (ip: string) => string>> = {
  dotted: (ip) => ip,
  'dotted, with a trailing dot': (ip) => `${ip}.`,
  'one decimal': (ip) => String(number(ip)),
  'one decimal, with a trailing dot': (ip) => `${number(ip)}.`,
  'one hexadecimal': (ip) => `0x${hex(number(ip))}`,
  'one hexadecimal, in upper case': (ip) => `0X${hex(number(ip)).toUpperCase()}`,
  'one padded hexadecimal': (ip) => `0x${hex(number(ip), 16)}`,
  'one octal': (ip) => `0${number(ip).toString(8)}`,
  'octal bytes': (ip) => each(ip, (byte) => `0${byte.toString(8)}`),
  'padded octal bytes': (ip) => each(ip, (byte) => `000${byte.toString(8)}`),
  'hexadecimal bytes': (ip) => each(ip, (byte) => `0X${hex(byte)}`),
  'padded hexadecimal bytes': (ip) => each(ip, (byte) => `0x${hex(byte, 8)}`),
  'hexadecimal bytes, with a trailing dot': (ip) => `${each(ip, (byte) => `0x${hex(byte)}`)}.`,
  'two parts': (ip) => `${bytes(ip)[0]}.${number(ip) % 0x1000000}`,
  'three mixed parts': (ip) => `0x${hex(bytes(ip)[0] ?? 0)}.${bytes(ip)[1]}.${number(ip) % 0x10000}`,
  'percent-encoded digits': (ip) => ip.replace(/\d/g, (digit) => `%3${digit}`),
  'percent-encoded dots': (ip) => ip.replaceAll('.', '%2e'),
  'percent-encoded full-width digits': (ip) => encodeURIComponent(inDigits(ip, '０１２３４５６７８９')),
  'full-width digits': (ip) => inDigits(ip, '０１２３４５６７８９'),
  'full-width digits and dots': (ip) => inDigits(ip, '０１２３４５６７８９').replaceAll('.', '．'),
  'mathematical digits': (ip) => inDigits(ip, '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗'),
  'circled digits': (ip) => inDigits(ip, '⓪①②③④⑤⑥⑦⑧⑨'),
  'superscript digits': (ip) => inDigits(ip, '⁰¹²³⁴⁵⁶⁷⁸⁹'),
  'subscript digits': (ip) => inDigits(ip, '₀₁₂₃₄₅₆₇₈₉'),
  'ideographic dots': (ip) => ip.replaceAll('.', '。'),
  'half-width ideographic dots': (ip) => ip.replaceAll('.', '｡'),
  'IPv6, mapped': (ip) => `[::ffff:${ip}]`,
  'IPv6, mapped, in hexadecimal': (ip) => `[0:0:0:0:0:FFFF:${groups(ip)}]`,
  'IPv6, mapped, expanded': (ip) => `[0000:0000:0000:0000:0000:ffff:${ip}]`,
  'IPv6, compatible': (ip) => `[::${ip}]`,
  'IPv6, translated': (ip) => `[::ffff:0:${ip}]`,
  'IPv6, behind NAT64': (ip) => `[64:ff9b::${ip}]`,
  'IPv6, behind NAT64, in hexadecimal': (ip) => `[64:FF9B:0:0:0:0:${groups(ip)}]`,
  'IPv6, behind local NAT64': (ip) => `[64:ff9b:1::${ip}]`,
  'IPv6, behind 6to4': (ip) => `[2002:${groups(ip)}::1]`,
  'IPv6, behind Teredo': (ip) => `[2001:0:${groups(ip)}::1]`,
  'IPv6, behind ISATAP': (ip) => `[fe80::5efe:${ip}]`,
};

const expanded = (ip: string) => {
  const [head = '', tail = ''] = ip.split('::').map((side) => side.split(':').filter(Boolean)) as [
    string[],
    string[],
  ];
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].map((group) => group.padStart(4, '0'));
};

/** Ways to spell an IPv6 address, as a URL's host. */
export const IPV6_NOTATIONS: Readonly<Record<string, (ip: string) => string>> = {
  compressed: (ip) => `[${ip}]`,
  'in upper case': (ip) => `[${ip.toUpperCase()}]`,
  expanded: (ip) => `[${expanded(ip).join(':')}]`,
  'with a dotted tail': (ip) => {
    const parts = expanded(ip);
    const tail = parts.slice(6).flatMap((group) => [group.slice(0, 2), group.slice(2)]);
    return `[${parts.slice(0, 6).join(':')}:${tail.map((byte) => Number.parseInt(byte, 16)).join('.')}]`;
  },
  'percent-encoded': (ip) => `[${ip}]`.replace(/[1-9a-f]/, (digit) => `%${hex(digit.charCodeAt(0))}`),
  'with a zone': (ip) => `[${ip}%eth0]`,
  'with an encoded zone': (ip) => `[${ip}%25eth0]`,
};

export const IPV4_ADDRESSES = Object.values(IPV4_RANGES).flat();
export const IPV6_ADDRESSES = Object.values(IPV6_RANGES).flat();
