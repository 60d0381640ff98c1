import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { isObject, type Json } from './json-shape.ts';

export interface UpstreamResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** One HTTP service behind the twin, reached over kept-alive connections. */
export interface Upstream {
  send(headers: OutgoingHttpHeaders, body: string): Promise<UpstreamResponse>;
  /** An AWS JSON 1.0 call; rejects with the service's message on any error. */
  call(target: string, input: unknown): Promise<Json>;
  close(): void;
}

/** Emulators want a signature to be there, and do not verify it. */
const anySignature =
  'AWS4-HMAC-SHA256 Credential=local/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

/** Why a service refused a call; `type` is its own name for the error, without the namespace. */
export class UpstreamError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.name = 'UpstreamError';
    this.type = type;
  }
}

export function connectUpstream(url: string): Upstream {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, noDelay: true });
  const send: Upstream['send'] = (headers, body) =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        { agent, method: 'POST', host: hostname, port, path: '/', headers },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const { statusCode = 502, headers } = response;
            resolve({ status: statusCode, headers, body: Buffer.concat(chunks).toString() });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  return { send, call: (target, input) => callJson(send, target, input), close: () => agent.destroy() };
}

async function callJson(send: Upstream['send'], target: string, input: unknown): Promise<Json> {
  const body = JSON.stringify(input);
  const { status, body: answer } = await send(
    {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(body),
      'x-amz-target': target,
      'x-amz-date': '20200101T000000Z',
      authorization: anySignature,
    },
    body,
  );
  const output = parseObject(answer);
  if (status === 200) return output;
  const type = String(output['__type'] ?? status);
  throw new UpstreamError(
    type.slice(type.indexOf('#') + 1),
    String(output['message'] ?? output['Message'] ?? type),
  );
}

/** A JSON object to look into; nothing and anything else is an empty one. @throws SyntaxError if it is not JSON. */
export function parseObject(body: string): Json {
  const parsed: unknown = JSON.parse(body === '' ? '{}' : body);
  return isObject(parsed) ? parsed : {};
}
