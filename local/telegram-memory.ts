import type { TwinStore } from './persistence.ts';
import type { PendingUpdate } from './telegram-backlog.ts';
import type { PlayedChat } from './telegram-chats.ts';
import type { SentItem } from './telegram-sent.ts';
import type { WebhookSettings } from './telegram-webhook.ts';

/** A bot as it is kept over restarts. */
export interface KeptBot {
  id: number;
  username: string;
  token?: string | undefined;
  webhook?: WebhookSettings | undefined;
  allowed?: string[] | undefined;
}

/** What the play remembers over restarts: Telegram does not forget its chats when a laptop is closed. */
export interface TelegramMemory {
  bots(): KeptBot[];
  keepBot(bot: KeptBot): void;
  chats(bot: number): PlayedChat[];
  keepChat(bot: number, chat: PlayedChat): void;
  updates(bot: number): PendingUpdate[];
  keepUpdate(bot: number, one: PendingUpdate): void;
  forgetUpdate(bot: number, one: PendingUpdate): void;
  sent(): { chat: number; item: SentItem }[];
  keepSent(chat: number, item: SentItem): void;
}

export function createTelegramMemory(store: TwinStore): TelegramMemory {
  const numbers = new Map<PendingUpdate, number>();
  const kept = store.list('telegram-update').map(({ value }) => value as KeptUpdate);
  let updateNumber = Math.max(0, ...kept.map(({ number }) => number));
  let sentNumber = store.list('telegram-sent').length;
  const nameOf = (bot: number, one: number | undefined): string => `${bot}/${one}`;

  return {
    bots: () => store.list('telegram-bot').map(({ value }) => value as KeptBot),
    keepBot: (bot) => store.put('telegram-bot', String(bot.id), bot),
    chats: (bot) =>
      store
        .list('telegram-chat')
        .filter(({ id }) => id.startsWith(`${bot}/`))
        .map(({ value }) => value as PlayedChat),
    keepChat: (bot, chat) => store.put('telegram-chat', nameOf(bot, chat.id), chat),
    updates: (bot) =>
      kept
        .filter((one) => one.bot === bot)
        .map(({ number, pending }) => {
          numbers.set(pending, number);
          return pending;
        }),
    keepUpdate(bot, pending) {
      updateNumber += 1;
      numbers.set(pending, updateNumber);
      store.put('telegram-update', nameOf(bot, updateNumber), { bot, number: updateNumber, pending });
    },
    forgetUpdate(bot, one) {
      store.remove('telegram-update', nameOf(bot, numbers.get(one)));
      numbers.delete(one);
    },
    sent: () => store.list('telegram-sent').map(({ value }) => value as { chat: number; item: SentItem }),
    keepSent(chat, item) {
      sentNumber += 1;
      store.put('telegram-sent', String(sentNumber), { chat, item });
    },
  };
}

interface KeptUpdate {
  bot: number;
  number: number;
  pending: PendingUpdate;
}
