import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createConsoleDoor, pageJudge } from '../../local/console-door.ts';
import { temporaryDir } from './assembly.ts';

const HEADERS = { 'content-security-policy': "default-src 'none'" };

async function openDoor(): Promise<(path: string, method?: string) => Promise<Answer>> {
  const dir = await temporaryDir();
  await mkdir(join(dir, 'console/assets'), { recursive: true });
  await writeFile(join(dir, 'console/index.html'), 'the page');
  await writeFile(join(dir, 'console/assets/index-1.js'), 'the code');
  await writeFile(join(dir, 'secret.txt'), 'not for the world');
  const server = createServer(createConsoleDoor(Promise.resolve(join(dir, 'console')), { headers: HEADERS }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return (path, method = 'GET') => ask(port, path, method);
}

interface Answer {
  status: number | undefined;
  body: string;
  cache: string | undefined;
  policy: unknown;
}

/** Paths as they are written, dots and all. */
function ask(port: number, path: string, method: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, method }, async (response) => {
      const body = (await response.toArray()).join('');
      const { 'cache-control': cache, 'content-security-policy': policy } = response.headers;
      resolve({ status: response.statusCode, body, cache, policy });
    });
    asked.once('error', reject).end();
  });
}

describe('the console’s door', () => {
  it.each(['/', '/inbox', '/inbox/cnv_1', '/sandbox'])(
    'gives the page for %s, asked for every time',
    async (path) => {
      const get = await openDoor();
      expect(await get(path)).toMatchObject({ status: 200, body: 'the page', cache: 'no-cache' });
    },
  );

  it('gives files with a hash for a year, with the headers of every page', async () => {
    const get = await openDoor();
    expect(await get('/assets/index-1.js')).toEqual({
      status: 200,
      body: 'the code',
      cache: 'public, max-age=31536000, immutable',
      policy: HEADERS['content-security-policy'],
    });
    expect((await get('/assets/index-1.js', 'HEAD')).body).toBe('');
  });

  it.each([
    '/assets/gone.js',
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
  ])('has nothing at %s', async (path) => {
    const get = await openDoor();
    expect(await get(path)).toMatchObject({ status: 404, body: '' });
  });
});

describe('a request', () => {
  const isPage = pageJudge({ apiPaths: ['/api*', '/openapi.json', '/.well-known/*'] });

  it.each(['/api/messages', '/api', '/openapi.json', '/.well-known/jwks.json', '/_local/clock'])(
    'for %s is somebody else’s',
    (path) => expect(isPage('GET', path)).toBe(false),
  );

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('by %s is never for a page', (method) =>
    expect(isPage(method, '/inbox')).toBe(false),
  );

  it.each(['/', '/inbox', '/assets/index-1.js', '/openapi-json', '/well-known/x'])(
    'for %s is the console’s',
    (path) => expect(isPage('GET', path)).toBe(true),
  );
});
