import { pingWebhook } from '../contracts/webhook.ts';
import { secretsInForce } from '../domain/webhook-secret.ts';
import type { Ping, Pinger, PingResult } from '../ports.ts';
import { signWebhook } from './http/webhook-signature.ts';
import type { WebhookSenderParts } from './webhook-sender.ts';

/** Sends test pings: what a partner's endpoint gets of them differs from a reply in its body alone. */
export class WebhookPinger implements Pinger {
  readonly #parts: WebhookSenderParts;

  constructor(parts: WebhookSenderParts) {
    this.#parts = parts;
  }

  async ping({ id, partner: partnerId, url, at }: Ping): Promise<PingResult> {
    const { client, directory, clock, version } = this.#parts;
    const partner = await directory.partner(partnerId);
    if (!partner) throw new Error(`partner ${partnerId} does not exist`);
    const body = JSON.stringify(pingWebhook(id, at));
    const secrets = secretsInForce(partner, at);
    const timestampSeconds = Math.floor(clock.wall() / 1000);
    const headers = {
      ...signWebhook({ id, timestampSeconds, body, secrets }),
      'content-type': 'application/json',
      'user-agent': `Firstline/${version}`,
    };
    return { result: await client.post({ url, headers, body }), signatures: secrets.length };
  }
}
