import { WebSocket } from 'ws';
import { DEMO } from '../../local/seed.ts';

/** Connects an admin's screen, which is told of every message. */
export async function openScreen(url: string): Promise<Disposable> {
  const login = await ask(`${url}/api/auth/login`, {}, { operator_id: DEMO.admin, password: DEMO.password });
  const bearer = { authorization: `Bearer ${login['access_token']}` };
  const ticket = await ask(`${url}/api/auth/ws-ticket`, bearer, {});
  const socket = new WebSocket(String(ticket['url']));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return { [Symbol.dispose]: () => socket.terminate() };
}

async function ask(
  url: string,
  headers: Record<string, string>,
  body: object,
): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return (await answer.json()) as Record<string, unknown>;
}
