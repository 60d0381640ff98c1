import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { openApiDocument } from '../../shared/contracts/describe/document.ts';
import type { Answer, JsonSchema, OperationObject } from '../../shared/contracts/describe/json.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';

export const DOCUMENT = openApiDocument();

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** An independent reader of JSON Schema, which stumbles over every keyword that is misspelt or does nothing. */
function reader(): Ajv2020 {
  return new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    // The properties of a narrowed problem are required where the problem itself is described.
    strictTypes: false,
    allErrors: true,
    keywords: ['components'],
    formats: { 'date-time': (text: string) => RFC3339.test(text) && !Number.isNaN(Date.parse(text)) },
  });
}

/** Published schemas are open, so that an answer may grow; to us a property that nobody described is a mistake. */
function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  const { type, properties } = inner as JsonSchema;
  return { ...inner, ...(type === 'object' && properties && { additionalProperties: false }) } as T;
}

const BASE = 'https://firstline.example/openapi.json';
const compiled = new Map<string, ValidateFunction>();
const strict = reader().addSchema({ $id: BASE, components: closed(DOCUMENT.components) });
const open = reader().addSchema({ $id: BASE, components: DOCUMENT.components });

/** What is wrong with the value by this schema, as sentences. */
export function faultsIn(value: unknown, schema: object, how: 'sent' | 'answered'): string[] {
  const name = `${how} ${JSON.stringify(schema)}`;
  const known = compiled.get(name);
  const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${BASE}#/`)) as object;
  const judge = known ?? (how === 'sent' ? open : strict).compile(absolute);
  compiled.set(name, judge);
  return judge(value) ? [] : (judge.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

export interface DocumentedOperation {
  method: string;
  path: string;
  operation: OperationObject;
}

export const DOCUMENTED: DocumentedOperation[] = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

/** The documented operation that a request is meant for: a trailing slash is tolerated, and HEAD is answered like GET. */
export function operationOf(asked: string, path: string): OperationObject | undefined {
  const method = asked === 'HEAD' ? 'GET' : asked;
  const segments = path.replace(/\/$/, '').split('/');
  return DOCUMENTED.find((documented) => {
    const pattern = documented.path.split('/');
    if (documented.method !== method || pattern.length !== segments.length) return false;
    return pattern.every((part, at) => (part.startsWith('{') ? segments[at] : part === segments[at]));
  })?.operation;
}

/** Where the answer is not what the description says, as sentences. */
export function deviations(operation: OperationObject, response: HttpResponse): string[] {
  const answer = operation.responses[response.statusCode];
  if (!answer) return [`${operation.operationId} never answers ${response.statusCode}`];
  if (!answer.content)
    return [...headerFaults(answer, response), ...(response.body === '' ? [] : ['a body'])];
  const type = response.headers['content-type'] ?? '';
  const content = answer.content[type] ?? answer.content['*/*'];
  if (!content) return [`${response.statusCode} is never ${type}`];
  if (response.isBase64Encoded || type.startsWith('text/')) return headerFaults(answer, response);
  return [
    ...headerFaults(answer, response),
    ...faultsIn(JSON.parse(response.body), content.schema, 'answered'),
  ];
}

/** Required on every answer that lists them; the others come only if there is something to say. */
const ALWAYS = ['X-Request-ID', 'Retry-After', 'WWW-Authenticate'];

function headerFaults(answer: Answer, { headers }: HttpResponse): string[] {
  const described = new Set([
    'content-type',
    ...Object.keys(answer.headers).map((name) => name.toLowerCase()),
  ]);
  const unknown = Object.keys(headers).filter((name) => !described.has(name));
  const wrong = Object.keys(answer.headers).flatMap((name) => {
    const value = headers[name.toLowerCase()];
    if (value === undefined) return ALWAYS.includes(name) ? [`${name} is missing`] : [];
    const { schema } = DOCUMENT.components.headers[name] ?? { schema: { const: 'described' } };
    return faultsIn(value, schema, 'answered').map((fault) => `${name}${fault}`);
  });
  return [...unknown.map((name) => `${name} is described nowhere`), ...wrong];
}

/** Where a request that was accepted is not what the description lets in, as sentences. */
export function bodyDeviations(operation: OperationObject, body: unknown): string[] {
  const schema = operation.requestBody?.content['application/json']?.schema;
  return schema ? faultsIn(body, schema, 'sent') : [];
}

/** The same for any request at all: paths and methods that are listed nowhere are refused as a problem, too. */
export function strays(method: string, path: string, response: HttpResponse): string[] {
  // A path of another door, with a slash at its end.
  if (response.statusCode === 308)
    return response.headers['location']?.startsWith(path.slice(0, -1)) ? [] : ['it leads astray'];
  const operation = operationOf(method, path);
  const unlisted = response.statusCode === 405 || response.body.includes('"route.unknown"');
  if (operation && !unlisted) return deviations(operation, response);
  const type = response.headers['content-type'];
  return [
    ...(type === 'application/problem+json' ? [] : [`it is ${type}`]),
    ...(response.headers['x-request-id'] ? [] : ['X-Request-ID is missing']),
    ...faultsIn(JSON.parse(response.body), { $ref: '#/components/schemas/ProblemBody' }, 'answered'),
  ];
}
