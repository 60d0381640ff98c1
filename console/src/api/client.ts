import { accessToken, renewed } from '../session/session.ts';
import { isProblem } from './problem.ts';
import { type Call, request } from './request.ts';

export type Query = Record<string, string | number | boolean | null | undefined>;

/** `/api/x` with what of the query is given. */
export function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search === '' ? path : `${path}?${search}`;
}

/** Whoever has signed in asks. An access token that has run out is renewed once. @throws Problem */
export async function ask(path: string, call: Omit<Call, 'token'> = {}): Promise<Response> {
  const token = (await accessToken()) ?? '';
  try {
    return await request(path, { ...call, token });
  } catch (error) {
    if (!isProblem(error) || error.status !== 401) throw error;
    return request(path, { ...call, token: await renewed(token) });
  }
}

/** @throws Problem */
export async function read<Body>(path: string, query?: Query, signal?: AbortSignal): Promise<Body> {
  const response = await ask(address(path, query), { signal });
  return (await response.json()) as Body;
}

/** A change. Give the same `idempotencyKey` to a repeat of what may have been done. @throws Problem */
export async function change<Body>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  idempotencyKey?: string,
): Promise<Body> {
  const response = await ask(path, { method, body, idempotencyKey });
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as Body;
}
