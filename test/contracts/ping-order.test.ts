import { expect, it } from 'vitest';
import { DEFAULT_RATES } from '../../shared/domain/rate-limit.ts';
import { aPing, openDoor, type PartnerDoor, type Request } from './partner-door.ts';

const { key, ping } = DEFAULT_RATES;

/** What can be wrong with a test ping, in the order in which it is judged. */
const WRONGS: { name: string; verdict: string; spoil?: (request: Request) => Request }[] = [
  {
    name: 'key',
    verdict: '401 auth.invalid',
    spoil: ({ headers, ...rest }) => ({ ...rest, headers: { ...headers, authorization: 'Bearer nope' } }),
  },
  {
    name: 'size',
    verdict: '413 body.too_large',
    spoil: (request) => ({ ...request, body: String(request.body).padEnd(256 * 1024 + 1) }),
  },
  {
    name: 'type',
    verdict: '415 body.not_json',
    spoil: ({ headers, ...rest }) => ({ ...rest, headers: { ...headers, 'content-type': 'text/plain' } }),
  },
  {
    name: 'JSON',
    verdict: '400 body.malformed',
    spoil: (request) => ({ ...request, body: `${request.body},` }),
  },
  {
    name: 'shape',
    verdict: '422 request.invalid',
    spoil: (request) => ({ ...request, body: String(request.body).replace('"url"', '"link"') }),
  },
  {
    name: 'URL',
    verdict: '422 webhook_url.refused',
    spoil: (request) => ({ ...request, body: String(request.body).replace('https:', 'http:') }),
  },
  { name: 'limit of the key', verdict: '429 limit.key' },
  { name: 'limit of pings', verdict: '429 limit.ping' },
];
const PAIRS = WRONGS.flatMap((one, at) => WRONGS.slice(at + 1).map((other) => ({ one, other })));

/** The answer to a ping with these things wrong; limits are full before it. */
async function judge(door: PartnerDoor, names: string[]): Promise<string> {
  const wrongs = WRONGS.filter(({ name }) => names.includes(name));
  if (names.includes('limit of pings')) for (let n = 0; n < ping.most; n++) await door.ask(aPing());
  const spent = names.includes('limit of pings') ? ping.most : 0;
  if (names.includes('limit of the key'))
    for (let n = spent; n < key.most; n++) await door.ask({ method: 'GET', path: '/api/nothing' });
  door.pinged.splice(0);
  const valid: Request = { ...aPing(), body: JSON.stringify(aPing().body) };
  // From the last to the first, so that what is larger or broken wraps what is only wrong.
  const response = await door.ask(
    wrongs.reduceRight((request, { spoil }) => spoil?.(request) ?? request, valid),
  );
  return `${response.statusCode} ${JSON.parse(response.body).code}`;
}

it.each(WRONGS)('$name by itself is $verdict, and nothing is sent', async ({ name, verdict }) => {
  const door = await openDoor();
  expect(await judge(door, [name])).toBe(verdict);
  expect(door.pinged).toEqual([]);
});

it.each(PAIRS)('$one.name is judged before $other.name', async ({ one, other }) => {
  const door = await openDoor();
  expect(await judge(door, [one.name, other.name])).toBe(one.verdict);
  expect(door.pinged).toEqual([]);
});
