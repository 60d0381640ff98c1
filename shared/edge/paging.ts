import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { invalid, parseShape } from './request-body.ts';

/**
 * The query as its schema sees it.
 * @throws Fault request.invalid, whose places are called `query.<name>`
 */
export function parseQuery<T>(schema: z.ZodMiniType<T>, event: APIGatewayProxyEventV2): T {
  return parseShape(z.object({ query: schema }), { query: event.queryStringParameters ?? {} }).query as T;
}

/**
 * Where a page begins, as the page before has said. One that does not fit what else is asked for is of another list.
 * @throws Fault request.invalid
 */
export function readCursor<T>(
  schema: z.ZodMiniType<T>,
  cursor: string | undefined,
  fits: (position: T) => boolean = () => true,
  path = 'query.cursor',
): T | undefined {
  if (cursor === undefined) return undefined;
  const parsed = schema.safeParse(decode(cursor));
  if (parsed.success && fits(parsed.data)) return parsed.data;
  throw invalid([{ path, message: 'must be what a page of this list called next' }]);
}

export function cursorOf(position: object | undefined): string | null {
  return position ? Buffer.from(JSON.stringify(position)).toString('base64url') : null;
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
