import type { Activity } from './activity.ts';
import type { TwinClock } from './clock.ts';
import type { TwinStore } from './persistence.ts';
import { DEMO_BOT, type TelegramEnds } from './telegram-demo.ts';
import { createTelegramMemory } from './telegram-memory.ts';
import { createTelegramPlay, type TelegramPlay } from './telegram-play.ts';
import { startTelegramPolling } from './telegram-polling.ts';

export interface TelegramNeed {
  ends: TelegramEnds;
  clock: TwinClock;
  activity: Activity;
  /** Where chats and updates are kept over restarts. */
  store?: TwinStore | undefined;
  limits: boolean;
  log(line: string): void;
}

/** Starts the Telegram that the twin's bots live in, and hands on what the real one has for the demo bot, if there is a token. */
export function startTelegram(need: TelegramNeed, parts: AsyncDisposableStack): TelegramPlay {
  const { ends, clock, activity, store, limits, log } = need;
  const play = createTelegramPlay({
    clock,
    limits,
    open: activity.open,
    demoWebhook: ends.real ? undefined : ends.demoWebhook,
    memory: store && createTelegramMemory(store),
  });
  parts.defer(play.close);
  if (ends.real) {
    const { demoToken: token, apiUrl, demoWebhook: door } = ends;
    const polling = startTelegramPolling({ token, apiUrl, door, secret: DEMO_BOT.secret, log });
    parts.defer(polling.close);
  }
  return play;
}
