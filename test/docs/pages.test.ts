import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCREENS } from '../browser/screens.ts';
import { faultsIn, operationOf } from '../contracts/documented.ts';
import {
  anchorsIn,
  type Call,
  callsIn,
  filesIn,
  linksIn,
  PAGES,
  pageAt,
  postedIn,
  ROOT,
  scriptsIn,
} from './pages.ts';

const { scripts } = JSON.parse(pageAt('package.json')) as { scripts: Record<string, string> };

/** What a desk answers and `/openapi.json` leaves out: Telegram alone calls it. */
const UNDESCRIBED = ['/api/telegram/{bot}/webhook'];

function leadsNowhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, target))) return true;
  return anchor !== undefined && !anchorsIn(pageAt(target)).includes(anchor);
}

const isDescribed = ({ method, path }: Call): boolean =>
  UNDESCRIBED.includes(path) || operationOf(method, path) !== undefined;

describe.each(PAGES)('%s', (page) => {
  const text = pageAt(page);

  it('links to pages and headings that are there', () => {
    expect(linksIn(text).filter((link) => leadsNowhere(page, link))).toEqual([]);
  });

  it('names files that are there', () => {
    expect(filesIn(text).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('names scripts that package.json has', () => {
    expect(scriptsIn(text).filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('names and makes calls that the API describes', () => {
    expect(callsIn(text).filter((call) => !isDescribed(call))).toEqual([]);
  });
});

const posted = PAGES.flatMap((page) => postedIn(pageAt(page)).map((one) => ({ page, ...one })));

it.each(posted)('$page posts $body to $path, which takes it', ({ method, path, body }) => {
  const schema = operationOf(method, path)?.requestBody?.content['application/json']?.schema;
  // Closed, so that a field that nobody reads is a mistake.
  expect(faultsIn(JSON.parse(body), schema ?? { not: {} }, 'answered')).toEqual([]);
});

it('what pages post is found, and held to what is described', () => {
  expect(posted.length).toBeGreaterThan(6);
  const schema = operationOf('POST', '/api/messages')?.requestBody?.content['application/json']?.schema ?? {};
  expect(faultsIn({ client_id: 'anna', contents: 'x' }, schema, 'answered')).not.toEqual([]);
});

it('what is looked for is found, where it is', () => {
  const text = [
    '# A page, and `more`',
    '[there](x.md#y) [out](https://example.com) `test/docs/pages.ts` `lib/<name>.ts` `npm run check`',
    '`GET /api/messages/{client_id}?limit=1` and `GET /api/admin/…`',
    '```sh',
    'curl -sS "$API/api/messages/anna?limit=2"   # curl $API/api/nowhere',
    'curl localhost:3000/api/messages \\',
    `  -H 'X-Webhook-URL: https://crm.example.com/api/mine' -d '{}'; sleep 1; curl -X PUT $API/api/policy`,
    '```',
  ].join('\n');
  expect(anchorsIn(text)).toEqual(['a-page-and-more']);
  expect(linksIn(text)).toEqual(['x.md#y']);
  expect(filesIn(text)).toEqual(['test/docs/pages.ts']);
  expect(scriptsIn(text)).toEqual(['check']);
  expect(callsIn(text)).toEqual([
    { method: 'GET', path: '/api/messages/{client_id}' },
    { method: 'GET', path: '/api/messages/anna' },
    { method: 'POST', path: '/api/messages' },
    { method: 'PUT', path: '/api/policy' },
  ]);
  expect(operationOf('GET', '/api/nowhere')).toBeUndefined();
});

it('the index in README leads to every page of docs', () => {
  const named = linksIn(pageAt('README.md')).map((link) => link.split('#')[0]);
  const pages = PAGES.filter((page) => /^docs\/[^/]+\.md$/.test(page));
  expect(pages.filter((page) => !named.includes(page))).toEqual([]);
});

it('every picture of the console is in a guide, and every picture of a guide is there', () => {
  const taken = SCREENS.map(({ name }) => `screens/${name}.png`);
  const shown = PAGES.filter((page) => page.startsWith('docs/')).flatMap((page) =>
    [...pageAt(page).matchAll(/(?:!\[[^\]]+\]\(|<img src=")(screens\/[^)"]+)/g)].map(([, path = '']) => path),
  );
  expect([...new Set(shown)].toSorted()).toEqual(taken.toSorted());
});
