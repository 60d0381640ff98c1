import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Fault } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Journal } from '../ports.ts';
import { describeError } from './describe-error.ts';
import { asViewed } from './distribution.ts';
import { asFault, problem } from './problem.ts';
import type { HttpResponse } from './responses.ts';

export type HttpHandler = (event: APIGatewayProxyEventV2) => Promise<HttpResponse>;

export interface HttpEdge {
  journal: Journal;
  /** What the distribution shows; without one, nobody comes through it. */
  edgeSecret?: string | undefined;
}

const SANE_REQUEST_ID = /^[A-Za-z0-9_.:-]+$/;

/**
 * The door's frame: gives every answer an X-Request-ID (the caller's, if sane), turns faults into problems, and writes
 * one line for each request.
 */
export function httpEdge({ journal, edgeSecret }: HttpEdge, handle: HttpHandler) {
  return middy<APIGatewayProxyEventV2, HttpResponse>()
    .onError((request) => {
      const fault = asFault(request.error);
      tellFailure(journal, request.event, fault, request.error);
      request.response = problem(fault, requestIdOf(request.event));
      finish(journal, request.event, request.response);
    })
    .after((request) => finish(journal, request.event, request.response))
    .handler((event: APIGatewayProxyEventV2) => handle(asViewed(event, edgeSecret)));
}

/** The caller's own id of the request, if it is sane, or API Gateway's. */
export function requestIdOf(event: APIGatewayProxyEventV2): string {
  const given = event.headers['x-request-id'];
  const sane =
    given !== undefined && given.length <= LIMITS.requestIdCharacters && SANE_REQUEST_ID.test(given);
  return sane ? given : event.requestContext.requestId;
}

function finish(
  journal: Journal,
  event: APIGatewayProxyEventV2,
  response: HttpResponse | null | undefined,
): void {
  if (!response) return;
  const request_id = requestIdOf(event);
  response.headers['x-request-id'] = request_id;
  const { statusCode: status, told } = response;
  delete response.told;
  const { method } = event.requestContext.http;
  // What was taken in can only have been posted.
  journal.info('request', { request_id, ...(told ?? { method }), status });
}

/**
 * What failed that is not the caller's doing. API Gateway's id of the request is the one in its access log; the caller's is
 * what the caller knows. A dependency that does not answer is no fault of ours.
 */
function tellFailure(journal: Journal, event: APIGatewayProxyEventV2, { code }: Fault, error: unknown): void {
  if (code !== 'internal' && code !== 'dependency.unavailable') return;
  const ids = { request_id: requestIdOf(event), gateway_request_id: event.requestContext.requestId };
  const figures = code === 'internal' ? { WorkFailed: 1 } : undefined;
  journal.error('request.failed', { ...ids, ...describeError(error) }, figures);
}
