import { DEMO } from '../local/seed.ts';
import { createPoster, type Sent } from './poster.ts';

/** The demo partner's CRM, which passes on what its clients write. */
export interface Partner extends Disposable {
  send(message: { client_id: string; content: string }): Promise<Sent>;
}

export function createPartner(url: string, webhookUrl: string): Partner {
  const poster = createPoster(`${url}/api/messages`, {
    authorization: `Bearer ${DEMO.key}`,
    'x-webhook-url': webhookUrl,
  });
  return { send: poster.post, [Symbol.dispose]: () => poster[Symbol.dispose]() };
}
