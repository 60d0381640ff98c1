import type { Bot } from '../domain/bot.ts';
import type { SendResult } from '../domain/delivery.ts';
import type { Written } from './written.ts';

/** The desk's bots. */
export interface Bots {
  bot(id: string): Promise<Bot | undefined>;
}

/** Changes them. It reads past every cache. */
export interface BotRows extends Bots {
  /** By id. */
  bots(): Promise<Bot[]>;
  /** Keeps `next` under the revision after the one `seen`, if that still stands; `undefined`: if there is none. */
  saveBot(seen: Bot | undefined, next: Bot): Promise<Written>;
  removeBot(seen: Bot): Promise<Written>;
}

/** Bots' tokens, in the secret store. */
export interface BotTokens {
  /** @param refused one that is not taken any more: whoever remembers it looks whether there is another */
  token(bot: string, refused?: string): Promise<string | undefined>;
}

/** Changes them. */
export interface BotTokenStore extends BotTokens {
  putToken(bot: string, token: string): Promise<void>;
  removeToken(bot: string): Promise<void>;
}

/** The Bot API, one method at a time. It never throws for what the API or the network does. */
export interface BotApi {
  call(token: string, method: string, parameters: Record<string, unknown>): Promise<BotApiAnswer>;
  /** A file, if it has at most so many bytes. */
  download(token: string, path: string, most: number): Promise<Download>;
}

export interface BotApiAnswer {
  /** How the request fared; the body is that of the result. */
  result: SendResult;
  /** The API's own answer, if one came: `ok` and what goes with it. */
  answer?: { ok: true; value: unknown } | BotApiRefusal | undefined;
  /** It provably failed before anything of the request could leave. */
  unsent?: true | undefined;
}

export interface BotApiRefusal {
  ok: false;
  code: number;
  /** At most 256 characters. */
  description: string;
  retry_after?: number | undefined;
  migrate_to?: string | undefined;
}

/** `missing`: there is none at this path, or it is no path that may be asked for. */
export type Download =
  | { kind: 'file'; bytes: Uint8Array }
  | { kind: 'missing' | 'too_large' }
  | { kind: 'failed'; why: string };

/** How fast bots may send, over all instances together, by wall time. */
export interface BotPacing {
  /**
   * Takes the next free moment of the bot (and, if it is given, of the group) and says when it is, wall time. Undefined:
   * it is further off than LIMITS.pacedWaitWall, and was not taken.
   */
  take(bot: string, group?: string): Promise<number | undefined>;
  /** Gives out no moment of the bot before then, business time. */
  hold(bot: string, until: number): Promise<void>;
  /** Is it to keep silent now? A moment that was taken before may have come since. */
  isHeld(bot: string): Promise<boolean>;
}

/** Updates that could not be understood, where operators see them. */
export interface ParkedUpdates {
  park(update: ParkedUpdate): Promise<void>;
  /** Newest first, from behind `before` on. */
  parked(page: { limit: number; before?: ParkedPlace | undefined }): Promise<ParkedUpdate[]>;
}

/** Names a parked update: it is parked once at a time. */
export type ParkedPlace = Pick<ParkedUpdate, 'at' | 'bot' | 'update'>;

export interface ParkedUpdate {
  bot: string;
  update: number;
  at: number;
  why: string;
  /** As it came, at most LIMITS.parkedCharacters; a cut is marked. */
  body: string;
}
