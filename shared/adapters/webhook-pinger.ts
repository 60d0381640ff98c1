import { pingWebhook } from '../contracts/webhook.ts';
import type { Ping, Pinger, PingResult } from '../ports.ts';
import type { WebhookSenderParts } from './webhook-sender.ts';
import { signFor } from './webhook-signer.ts';

/** Sends test pings: what a partner's endpoint gets of them differs from a reply in its body alone. */
export class WebhookPinger implements Pinger {
  readonly #parts: WebhookSenderParts;

  constructor(parts: WebhookSenderParts) {
    this.#parts = parts;
  }

  async ping({ id, partner, url, at }: Ping): Promise<PingResult> {
    const { client, version } = this.#parts;
    const body = JSON.stringify(pingWebhook(id, at));
    const signed = await signFor(this.#parts, { partner, id, body });
    const headers = {
      ...signed.headers,
      'content-type': 'application/json',
      'user-agent': `Firstline/${version}`,
    };
    return { result: await client.post({ url, headers, body }), signatures: signed.signatures };
  }
}
