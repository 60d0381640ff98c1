import { IPV4_ADDRESSES, IPV4_NOTATIONS, IPV6_ADDRESSES, IPV6_NOTATIONS } from './hostile-addresses.ts';

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
const spelled = (ips: readonly string[], notations: Readonly<Record<string, (ip: string) => string>>) =>
  ips.flatMap((ip) => Object.values(notations).map((spell) => spell(ip)));

const IPV6_HOSTS = spelled(IPV6_ADDRESSES, IPV6_NOTATIONS);
const isAddress = (host: string) => !host.includes('%');
/** Each of these stands for all addresses where it is not the address that is tried out. */
const TARGETS = ['127.0.0.1', '169.254.169.254', '10.0.0.1', '[::1]', '[::ffff:127.0.0.1]', 'localhost'];

/** URLs that must never lead to a connection, each with the code that may refuse it. */
export const HOSTILE_URLS: readonly HostileUrl[] = [
  ...expecting(
    spelled(IPV4_ADDRESSES, IPV4_NOTATIONS).map((host) => `https://${host}/hook`),
    /non_public_address/,
  ),
  ...expecting(
    IPV6_HOSTS.filter(isAddress).map((host) => `https://${host}/hook`),
    /non_public_address/,
  ),
  ...expecting(
    IPV6_HOSTS.filter((host) => !isAddress(host)).map((host) => `https://${host}/hook`),
    /malformed/,
  ),
  ...expecting(
    TARGETS.flatMap((host) => [':443', ':8443', ':0443'].map((port) => `https://${host}${port}/`)),
    /non_public_address|special_use_name/,
  ),
  ...expecting(
    TARGETS.flatMap((host) =>
      ['?', '#', '/..//', '?@example.com', '#@example.com'].map((end) => `https://${host}${end}`),
    ),
    /non_public_address|special_use_name/,
  ),
  ...expecting(
    TARGETS.flatMap((host) => [
      `https://example.com@${host}/`,
      `https://user:password@${host}/`,
      `https://${host.replace(/^\[|\]$/g, '').replaceAll(':', '%3a')}@example.com/`,
    ]),
    /credentials/,
  ),
  ...expecting(
    TARGETS.flatMap((host) => [
      `https://${host}\\@example.com/`,
      `https://example.com\\@${host}/`,
      `https://${host}\t/`,
    ]),
    /malformed/,
  ),
  ...expecting(
    SPECIAL_NAMES.flatMap((name) => [
      `https://${name}/`,
      `https://${name}./`,
      `https://${name.toUpperCase()}/`,
    ]),
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
