import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO } from '../../local/seed.ts';
import { startTwin, type Twin } from '../../local/twin.ts';

let twin: Twin;
beforeAll(async () => {
  twin = await startTwin({ port: 0, adminToken: 'token-of-the-admin', log: () => undefined });
});
afterAll(() => twin.close());

interface Asked {
  token?: string | undefined;
  cookie?: string | undefined;
  origin?: string;
  body?: unknown;
}

async function ask(method: string, path: string, { token, cookie, origin, body }: Asked = {}) {
  const response = await fetch(`${twin.url}${path}`, {
    method,
    headers: {
      origin: origin ?? twin.url,
      ...(token && { authorization: `Bearer ${token}` }),
      ...(cookie && { cookie: `theme=dark; ${cookie}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = JSON.parse((await response.text()) || '{}');
  const [set] = response.headers.getSetCookie();
  return { status: response.status, answer, cookie: set?.split(';')[0], attributes: set };
}

const login = (operator_id: string, password: string = DEMO.password) =>
  ask('POST', '/api/auth/login', { body: { operator_id, password } });

describe('people of the demo desk', () => {
  it('sign in, ask who they are, read what they may, come back with the cookie, and sign out', async () => {
    const here = await login('operator_001');
    expect(here).toMatchObject({
      status: 200,
      answer: {
        expires_in: 900,
        operator: { id: 'operator_001', role: 'operator', password_change_required: false },
      },
      attributes: expect.stringMatching(/; Path=\/api\/auth; HttpOnly; Secure; SameSite=Strict$/),
    });
    const token: string = here.answer.access_token;
    expect((await ask('GET', '/api/auth/me', { token })).answer).toMatchObject({ id: 'operator_001' });
    expect((await ask('GET', '/api/policy', { token })).status).toBe(200);
    expect(await ask('PUT', '/api/policy', { token, body: {} })).toMatchObject({
      status: 403,
      answer: { code: 'auth.forbidden' },
    });
    expect((await ask('GET', '/api/admin/operators', { token })).status).toBe(403);

    const next = await ask('POST', '/api/auth/refresh', { cookie: here.cookie });
    expect(next.status).toBe(200);
    expect(next.cookie).not.toBe(here.cookie);
    expect((await ask('GET', '/api/policy', { token: next.answer.access_token })).status).toBe(200);
    expect((await ask('POST', '/api/auth/logout', { cookie: next.cookie })).status).toBe(204);
    expect((await ask('POST', '/api/auth/refresh', { cookie: next.cookie })).status).toBe(401);
  });

  it('have an admin among them, who may do what the printed token may', async () => {
    const { answer } = await login('admin_001');
    for (const token of [answer.access_token, twin.adminToken]) {
      const { items } = (await ask('GET', '/api/admin/operators', { token })).answer;
      expect(items.map(({ id }: { id: string }) => id)).toEqual([
        'admin_001',
        'operator_001',
        'operator_002',
      ]);
    }
  });

  it('are refused with a wrong password, from another site, and at a path that there is not', async () => {
    expect(await login('operator_002', 'guess')).toMatchObject({
      status: 401,
      answer: { code: 'auth.credentials_wrong' },
    });
    const foreign = { origin: 'https://evil.example.com', body: { operator_id: 'x', password: 'x' } };
    expect((await ask('POST', '/api/auth/login', foreign)).status).toBe(403);
    expect((await ask('GET', '/api/auth/nothing')).status).toBe(401);
    expect((await ask('GET', '/api/auth/nothing', { token: twin.adminToken })).status).toBe(404);
  });

  it('get a ticket for the socket of this machine', async () => {
    const { answer } = await login('operator_002');
    const ticket = (await ask('POST', '/api/auth/ws-ticket', { token: answer.access_token })).answer;
    const url = new URL(twin.url);
    expect(ticket).toMatchObject({
      expires_in: 30,
      url: `ws://${url.host}/ws?ticket=${ticket.ticket}`,
    });
  });
});
