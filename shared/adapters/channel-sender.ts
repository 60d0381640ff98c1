import type { SendResult } from '../domain/delivery.ts';
import type { Channel } from '../domain/message.ts';
import type { OutgoingText, Sender } from '../ports.ts';

/** Sends each text by the channel of its conversation: a bot's chat, or a partner's webhook. */
export class ChannelSender implements Sender {
  readonly #chats: Sender;
  readonly #webhooks: Sender;

  constructor({ chats, webhooks }: { chats: Sender; webhooks: Sender }) {
    this.#chats = chats;
    this.#webhooks = webhooks;
  }

  send(text: OutgoingText): Promise<SendResult> {
    return this.#of(text.channel).send(text);
  }

  typing(channel: Channel): Promise<void> {
    return this.#of(channel).typing(channel);
  }

  #of({ bot }: Channel): Sender {
    return bot === undefined ? this.#webhooks : this.#chats;
  }
}
