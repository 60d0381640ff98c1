import { Fault, type FaultCode } from '../domain/errors.ts';
import type { HttpResponse } from './responses.ts';

/** HTTP status of every fault. */
const STATUS: Record<FaultCode, number> = {
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
  'conversation.busy': 503,
  'conversation.backlog_full': 503,
  'message.unknown': 404,
  'client.unknown': 404,
  'dependency.unavailable': 503,
  'signal.malformed': 400,
  internal: 500,
};

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** A fault as `application/problem+json` (RFC 9457) with its code and the request's id. */
export function problem(fault: Fault, requestId: string): HttpResponse {
  const statusCode = STATUS[fault.code];
  const { code, message, issues, retryAfterS, allowed } = fault;
  return {
    statusCode,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfterS !== undefined && { 'retry-after': String(retryAfterS) }),
      ...(allowed.length > 0 && { allow: allowed.join(', ') }),
      ...(statusCode === 401 && { 'www-authenticate': 'Bearer' }),
    },
    body: JSON.stringify({
      type: 'about:blank',
      title: TITLES[statusCode],
      status: statusCode,
      detail: message,
      code,
      request_id: requestId,
      ...(issues.length > 0 && { errors: issues }),
    }),
  };
}

/** What a caller is told of an error that nobody foresaw: nothing but where to look it up. */
export function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const retryAfterS = 1;
  if (isUnavailable(error)) {
    return new Fault('dependency.unavailable', 'a part of the service does not answer; try again', {
      retryAfterS,
      cause: error,
    });
  }
  return new Fault('internal', 'something went wrong on our side; try again', { cause: error });
}

const UNAVAILABLE = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TransactionConflictException',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
  'NetworkingError',
  'ECONNREFUSED',
  'ECONNRESET',
]);

/** The SDK tells such failures apart by name, sockets by code. */
function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return UNAVAILABLE.has(error.name) || (typeof code === 'string' && UNAVAILABLE.has(code));
}
