import { DEMO_BOT } from '../local/telegram-demo.ts';
import { createPoster, type Sent } from './poster.ts';
import type { TextUpdate } from './telegram-updates.ts';

/** What the twin's Telegram has counted. */
export interface SendCounts {
  sent: number;
  refused_429: number;
  within_retry_after: number;
}

/** Telegram as the bench plays it: it posts the updates itself, at its own times; what bots send, the twin's play takes in. */
export interface TelegramEnd extends Disposable {
  post(update: TextUpdate): Promise<Sent>;
  /** Lets bots write in these chats, as if somebody had written there before. */
  know(chats: Iterable<number>): Promise<void>;
  /** When texts were put into the chat, epoch ms, oldest first. */
  texts(chat: number): Promise<number[]>;
  counts(): Promise<SendCounts>;
  forgetCounts(): Promise<void>;
  /** The next text is refused, and the bot told to wait. */
  refuseNext(retryAfterS: number): Promise<void>;
}

const AT_ONCE = 20;
/** Of a kind that the desk does not ask for: the play makes the chat's acquaintance, and hands nothing on. */
const UNWANTED = { update: { poll: {} } };

export function createTelegramEnd(url: string): TelegramEnd {
  const poster = createPoster(`${url}/api/telegram/${DEMO_BOT.id}/webhook`, {
    'x-telegram-bot-api-secret-token': DEMO_BOT.secret,
  });
  const ask = async <Body>(method: string, path: string, body?: unknown): Promise<Body> => {
    const given = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${url}/_local/telegram${path}`, { method, ...given });
    if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Body;
  };
  return {
    post: poster.post,
    async know(chats) {
      const unknown = [...new Set(chats)];
      while (unknown.length > 0) {
        const some = unknown.splice(0, AT_ONCE);
        await Promise.all(some.map((chat) => ask('POST', `/chats/${chat}`, UNWANTED)));
      }
    },
    async texts(chat) {
      const { items } = await ask<{ items: { at: string }[] }>('GET', `/chats/${chat}`);
      return items.map(({ at }) => Date.parse(at));
    },
    counts: () => ask('GET', '/stats'),
    forgetCounts: () => ask('DELETE', '/stats'),
    refuseNext: (retry_after) => ask('PUT', '/behaviour', { status: 429, retry_after, times: 1 }),
    [Symbol.dispose]: () => poster[Symbol.dispose](),
  };
}
