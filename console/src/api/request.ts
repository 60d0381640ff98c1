import { Problem } from './problem.ts';

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  token?: string | undefined;
  /** Under which the API does a thing once. */
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

const TIMEOUT_MS = 20_000;

/**
 * One request to the console's own origin.
 * @throws Problem if it is refused, or no answer comes within 20 s.
 */
export async function request(path: string, call: Call = {}): Promise<Response> {
  const { method = 'GET', body, token, idempotencyKey, signal } = call;
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (token !== undefined) headers['Authorization'] = `Bearer ${token}`;
  if (idempotencyKey !== undefined) headers['Idempotency-Key'] = idempotencyKey;
  const late = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(path, {
    method,
    headers,
    credentials: 'same-origin',
    signal: signal ? AbortSignal.any([signal, late]) : late,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new Problem(0, {}, undefined, error);
  });
  if (!response.ok) throw await refusal(response);
  return response;
}

async function refusal(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => ({}));
  const wait = Number(response.headers.get('Retry-After'));
  const known = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  return new Problem(response.status, known, wait > 0 ? wait * 1000 : undefined);
}
