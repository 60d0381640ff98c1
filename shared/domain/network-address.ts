/** An address as its bytes: 4 for IPv4, 16 for IPv6. */
type Address = readonly number[];
interface Range {
  base: Address;
  bits: number;
}

/** IPv4 outside the public internet: IANA's special-purpose registry, multicast and what is reserved. */
export const NON_PUBLIC_IPV4: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** Special purposes inside 2000::/3; 2001::/23 holds Teredo, ORCHID and benchmarking. Outside 2000::/3 nothing is public. */
export const NON_PUBLIC_IPV6: readonly string[] = [
  '2001::/23',
  '2001:db8::/32',
  '2620:4f:8000::/48',
  '3ffe::/16',
  '3fff::/20',
];

const DENIED_IPV4 = NON_PUBLIC_IPV4.map(parseRange);
const DENIED_IPV6 = NON_PUBLIC_IPV6.map(parseRange);
const GLOBAL_UNICAST = parseRange('2000::/3');

/** IPv6 that carries an IPv4 address from this byte on: it is as public as what it carries. */
const EMBEDDING: readonly { range: Range; at: number }[] = [
  { range: parseRange('::ffff:0:0/96'), at: 12 },
  { range: parseRange('64:ff9b::/96'), at: 12 },
  { range: parseRange('2002::/16'), at: 2 },
];

/**
 * Whether a textual IP address belongs to the public internet, so that a user may have us connect to it.
 * Only canonical spellings count: anything that is not plainly an address (octal, hex, zone ids …) is not public.
 */
export function isPublicAddress(ip: string): boolean {
  const address = parseAddress(ip);
  if (!address) return false;
  return address.length === 4 ? isPublicIpv4(address) : isPublicIpv6(address);
}

function isPublicIpv4(address: Address): boolean {
  return !DENIED_IPV4.some((range) => contains(range, address));
}

function isPublicIpv6(address: Address): boolean {
  const embedding = EMBEDDING.find(({ range }) => contains(range, address));
  if (embedding) return isPublicIpv4(address.slice(embedding.at, embedding.at + 4));
  return contains(GLOBAL_UNICAST, address) && !DENIED_IPV6.some((range) => contains(range, address));
}

function contains(range: Range, address: Address): boolean {
  return range.base.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, range.bits - index * 8));
    return ((byte ^ (address[index] ?? 0)) & ((0xff << (8 - bits)) & 0xff)) === 0;
  });
}

function parseRange(text: string): Range {
  const [ip = '', bits] = text.split('/');
  return { base: parseAddress(ip) ?? [], bits: Number(bits) };
}

function parseAddress(ip: string): Address | undefined {
  return ip.includes(':') ? parseIpv6(ip) : parseIpv4(ip);
}

function parseIpv4(text: string): Address | undefined {
  const parts = text.split('.');
  const valid =
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return valid ? parts.map(Number) : undefined;
}

function parseIpv6(text: string): Address | undefined {
  const sides = text.split('::');
  if (sides.length > 2) return undefined;
  const [head, tail] = [parseGroups(sides[0] ?? '', sides.length === 1), parseGroups(sides[1] ?? '', true)];
  if (!head || !tail) return undefined;
  const missing = 16 - head.length - tail.length;
  if (sides.length === 1 ? missing !== 0 : missing < 2) return undefined;
  return [...head, ...Array<number>(missing).fill(0), ...tail];
}

function parseGroups(text: string, ipv4Allowed: boolean): number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  const dotted = ipv4Allowed && groups.at(-1)?.includes('.') ? parseIpv4(groups.pop() ?? '') : [];
  if (!dotted || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const bytes = groups
    .map((group) => Number.parseInt(group, 16))
    .flatMap((value) => [value >> 8, value & 0xff]);
  return [...bytes, ...dotted];
}
