import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { RequestHandler } from './http-door.ts';
import { splitTarget } from './http-event.ts';
import type { PagesWiring } from './wiring.ts';

/** A file of the build: no dots lead out of it. */
const FILE = /^\/(assets\/)?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.[a-z0-9]+$/;
const PAGE = /^\/[A-Za-z0-9_/.-]*$/;

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Whether a request is for a page or file of the console, as the distribution would judge it; what is the twin's own never is. */
export function pageJudge({
  apiPaths,
}: Pick<PagesWiring, 'apiPaths'>): (method: string | undefined, path: string) => boolean {
  const others = [...apiPaths, '/_local/*'].map(patternOf);
  return (method, path) =>
    (method === 'GET' || method === 'HEAD') && PAGE.test(path) && !others.some((other) => other.test(path));
}

/** CloudFront's patterns know `*` for any characters, and `?` for one. */
function patternOf(written: string): RegExp {
  const pattern = written
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`);
}

/**
 * Serves the built console: a path without an ending is the one page there is; files with a hash in their name are kept for a year.
 * @param built where the build lies, once it is there
 */
export function createConsoleDoor(
  built: Promise<string>,
  { headers }: Pick<PagesWiring, 'headers'>,
): RequestHandler {
  return (request, response) => {
    const { path } = splitTarget(request.url ?? '/');
    const file = extname(path) === '' ? '/index.html' : path;
    answer(built, file).then(
      (content) => {
        if (!content) return void response.writeHead(404, headers).end();
        const cache = file.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
        response.writeHead(200, {
          ...headers,
          'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
          'content-length': content.length,
          'cache-control': cache,
        });
        response.end(request.method === 'HEAD' ? undefined : content);
      },
      (error: unknown) =>
        response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(String(error)),
    );
  };
}

async function answer(built: Promise<string>, file: string): Promise<Buffer | undefined> {
  if (!FILE.test(file)) return undefined;
  return readFile(join(await built, file)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'EISDIR') return undefined;
    throw error;
  });
}
