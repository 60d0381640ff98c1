/** An answer in API Gateway's payload format 2.0. */
export interface HttpResponse {
  statusCode: number;
  headers: Record<string, string>;
  /** Text, or base64 if it says so. */
  body: string;
  isBase64Encoded?: true;
  /** Each becomes a `Set-Cookie` of its own. */
  cookies?: string[];
  /** Ids for the log's line of this request; the edge takes them off. */
  told?: Record<string, string>;
}

export function json(statusCode: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

export function noContent(): HttpResponse {
  return { statusCode: 204, headers: {}, body: '' };
}

export function bytes(statusCode: number, body: Uint8Array, headers: Record<string, string>): HttpResponse {
  return { statusCode, headers, body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
}
