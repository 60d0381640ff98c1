/** What the API refuses with (RFC 9457), or what kept it from answering: `network` then. */
export class Problem extends Error {
  readonly status: number;
  /** A stable dotted code. */
  readonly code: string;
  /** By path, for 422. */
  readonly errors: readonly { path: string; message: string }[];
  readonly requestId: string | undefined;
  /** Whatever else the answer holds, `current` of a conflict for one. */
  readonly body: Record<string, unknown>;
  /** Milliseconds to wait before the next try. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, body: Record<string, unknown>, retryAfterMs?: number, cause?: unknown) {
    super(String(body['detail'] ?? body['title'] ?? `HTTP ${status}`), { cause });
    this.name = 'Problem';
    this.status = status;
    this.code = String(body['code'] ?? (status === 0 ? 'network' : `http.${status}`));
    this.errors = Array.isArray(body['errors']) ? (body['errors'] as Problem['errors']) : [];
    this.requestId = typeof body['request_id'] === 'string' ? body['request_id'] : undefined;
    this.body = body;
    this.retryAfterMs = retryAfterMs;
  }
}

export function isProblem(error: unknown, code?: string): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code);
}
