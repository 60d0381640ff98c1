import type { FaultCode } from '../domain/errors.ts';

/** HTTP status of every fault. */
export const FAULT_STATUS: Record<FaultCode, number> = {
  'auth.missing': 401,
  'auth.invalid': 401,
  'route.unknown': 404,
  'method.not_allowed': 405,
  'body.too_large': 413,
  'body.not_json': 415,
  'body.malformed': 400,
  'request.invalid': 422,
  'webhook_url.refused': 422,
  'idempotency.key_reused': 422,
  'limit.client': 429,
  'limit.key': 429,
  'limit.address': 429,
  'limit.ping': 429,
  'webhook_secret.overlapping': 409,
  'conversation.busy': 503,
  'conversation.backlog_full': 503,
  'message.unknown': 404,
  'dependency.unavailable': 503,
  internal: 500,
};
