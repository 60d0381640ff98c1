import { replyWebhook } from '../contracts/webhook.ts';
import type { SendResult } from '../domain/delivery.ts';
import type { Channel } from '../domain/message.ts';
import type { OutgoingText, Sender } from '../ports.ts';
import type { GuardedClient } from './http/guarded-client.ts';
import { type SignerParts, signFor } from './webhook-signer.ts';

export interface WebhookSenderParts extends SignerParts {
  client: Pick<GuardedClient, 'post'>;
  version: string;
}

/** Sends texts to partners' webhooks, signed after Standard Webhooks; the message id makes repeats recognisable. */
export class WebhookSender implements Sender {
  readonly #parts: WebhookSenderParts;

  constructor(parts: WebhookSenderParts) {
    this.#parts = parts;
  }

  async send({ partner, client_id, channel, text }: OutgoingText): Promise<SendResult> {
    const { client, version } = this.#parts;
    const body = JSON.stringify(replyWebhook(client_id, text));
    const signed = await signFor(this.#parts, { partner, id: text.id, body });
    return client.post({
      url: channel.webhook_url ?? '',
      headers: {
        ...signed.headers,
        ...addressHeaders(channel),
        'content-type': 'application/json',
        'user-agent': `Firstline/${version}`,
      },
      body,
    });
  }

  /** Webhooks have no way to say so. */
  async typing(): Promise<void> {}
}

function addressHeaders({ platform, chat_id }: Channel): Record<string, string> {
  return { ...(platform && { 'x-platform': platform }), ...(chat_id && { 'x-chat-id': chat_id }) };
}
