import { FAULT_STATUS } from '../contracts/fault-status.ts';
import { Fault } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';
import type { HttpResponse } from './responses.ts';

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** A fault as `application/problem+json` (RFC 9457) with its code and the request's id. */
export function problem(fault: Fault, requestId: string): HttpResponse {
  const statusCode = FAULT_STATUS[fault.code];
  const { code, message, issues, retryAfterS, allowed, current } = fault;
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
      ...(issues.length > 0 && { errors: issues.slice(0, LIMITS.issuesTold) }),
      ...(current && { current }),
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
  'TransactionCanceledException',
  'TransactionConflictException',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
  'NetworkingError',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Services tell such failures apart by status and name, sockets by code. */
function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? 0;
  return (
    UNAVAILABLE.has(error.name) ||
    (typeof code === 'string' && UNAVAILABLE.has(code)) ||
    status === 429 ||
    status >= 500
  );
}
