import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { Fault, type FaultIssue } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';

const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json\s*(?:;|$)/i;

/**
 * Size, then type, then JSON, each refused by its own code.
 * @throws Fault body.too_large, body.not_json, body.malformed
 */
export function readJson(event: APIGatewayProxyEventV2): unknown {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > LIMITS.bodyBytes) {
    throw new Fault('body.too_large', `the body is larger than ${LIMITS.bodyBytes} bytes`);
  }
  if (!JSON_TYPE.test(event.headers['content-type'] ?? '')) {
    throw new Fault('body.not_json', 'send JSON, with the header Content-Type: application/json');
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Fault('body.malformed', 'the body is not well-formed JSON in UTF-8');
  }
}

/**
 * The same where there need be no body: then it is `{}`.
 * @throws Fault body.too_large, body.not_json, body.malformed
 */
export function readJsonIfAny(event: APIGatewayProxyEventV2): unknown {
  return event.body ? readJson(event) : {};
}

/**
 * The body as its schema sees it.
 * @throws Fault request.invalid, which names every place that is wrong
 */
export function parseShape<T>(schema: z.ZodMiniType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: sentenceOf(issue) })),
  );
}

/** Zod's own words are left out of the bundle; these are the ones that our schemas do not say themselves. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be ${issue.expected}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  if (issue.code === 'unrecognized_keys')
    return `does not know ${issue.keys.join(', ').slice(0, LIMITS.nameCharacters)}`;
  return issue.message;
}

export function invalid(issues: FaultIssue[]): Fault {
  return new Fault('request.invalid', 'the request has values that cannot be taken; see errors', { issues });
}
