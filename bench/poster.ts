import { Agent, type IncomingMessage, request } from 'node:http';

export interface Sent {
  status: number;
  /** Monotonic ms at which the answer's head was there. */
  answeredAt: number;
}

/** Posts to one address, over connections that stay open. */
export interface Poster extends Disposable {
  /** @throws Error if nothing answers. */
  post(body: unknown): Promise<Sent>;
}

export function createPoster(url: string, headers: Record<string, string>): Poster {
  const agent = new Agent({ keepAlive: true, noDelay: true });
  const typed = { ...headers, 'content-type': 'application/json' };
  return {
    async post(body) {
      const response = await send(url, agent, typed, JSON.stringify(body));
      const answeredAt = performance.now();
      response.resume();
      return { status: response.statusCode ?? 0, answeredAt };
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

function send(
  url: string,
  agent: Agent,
  headers: Record<string, string>,
  body: string,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method: 'POST', headers }, resolve);
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
