import { replyWebhook } from '../contracts/webhook.ts';
import type { SendResult } from '../domain/delivery.ts';
import type { Channel } from '../domain/message.ts';
import { secretsInForce } from '../domain/webhook-secret.ts';
import type { Clock, Directory, OutgoingText, Sender } from '../ports.ts';
import type { GuardedClient } from './http/guarded-client.ts';
import { signWebhook } from './http/webhook-signature.ts';

export interface WebhookSenderParts {
  client: Pick<GuardedClient, 'post'>;
  directory: Pick<Directory, 'partner'>;
  clock: Clock;
  version: string;
}

/** Sends texts to partners' webhooks, signed after Standard Webhooks; the message id makes repeats recognisable. */
export class WebhookSender implements Sender {
  readonly #parts: WebhookSenderParts;

  constructor(parts: WebhookSenderParts) {
    this.#parts = parts;
  }

  async send(text: OutgoingText): Promise<SendResult> {
    const { client, directory, clock, version } = this.#parts;
    const partner = await directory.partner(text.partner);
    if (!partner) throw new Error(`partner ${text.partner} does not exist`);
    const body = JSON.stringify(replyWebhook(text.client_id, text.turn));
    const timestampSeconds = Math.floor(clock.wall() / 1000);
    const signature = signWebhook({
      id: text.turn.id,
      timestampSeconds,
      body,
      secrets: secretsInForce(partner, clock.business()),
    });
    return client.post({
      url: text.channel.webhook_url ?? '',
      headers: {
        ...signature,
        ...addressHeaders(text.channel),
        'content-type': 'application/json',
        'user-agent': `Firstline/${version}`,
      },
      body,
    });
  }
}

function addressHeaders({ platform, chat_id }: Channel): Record<string, string> {
  return { ...(platform && { 'x-platform': platform }), ...(chat_id && { 'x-chat-id': chat_id }) };
}
