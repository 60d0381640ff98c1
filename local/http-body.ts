import type { IncomingMessage } from 'node:http';
import { readBody } from './http-door.ts';

const LIMIT = 16 * 1024;

/** The JSON that somebody tells the twin; undefined if it is none, or too much. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request, LIMIT);
  try {
    return JSON.parse(body?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}
