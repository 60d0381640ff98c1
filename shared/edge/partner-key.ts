import { createHash } from 'node:crypto';
import { Fault } from '../domain/errors.ts';
import type { Caller } from '../domain/partner.ts';
import type { Directory } from '../ports.ts';

const BEARER = /^Bearer +(\S+)$/i;
const KEY_CHARACTERS = 512;

/** The key of a request, from `Authorization: Bearer` or `X-API-Key`. */
function keyOf(headers: Record<string, string | undefined>): string | undefined {
  return bearerOf(headers) ?? headers['x-api-key'];
}

/** What stands in `Authorization: Bearer`. */
export function bearerOf(headers: Record<string, string | undefined>): string | undefined {
  return BEARER.exec(headers['authorization'] ?? '')?.[1];
}

/**
 * Whose key this is. Only its hash is looked up, so neither the table nor the time it takes tells anything of keys.
 * @throws Fault auth.missing, auth.invalid
 */
export async function authenticate(
  directory: Pick<Directory, 'callerOfKey'>,
  headers: Record<string, string | undefined>,
): Promise<Caller> {
  const key = keyOf(headers);
  if (!key) throw new Fault('auth.missing', 'send your key as Authorization: Bearer <key> or X-API-Key');
  const caller = key.length <= KEY_CHARACTERS ? await directory.callerOfKey(hashKey(key)) : undefined;
  if (!caller) throw new Fault('auth.invalid', 'this key is not known');
  return caller;
}

/** Keys are long and random, so a plain hash is enough; the table keeps nothing else of them. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
