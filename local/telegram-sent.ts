import type { Json } from './json-shape.ts';

/** Something that a bot sent, and when, in business time. */
export interface SentItem extends Json {
  at: string;
  method: string;
  /** The bot's username. */
  bot: string;
}

/** What the bots did in each chat, oldest first; the newest 5,000 of a chat. */
export interface SentLog {
  add(chat: number, item: SentItem): void;
  list(chat: number, bot?: string): { items: SentItem[]; dropped?: number };
}

const MOST_ITEMS = 5_000;
const MOST_CHATS = 200_000;

export function createSentLog(
  onAdd: (chat: number, item: SentItem) => void = () => undefined,
  kept: { chat: number; item: SentItem }[] = [],
): SentLog {
  const chats = new Map<number, { items: SentItem[]; dropped: number }>();

  function put(chat: number, item: SentItem): void {
    const log = chats.get(chat) ?? { items: [], dropped: 0 };
    chats.set(chat, log);
    log.items.push(item);
    if (log.items.length > MOST_ITEMS) {
      log.items.shift();
      log.dropped += 1;
    }
    if (chats.size > MOST_CHATS) chats.delete(chats.keys().next().value ?? chat);
  }

  for (const { chat, item } of kept) put(chat, item);
  return {
    add(chat, item) {
      put(chat, item);
      onAdd(chat, item);
    },
    list(chat, bot) {
      const { items, dropped } = chats.get(chat) ?? { items: [], dropped: 0 };
      const mine = bot === undefined ? items : items.filter((item) => item.bot === bot);
      return dropped === 0 ? { items: mine } : { items: mine, dropped };
    },
  };
}
