import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { endpointId } from './ids.ts';
import { LIMITS } from './limits.ts';

/** A Telegram bot of the desk. Its token is in the secret store and never here. */
export interface Bot {
  /** Its name in paths and commands: 1–32 of `a-z0-9_-`, beginning with a letter or digit. */
  id: string;
  /** What the Bot API says of it. */
  telegram_id: number;
  username: string;
  created_at: number;
  /** Counts the changes of the row; every write is conditional on the one it saw. */
  revision: number;
  /** What its webhook's updates may show, newest first; at most `LIMITS.botSecrets`. */
  secrets: BotSecret[];
}

export interface BotSecret {
  /** SHA-256 of the secret token, hex. */
  hash: string;
  /** An older one is taken until then, epoch milliseconds of business time. */
  until?: number | undefined;
  /** What makes it, with the bot's token, as long as Telegram has not said that it was set; see {@link secretOnOffer}. */
  seed?: string | undefined;
}

const BOT_ID = /^[a-z0-9][a-z0-9_-]{0,31}$/;

export function isBotId(text: string): boolean {
  return BOT_ID.test(text);
}

const BOTS_PARTNERS = 'telegram.';

/** Whose clients they are who write to a bot. */
export function partnerOfBot(bot: string): string {
  return `${BOTS_PARTNERS}${bot}`;
}

/** Names that no partner may have: its clients could be taken for those of a bot, and what the bot says for its own. */
export function isKeptForBots(partner: string): boolean {
  return partner.startsWith(BOTS_PARTNERS);
}

/** Where a bot's texts go, in place of a webhook's URL. */
export function urlOfBot(bot: string): string {
  return `telegram:${bot}`;
}

/** The endpoint that a bot is to its texts. */
export function endpointOfBot(bot: string): string {
  return endpointId(partnerOfBot(bot), urlOfBot(bot));
}

/** Why an endpoint is disabled whose bot has no token that Telegram takes. */
export const NO_TOKEN_RULE = 'telegram.token';

/** What is kept of a secret token: its SHA-256, hex. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The secret token that a seed makes, for whoever has the bot's token: so the same one can be offered again. */
export function secretFrom(token: string, seed: string): string {
  return createHmac('sha256', token).update(`webhook ${seed}`).digest('base64url');
}

/**
 * The secret that was offered to the webhook without a yes, if there is one. It is offered again in place of a new one,
 * so that nobody's call, however late it is worked on, lets the webhook show what the bot does not take.
 */
export function secretOnOffer(bot: Bot, token: string): string | undefined {
  return bot.secrets
    .flatMap(({ seed, hash }) => (seed === undefined ? [] : [{ secret: secretFrom(token, seed), hash }]))
    .find(({ secret, hash }) => hashOfSecret(secret) === hash)?.secret;
}

/** The bot while nobody can tell whether its webhook shows this new secret. No other one ends for that. */
export function offeringSecret(bot: Bot, offer: Required<Pick<BotSecret, 'hash' | 'seed'>>): Bot {
  return withSecrets(bot, [offer, ...bot.secrets]);
}

/**
 * The bot once its webhook has taken this secret: the older ones are taken for `LIMITS.botSecretOverlap` more, unless they
 * end sooner. Where a newer one stands nobody can tell which of them was set last, so that this one gets no end.
 */
export function withSecret(bot: Bot, hash: string, now: number): Bot {
  const [newest] = bot.secrets;
  const others = bot.secrets.filter((secret) => secret.hash !== hash && isInForce(secret, now));
  if (newest && newest.hash !== hash && bot.secrets.some((secret) => secret.hash === hash))
    return withSecrets(bot, [newest, { hash }, ...others.filter((secret) => secret !== newest)]);
  const end = now + LIMITS.botSecretOverlap;
  const ending = others.map((secret) => ({ hash: secret.hash, until: Math.min(secret.until ?? end, end) }));
  return withSecrets(bot, [{ hash }, ...ending]);
}

function withSecrets(bot: Bot, secrets: readonly BotSecret[]): Bot {
  return { ...bot, secrets: secrets.slice(0, LIMITS.botSecrets) };
}

/** Whether a secret with this hash is taken at `now`. It takes the same time wherever a hash differs, and whichever it is. */
export function isSecretOf(bot: Pick<Bot, 'secrets'>, hash: string, now: number): boolean {
  const shown = Buffer.from(hash);
  let found = false;
  for (const secret of bot.secrets) {
    const kept = Buffer.from(secret.hash);
    const same = kept.length === shown.length && timingSafeEqual(kept, shown);
    found = (same && isInForce(secret, now)) || found;
  }
  return found;
}

function isInForce({ until = Number.POSITIVE_INFINITY }: BotSecret, now: number): boolean {
  return now < until;
}
