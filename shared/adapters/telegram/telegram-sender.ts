import type { SendResult } from '../../domain/delivery.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Channel } from '../../domain/message.ts';
import { floodWait } from '../../domain/telegram-disposition.ts';
import type {
  BotApi,
  BotApiAnswer,
  BotApiRefusal,
  BotPacing,
  BotTokens,
  Clock,
  OutgoingText,
  Pause,
  Sender,
} from '../../ports.ts';
import type { Deadlines } from '../http/exchange.ts';
import { type ChatDelivery, NOTHING_LEFT, paced, refusedByUs, told, withoutWords } from './chat-results.ts';
import { ownTrouble, Trouble } from './own-trouble.ts';
import { isDefinite, refusalReason } from './refusals.ts';
import { messagesOf } from './send-message.ts';

/** A part may wait for its moment before: with that it still ends within its claim. */
export const BOT_DEADLINES: Deadlines = { connectMs: 3_000, headersMs: 8_000, totalMs: 10_000 };

export interface TelegramSenderParts {
  api: Pick<BotApi, 'call'>;
  tokens: BotTokens;
  pacing: BotPacing;
  clock: Clock;
  pause: Pause;
}

/**
 * Sends texts into the chats of Telegram bots, part by part. A part is sent again in two cases only, in which nothing of it
 * is in a chat: the chat has moved, and the answer said where to; or the token was another one's before. Never rejects for what stores or network do, since a text of which nothing is known counts as
 * sent.
 */
export class TelegramSender implements Sender {
  readonly #parts: TelegramSenderParts;

  constructor(parts: TelegramSenderParts) {
    this.#parts = parts;
  }

  async send({ channel, text, parts_sent = 0 }: OutgoingText): Promise<SendResult> {
    const { bot = '', chat_id: chat } = channel;
    const started = this.#parts.clock.wall();
    const messages = messagesOf(text);
    const parts = { sent: Math.min(parts_sent, messages.length), of: messages.length };
    const token = await ownTrouble(() => this.#parts.tokens.token(bot));
    if (token instanceof Trouble) return { ...token.result, chat: { verdict: 'unsent', parts } };
    if (token === undefined) return refusedByUs('token', parts);
    if (chat === undefined) return refusedByUs('no_chat', parts);
    if (messages.length === 0) return refusedByUs('other', parts);
    return this.#deliver({ bot, token, messages, started, chat, sent: parts.sent, refused: new Set() });
  }

  /** Shows in the chat that somebody writes. If it fails, nothing is lost. */
  async typing({ bot, chat_id }: Channel): Promise<void> {
    if (bot !== undefined && chat_id !== undefined)
      await this.#tell(bot, 'sendChatAction', { chat_id, action: 'typing' });
  }

  async #tell(bot: string, method: string, parameters: Record<string, unknown>): Promise<void> {
    await ownTrouble(async () => {
      const token = await this.#parts.tokens.token(bot);
      if (token !== undefined) await this.#parts.api.call(token, method, parameters);
    });
  }

  async #deliver(delivery: ChatDelivery): Promise<SendResult> {
    while (delivery.sent < delivery.messages.length) {
      const end = (await this.#waitForRoom(delivery)) ?? (await this.#sendPart(delivery));
      if (end) return end;
    }
    return told(delivery, delivery.last ?? NOTHING_LEFT, { verdict: 'taken' });
  }

  /** Waits for the next part's moment; a result if that does not come in time for this attempt. */
  async #waitForRoom(delivery: ChatDelivery): Promise<SendResult | undefined> {
    const spacing = delivery.last ? LIMITS.chatSpacingWall : 0;
    if (this.#isLate(delivery, spacing)) return paced(delivery);
    if (spacing > 0) await this.#parts.pause(spacing);
    for (;;) {
      const moment = await this.#takeMoment(delivery);
      if (typeof moment === 'object') return moment;
      const wait = Math.max(0, Math.ceil(moment - this.#parts.clock.wall()));
      if (wait > LIMITS.pacedWaitWall || this.#isLate(delivery, wait)) return paced(delivery);
      if (wait === 0) return undefined;
      await this.#parts.pause(wait);
      const silent = await ownTrouble(() => this.#parts.pacing.isHeld(delivery.bot));
      if (silent instanceof Trouble) return told(delivery, silent.result, { verdict: 'unsent' });
      if (silent) return paced(delivery);
      // Sent much later than its moment, it would be one too many in the seconds of others.
      if (this.#parts.clock.wall() <= moment + LIMITS.momentLateWall) return undefined;
    }
  }

  #isLate({ started }: ChatDelivery, wait: number): boolean {
    return this.#parts.clock.wall() + wait > started + LIMITS.chatSpanWall;
  }

  async #takeMoment(delivery: ChatDelivery): Promise<number | SendResult> {
    const { bot, chat } = delivery;
    const moment = await ownTrouble(() => this.#parts.pacing.take(bot, isGroup(chat) ? chat : undefined));
    if (moment instanceof Trouble) return told(delivery, moment.result, { verdict: 'unsent' });
    return moment ?? paced(delivery);
  }

  /** A result if the text ends here for this attempt. */
  async #sendPart(delivery: ChatDelivery): Promise<SendResult | undefined> {
    const { token, chat, messages, sent } = delivery;
    const answered = await this.#parts.api.call(token, 'sendMessage', { chat_id: chat, ...messages[sent] });
    const { result, answer } = answered;
    if (answer?.ok) {
      delivery.sent += 1;
      delivery.last = withoutWords(result, answer.value);
      return undefined;
    }
    const again = answer && (this.#hasMoved(delivery, answer) || (await this.#hasNewToken(delivery, answer)));
    return again ? undefined : this.#unanswered(delivery, answered);
  }

  #hasMoved(delivery: ChatDelivery, { migrate_to }: BotApiRefusal): boolean {
    if (migrate_to === undefined || delivery.moved_to !== undefined) return false;
    delivery.chat = migrate_to;
    delivery.moved_to = migrate_to;
    return true;
  }

  /** A token that was remembered may have been replaced since. */
  async #hasNewToken(delivery: ChatDelivery, answer: BotApiRefusal): Promise<boolean> {
    if (refusalReason(answer) !== 'token') return false;
    const { bot, token } = delivery;
    const other = await ownTrouble(() => this.#parts.tokens.token(bot, token));
    if (typeof other !== 'string' || delivery.refused.has(other) || other === token) return false;
    delivery.refused.add(token);
    delivery.token = other;
    return true;
  }

  async #unanswered(delivery: ChatDelivery, { result, answer, unsent }: BotApiAnswer): Promise<SendResult> {
    if (!answer || answer.ok) return told(delivery, result, { verdict: unsent ? 'unsent' : 'unknown' });
    const came = { ...result, ...(result.kind === 'response' && { status: answer.code }) };
    if (!isDefinite(answer)) return told(delivery, came, { verdict: 'unknown' });
    const reason = refusalReason(answer);
    if (reason === 'flood') await this.#hold(delivery.bot, answer);
    const { retry_after } = answer;
    return told(delivery, came, {
      verdict: 'refused',
      reason,
      ...(retry_after !== undefined && { retry_after }),
    });
  }

  /** Lets no other instance send either, until the bot's note has come round. */
  async #hold(bot: string, { retry_after }: BotApiRefusal): Promise<void> {
    const { pacing, clock } = this.#parts;
    await ownTrouble(() => pacing.hold(bot, clock.business() + floodWait(retry_after)));
  }
}

/** Groups and supergroups have negative numbers. */
function isGroup(chat: string): boolean {
  return chat.startsWith('-');
}
