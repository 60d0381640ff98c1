import type { Json } from './json-shape.ts';

/** What a method of the Bot API comes to, in the API's own shape. */
export type MethodAnswer =
  | { ok: true; result: unknown; description?: string }
  | { ok: false; error_code: number; description: string; parameters?: Json };

export function done(result: unknown, description?: string): MethodAnswer {
  return { ok: true, result, ...(description !== undefined && { description }) };
}

export function refused(error_code: number, description: string, parameters?: Json): MethodAnswer {
  return { ok: false, error_code, description, ...(parameters && { parameters }) };
}

export function badRequest(description: string, parameters?: Json): MethodAnswer {
  return refused(400, `Bad Request: ${description}`, parameters);
}

export function tooManyRequests(seconds: number): MethodAnswer {
  return refused(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}

export const UNAUTHORIZED = refused(401, 'Unauthorized');
export const NOT_FOUND = refused(404, 'Not Found');
export const TOO_LARGE = refused(413, 'Request Entity Too Large');
