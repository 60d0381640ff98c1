import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { MatchedRoute } from './http-routes.ts';
import { ACCOUNT } from './template-names.ts';

/** The request as API Gateway hands it to a function: payload format 2.0. */
export function toHttpEvent(
  request: IncomingMessage,
  body: Buffer,
  { route, parameters }: MatchedRoute,
  now: Date,
): APIGatewayProxyEventV2 {
  const { path, query } = splitTarget(request.url ?? '/');
  const headers = headersOf(request, now);
  const cookies = cookiesOf(request);
  const queryParameters = queryOf(query);
  const host = headers['host'] ?? 'localhost';
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: decode(path),
    rawQueryString: query,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers,
    ...(queryParameters ? { queryStringParameters: queryParameters } : {}),
    ...(Object.keys(parameters).length > 0 ? { pathParameters: mapValues(parameters, decode) } : {}),
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'local',
      domainName: host,
      domainPrefix: host.split('.')[0] ?? host,
      http: {
        method: request.method ?? 'GET',
        path: decode(path),
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: sourceAddress(request),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomBytes(12).toString('base64url'),
      routeKey: route.routeKey,
      stage: '$default',
      time: logTime(now),
      timeEpoch: now.getTime(),
    },
    ...bodyOf(headers, body),
  };
}

/** Path and query of a request target, which may be a whole URL when the caller took the door for a proxy. */
export function splitTarget(target: string): { path: string; query: string } {
  const local = target.startsWith('/') ? target : target.replace(/^[a-z]+:\/\/[^/?]*/i, '') || '/';
  const mark = local.indexOf('?');
  return mark < 0 ? { path: local, query: '' } : { path: local.slice(0, mark), query: local.slice(mark + 1) };
}

function headersOf(request: IncomingMessage, now: Date): Record<string, string> {
  const { cookie: _cookie, ...distinct } = request.headersDistinct;
  const headers = mapValues(distinct, (values) => (values ?? []).join(','));
  const seconds = Math.floor(now.getTime() / 1000).toString(16);
  const forwarded = headers['x-forwarded-for'];
  return {
    ...headers,
    'x-amzn-trace-id': headers['x-amzn-trace-id'] ?? `Root=1-${seconds}-${randomBytes(12).toString('hex')}`,
    'x-forwarded-for': [forwarded, sourceAddress(request)].filter(Boolean).join(', '),
    'x-forwarded-port': String(request.socket.localPort ?? ''),
    'x-forwarded-proto': 'http',
  };
}

function cookiesOf(request: IncomingMessage): string[] {
  const lines = request.headersDistinct['cookie'] ?? [];
  return lines.flatMap((line) => line.split(';').map((cookie) => cookie.trim())).filter(Boolean);
}

function queryOf(query: string): Record<string, string> | undefined {
  if (query === '') return undefined;
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    joined[name] = name in joined ? `${joined[name]},${value}` : value;
  }
  return joined;
}

function bodyOf(headers: Record<string, string>, body: Buffer): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const isBase64Encoded = !isText(headers);
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

/** API Gateway takes these few types for text; forms, problem+json and a missing type are binary to it. */
function isText(headers: Record<string, string>): boolean {
  if (headers['content-encoding'] !== undefined) return false;
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  return type.startsWith('text/') || /^application\/(json|javascript|xml)$/.test(type);
}

function sourceAddress(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

/** `12/Mar/2020:19:03:58 +0000`, as in access logs. */
function logTime(now: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(now.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function mapValues<From, To>(record: Record<string, From>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
