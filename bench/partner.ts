import { Agent, type IncomingMessage, request } from 'node:http';
import { DEMO } from '../local/seed.ts';

export interface Sent {
  status: number;
  /** Monotonic ms at which the answer's head was there. */
  answeredAt: number;
}

/** The demo partner's CRM, which passes on what its clients write. */
export interface Partner extends Disposable {
  send(message: { client_id: string; content: string }): Promise<Sent>;
}

export function createPartner(url: string, webhookUrl: string): Partner {
  const agent = new Agent({ keepAlive: true, noDelay: true });
  const headers = {
    authorization: `Bearer ${DEMO.key}`,
    'content-type': 'application/json',
    'x-webhook-url': webhookUrl,
  };
  return {
    async send(message) {
      const body = JSON.stringify(message);
      const response = await post(`${url}/api/messages`, agent, headers, body);
      const answeredAt = performance.now();
      response.resume();
      return { status: response.statusCode ?? 0, answeredAt };
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

function post(
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
