import type { TwinClock } from './clock.ts';
import type { Json } from './json-shape.ts';
import { createBacklog } from './telegram-backlog.ts';
import { type ChatBook, createChatBook } from './telegram-chats.ts';
import { createInbox, type Inbox } from './telegram-inbox.ts';
import { createSendLimits, type SendLimits } from './telegram-limits.ts';
import type { KeptBot, TelegramMemory } from './telegram-memory.ts';
import type { WallTime } from './telegram-wall-time.ts';
import type { WebhookCall } from './telegram-webhook-call.ts';

/** A bot that the play answers for. */
export interface PlayedBot {
  readonly id: number;
  username: string;
  /** Nothing once it is revoked. */
  token: string | undefined;
  readonly chats: ChatBook;
  readonly inbox: Inbox;
  readonly limits: SendLimits;
  /** Taps on buttons that wait for an answer. */
  readonly taps: Set<string>;
}

export interface Bots {
  /** Adds a bot, or gives the one with the token's id this token and name. @returns nothing if it is no token. */
  put(bot: { token: string; username: string } & Pick<KeptBot, 'webhook' | 'allowed'>): PlayedBot | undefined;
  revoke(id: number): boolean;
  byToken(token: string): PlayedBot | undefined;
  byName(username: string): PlayedBot | undefined;
  all(): PlayedBot[];
  close(): void;
}

export interface BotsNeed {
  time: WallTime;
  clock: Pick<TwinClock, 'now'>;
  /** Runs an attempt to hand on an update, so that others can wait for its end. */
  open<T>(work: () => Promise<T>): Promise<T>;
  /** Does what the answer of a bot's webhook asks for. */
  perform(bot: PlayedBot, call: WebhookCall): void;
  memory?: TelegramMemory | undefined;
}

const TOKEN = /^(?<id>[1-9]\d{0,14}):[A-Za-z0-9_-]{35}$/;

export function createBots(need: BotsNeed): Bots {
  const { memory } = need;
  const bots = new Map<number, PlayedBot>();
  for (const kept of memory?.bots() ?? []) bots.set(kept.id, startBot(need, kept));
  const find = (is: (bot: PlayedBot) => boolean): PlayedBot | undefined => [...bots.values()].find(is);

  return {
    put({ token, username, webhook, allowed }) {
      const id = Number(TOKEN.exec(token)?.groups?.['id']);
      if (!(id > 0)) return undefined;
      const bot = bots.get(id) ?? startBot(need, { id, username, token, webhook, allowed });
      bots.set(id, bot);
      Object.assign(bot, { token, username });
      keep(memory, bot);
      return bot;
    },
    revoke(id) {
      const bot = bots.get(id);
      if (!bot) return false;
      bot.token = undefined;
      keep(memory, bot);
      return true;
    },
    byToken: (token) => find((bot) => bot.token === token),
    byName: (username) => find((bot) => bot.username === username),
    all: () => [...bots.values()],
    close() {
      for (const { inbox } of bots.values()) inbox.close();
    },
  };
}

export function userOf({ id, username }: Pick<PlayedBot, 'id' | 'username'>): Json {
  return { id, is_bot: true, first_name: username, username };
}

function startBot({ time, clock, open, perform, memory }: BotsNeed, kept: KeptBot): PlayedBot {
  const { id, username, token, webhook, allowed } = kept;
  const keeper = memory && {
    added: memory.keepUpdate.bind(undefined, id),
    removed: memory.forgetUpdate.bind(undefined, id),
  };
  const bot: PlayedBot = {
    id,
    username,
    token,
    chats: createChatBook((chat) => memory?.keepChat(id, chat), memory?.chats(id)),
    inbox: createInbox({
      backlog: createBacklog(time, keeper, memory?.updates(id)),
      time,
      clock,
      open,
      perform: (call) => perform(bot, call),
      settings: webhook,
      allowed,
      onChange: () => keep(memory, bot),
    }),
    limits: createSendLimits(time, clock),
    taps: new Set(),
  };
  return bot;
}

function keep(memory: TelegramMemory | undefined, { id, username, token, inbox }: PlayedBot): void {
  memory?.keepBot({ id, username, token, webhook: inbox.webhook(), allowed: inbox.allowed() });
}
