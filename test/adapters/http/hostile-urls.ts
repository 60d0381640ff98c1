/** Two addresses of each non-public IPv4 range. */
const NON_PUBLIC = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.254',
  '100.64.0.1',
  '100.100.100.200',
  '127.0.0.1',
  '127.8.9.10',
  '169.254.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.254',
  '192.0.0.1',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '192.168.255.254',
  '198.18.0.1',
  '198.19.255.254',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
];

const bytes = (ip: string) => ip.split('.').map(Number);
const number = (ip: string) => bytes(ip).reduce((sum, byte) => sum * 256 + byte, 0);
const hex = (value: number, width = 1) => value.toString(16).padStart(width, '0');
const pair = (ip: string, at: number) => hex((bytes(ip)[at] ?? 0) * 256 + (bytes(ip)[at + 1] ?? 0));
const groups = (ip: string) => `${pair(ip, 0)}:${pair(ip, 2)}`;

/** Every way to spell an IPv4 address that a URL parser, a resolver or a tunnel may understand. */
const NOTATIONS: Readonly<Record<string, (ip: string) => string>> = {
  dotted: (ip) => ip,
  'with a trailing dot': (ip) => `${ip}.`,
  'as one decimal': (ip) => String(number(ip)),
  'as one hexadecimal': (ip) => `0x${hex(number(ip))}`,
  'as one octal': (ip) => `0${number(ip).toString(8)}`,
  'with octal bytes': (ip) =>
    bytes(ip)
      .map((byte) => `0${byte.toString(8)}`)
      .join('.'),
  'with padded octal bytes': (ip) =>
    bytes(ip)
      .map((byte) => `000${byte.toString(8)}`)
      .join('.'),
  'with hexadecimal bytes': (ip) =>
    bytes(ip)
      .map((byte) => `0X${hex(byte)}`)
      .join('.'),
  'in two parts': (ip) => `${bytes(ip)[0]}.${number(ip) % 0x1000000}`,
  'in three mixed parts': (ip) => `0x${hex(bytes(ip)[0] ?? 0)}.${bytes(ip)[1]}.${number(ip) % 0x10000}`,
  'percent-encoded': (ip) => ip.replace(/\d/g, (digit) => `%3${digit}`),
  'in full-width digits': (ip) => ip.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  'with ideographic dots': (ip) => ip.replaceAll('.', '。'),
  mapped: (ip) => `[::ffff:${ip}]`,
  'mapped in hexadecimal': (ip) => `[0:0:0:0:0:FFFF:${groups(ip)}]`,
  compatible: (ip) => `[::${ip}]`,
  'behind NAT64': (ip) => `[64:ff9b::${ip}]`,
  'behind local NAT64': (ip) => `[64:ff9b:1::${ip}]`,
  'behind 6to4': (ip) => `[2002:${groups(ip)}::1]`,
  'behind Teredo': (ip) => `[2001:0:${groups(ip)}::1]`,
};

const IPV6 = [
  '::',
  '::1',
  '0:0:0:0:0:0:0:1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'ff02::1',
  '100::1',
  '2001:db8::1',
  '2001:2::1',
  '2001:10::1',
  '3ffe::1',
  '3fff::1',
  '5f00::1',
];

const SPECIAL_NAMES = [
  'localhost',
  'LocalHost',
  'a.localhost',
  'printer.local',
  'metadata.google.internal',
  'ip-10-0-0-1.ec2.internal',
  'x.invalid',
  'x.test',
  'x.onion',
  'router.home.arpa',
  'home.arpa',
  'intranet',
  'ⓛocalhost',
  'ｌｏｃａｌｈｏｓｔ',
  'local%68ost',
  'instance-data',
];

const MISSHAPEN = [
  '',
  'https://',
  'https:///evil.example.com/',
  'https:evil.example.com',
  'https:/evil.example.com',
  '//evil.example.com/',
  '/relative',
  'evil.example.com',
  ' https://evil.example.com/',
  'https://evil.example.com/ ',
  'https://evil.example.com/\n',
  'ht\ntps://evil.example.com/',
  'https://evil.exa\tmple.com/',
  'https://evil.example.com/\0',
  'https:\\\\evil.example.com\\',
  'https://evil.example.com\\@127.0.0.1/',
  'https://evil.example.com\u00ad/',
  'https://evil\u200b.example.com/',
  'https://\u202eexample.com/',
  'https://evil..example.com/',
  'https://example.com../',
  'https://127.0.0.1../',
  'https://0x7f.1../',
  'https://.example.com/',
  'https://./',
  'https://../',
  'https://256.256.256.256/',
  'https://1.2.3.4.5/',
  'https://127.0.0.1.0x1/',
  'https://4294967296/',
  'https://[::1/',
  'https://[::1%25lo]/',
  'https://[127.0.0.1]/',
  'https://exa mple.com/',
  'https://exa%20mple.com/',
  'https://exa%00mple.com/',
  "https://ex'ample.com/",
  'https://ex$ample.com/',
  'https://exam*ple.com/',
  `https://${'a'.repeat(64)}.com/`,
  `https://${'a.'.repeat(130)}com/`,
];

