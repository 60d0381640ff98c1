import type { FaultCode } from '../../domain/errors.ts';

/** Whoever asks may have no key, the wrong one, or ask too often. */
export const CALLER: FaultCode[] = [
  'auth.missing',
  'auth.invalid',
  'auth.forbidden',
  'limit.address',
  'limit.key',
];
/** What is wrong with a body. */
export const BODY: FaultCode[] = ['body.too_large', 'body.not_json', 'body.malformed', 'request.invalid'];
/** What is our own fault. */
export const OURS: FaultCode[] = ['dependency.unavailable', 'internal'];
