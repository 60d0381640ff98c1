import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import * as z from 'zod';

const Scalar = z.union([z.string(), z.number(), z.boolean()]);

const FullResult = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), Scalar).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

/** API Gateway's own refusals, word for word. */
export const GATEWAY_REFUSALS = {
  notFound: refusal(404, 'Not Found'),
  tooLarge: refusal(413, 'Request Entity Too Large'),
  throttled: refusal(429, 'Too Many Requests'),
  functionFailed: refusal(500, 'Internal Server Error'),
  unavailable: refusal(503, 'Service Unavailable'),
} as const;

/**
 * What API Gateway makes of a function's result in payload format 2.0: with a `statusCode` it is the response, without
 * one it is the body of a 200. A malformed response is answered as if the function had failed.
 */
export function toHttpAnswer(result: unknown): HttpAnswer {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) return inferred(result);
  const full = FullResult.safeParse(result);
  if (!full.success) return GATEWAY_REFUSALS.functionFailed;
  const { statusCode, headers, cookies, body, isBase64Encoded } = full.data;
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...lowerCase(headers ?? {}),
      ...(cookies && cookies.length > 0 ? { 'set-cookie': cookies } : {}),
    },
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}

export function send(response: ServerResponse, answer: HttpAnswer): void {
  if (response.headersSent || response.destroyed) return;
  const bodiless = answer.status === 204 || answer.status === 304;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(bodiless ? {} : { 'content-length': String(answer.body.length) }),
    'apigw-requestid': randomBytes(12).toString('base64url'),
  });
  response.end(bodiless ? undefined : answer.body);
}

export function jsonAnswer(status: number, value: unknown): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(value)),
  };
}

/** What the twin's own ends refuse with. */
export function problem(status: number, detail: string): HttpAnswer {
  return jsonAnswer(status, { detail });
}

function refusal(status: number, message: string): HttpAnswer {
  return jsonAnswer(status, { message });
}

function inferred(result: unknown): HttpAnswer {
  const body = typeof result === 'string' ? result : JSON.stringify(result ?? null);
  return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
}

function lowerCase(headers: Record<string, string | number | boolean>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
