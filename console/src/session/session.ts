import type { MeBody, SignedInBody } from '../../../shared/contracts/sign-in-responses.ts';
import { isProblem, Problem } from '../api/problem.ts';
import { request } from '../api/request.ts';

/** Who sits here. `starting`: the cookie has not been asked yet. */
export type Session =
  | { state: 'starting' }
  | { state: 'out'; reason?: 'ended' | 'unreachable' }
  | { state: 'in'; me: MeBody };

const EARLY_MS = 30_000;

let session: Session = { state: 'starting' };
/** In memory and nowhere else (docs/operators.md). */
let access: { token: string; until: number } | undefined;
let renewing: Promise<string> | undefined;
const listeners = new Set<() => void>();

export function currentSession(): Session {
  return session;
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Asks the cookie of an earlier visit. */
export async function resume(): Promise<void> {
  await renew().catch(() => undefined);
}

/** @throws Problem if the name or the password is wrong, or there were too many tries. */
export async function signIn(operator_id: string, password: string): Promise<void> {
  const response = await request('/api/auth/login', { method: 'POST', body: { operator_id, password } });
  enter((await response.json()) as SignedInBody);
}

/** @throws Problem */
export async function changePassword(current_password: string, new_password: string): Promise<void> {
  const body = { current_password, new_password };
  const token = await accessToken();
  const response = await request('/api/auth/password', { method: 'POST', body, token });
  enter((await response.json()) as SignedInBody);
}

export async function signOut(everywhere = false): Promise<void> {
  const token = access?.token;
  const path = everywhere ? '/api/auth/logout-everywhere' : '/api/auth/logout';
  // Whoever wants to leave leaves, also where nobody answers.
  await request(path, { method: 'POST', token }).catch(() => undefined);
  leave({ state: 'out' });
}

/** One that is good for some time yet. @throws Problem if the session has ended or nobody answers. */
export async function accessToken(): Promise<string | undefined> {
  if (access && Date.now() < access.until - EARLY_MS) return access.token;
  return session.state === 'in' ? renew() : undefined;
}

/** Another one than `refused`. @throws Problem */
export function renewed(refused: string): Promise<string> {
  if (access && access.token !== refused) return Promise.resolve(access.token);
  return renew();
}

function renew(): Promise<string> {
  renewing ??= askCookie().finally(() => {
    renewing = undefined;
  });
  return renewing;
}

async function askCookie(): Promise<string> {
  try {
    const response = await request('/api/auth/refresh', { method: 'POST' });
    return enter((await response.json()) as SignedInBody);
  } catch (error) {
    const refused = isProblem(error) && error.status >= 400 && error.status < 500 && error.status !== 429;
    if (refused) leave(session.state === 'in' ? { state: 'out', reason: 'ended' } : { state: 'out' });
    // Who is in stays in while the line is down: the next request asks again.
    else if (session.state === 'starting') leave({ state: 'out', reason: 'unreachable' });
    throw error instanceof Problem ? error : new Problem(0, {}, undefined, error);
  }
}

function enter({ access_token, expires_in, operator }: SignedInBody): string {
  access = { token: access_token, until: Date.now() + expires_in * 1000 };
  tell({ state: 'in', me: operator });
  return access_token;
}

function leave(next: Session): void {
  access = undefined;
  tell(next);
}

function tell(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}
