import { LIMITS } from '../domain/limits.ts';
import { invalid } from './request-body.ts';

/**
 * The caller's idempotency key, under either of its names.
 * @throws Fault request.invalid for a key that is empty, too long, or differs between the two
 */
export function readIdempotencyKey(headers: Record<string, string | undefined>): string | undefined {
  const key = headers['idempotency-key'] ?? headers['x-idempotency-key'];
  if (key === undefined) return undefined;
  const other = headers['x-idempotency-key'] ?? key;
  const path = 'header.idempotency-key';
  if (key !== other) throw invalid([{ path, message: 'must be the same in both headers' }]);
  if (key.length < 1 || key.length > LIMITS.idempotencyKeyCharacters) {
    throw invalid([{ path, message: `must be 1 to ${LIMITS.idempotencyKeyCharacters} characters` }]);
  }
  return key;
}