const CREDENTIALS = [
  'https://user@example.com/',
  'https://user:password@example.com/',
  'https://@example.com/',
  'https://:@example.com/',
  'https://example.com@127.0.0.1/',
  'https://127.0.0.1@example.com/',
  'https://example.com:443@localhost/',
  'https://a%40b@example.com/',
];

const PORTS = ['0', '1', '22', '25', '80', '444', '3000', '6379', '8080', '9001', '8442', '65535'].map(
  (port) => `https://example.com:${port}/`,
);

const SCHEMES = [
  'http://example.com/',
  'HTTP://example.com/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'gopher://example.com/',
  'ws://example.com/',
  'wss://example.com/',
  'javascript:alert(1)',
  'data:text/plain,x',
  'blob:https://example.com/1',
  'about:blank',
  'unix:/var/run/docker.sock',
  'mailto:a@example.com',
];

/** Spellings of loopback over plain HTTP that are refused even where the twin allows its two. */
export const LOOPBACK_LOOKALIKES = [
  'http://LOCALHOST/',
  'http://Localhost:3000/',
  'HTTP://localhost/',
  'http:localhost/',
  'http:/localhost/',
  'http:///localhost/',
  'http://localhost./',
  'http://a.localhost/',
  'http://localhost.example.com/',
  'http://localhost%2eexample.com/',
  'http://localhost:0/',
  'http://localhost:/',
  'http://localhost:080/',
  'http://localhost:99999/',
  'http://localhost:3000@example.com/',
  'http://localhost@example.com/',
  'http://user@localhost/',
  'http://user:password@127.0.0.1/',
  'http://localhost\\@example.com/',
  'http://localhost\t/',
  ' http://localhost/',
  'http://ⓛocalhost/',
  'http://local%68ost/',
  'http://127.1/',
  'http://127.0.1/',
  'http://127.0.0.1./',
  'http://127.0.0.2/',
  'http://127.0.0.10/',
  'http://127.0.0.01/',
  'http://0177.0.0.1/',
  'http://0x7f.1/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://127。0。0。1/',
  'http://１２７.0.0.1/',
  'http://%31%32%37.0.0.1/',
  'http://127.0.0.1.nip.io/',
  'http://0.0.0.0/',
  'http://0/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://10.0.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'https://localhost/',
  'https://localhost:8443/',
  'https://127.0.0.1/',
  'https://127.0.0.1:8443/',
  'ftp://localhost/',
  'ws://127.0.0.1:3000/',
];

export interface HostileUrl {
  url: string;
  code: RegExp;
}

const expecting = (urls: readonly string[], code: RegExp): HostileUrl[] => urls.map((url) => ({ url, code }));
const addresses = NON_PUBLIC.flatMap((ip) => Object.values(NOTATIONS).map((spell) => spell(ip)));

/** URLs that must never lead to a connection, each with the code that may refuse it. */
export const HOSTILE_URLS: readonly HostileUrl[] = [
  ...expecting(
    addresses.map((host) => `https://${host}/hook`),
    /non_public_address/,
  ),
  ...expecting(
    ['127.0.0.1', '169.254.169.254'].map((host) => `https://${host}:8443/`),
    /non_public_address/,
  ),
  ...expecting(
    IPV6.map((ip) => `https://[${ip}]/`),
    /non_public_address/,
  ),
  ...expecting(
    SPECIAL_NAMES.flatMap((name) => [`https://${name}/`, `https://${name}./`]),
    /special_use_name/,
  ),
  ...expecting(MISSHAPEN, /malformed/),
  ...expecting(CREDENTIALS, /credentials/),
  ...expecting(PORTS, /port/),
  ...expecting(SCHEMES, /not_https/),
  ...expecting(
    [`https://example.com/${'a'.repeat(2_048)}`, `https://example.com/${'я'.repeat(500)}`],
    /too_long/,
  ),
];
