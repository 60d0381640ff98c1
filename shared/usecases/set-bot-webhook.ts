import {
  type Bot,
  hashOfSecret,
  offeringSecret,
  secretFrom,
  secretOnOffer,
  withSecret,
} from '../domain/bot.ts';
import { faultOfBotWebhookUrl } from '../domain/bot-webhook-url.ts';
import { Fault } from '../domain/errors.ts';
import { READ_KINDS } from '../domain/telegram/read-update.ts';
import { type Asked, askBotApi, type BotPorts, changeBot, faultOf, knownBot } from './ask-bot-api.ts';
import { type BotState, stateOf } from './read-bots.ts';

export interface BotWebhookPorts extends BotPorts {
  /** Fresh random bytes, of which one secret is made. */
  secretEntropy: () => Uint8Array;
  /** Where this API is from outside. */
  publicUrl: string;
  loopbackAllowed: () => boolean;
}

export interface WebhookAsked {
  id: string;
  /** The desk's own door for the bot, unless it is said. */
  url?: string | undefined;
  max_connections?: number | undefined;
  by: string;
}

const CONNECTIONS = 40;

/**
 * Tells Telegram where the bot's updates go, with a new secret token. It is taken beside the old one while Telegram is
 * asked, and the old one for `LIMITS.botSecretOverlap` after it said yes. Until it has said that, however often it is asked
 * and by however many, both are taken, and it is the same new one that is offered.
 * @throws Fault bot.unknown, request.invalid (path `url`), bot.api_refused, dependency.unavailable
 */
export async function setBotWebhook(ports: BotWebhookPorts, asked: WebhookAsked): Promise<BotState> {
  const { id, by, max_connections = CONNECTIONS } = asked;
  await knownBot(ports, id);
  const url = soundUrl(ports, asked);
  const token = await ports.tokens.token(id);
  if (token === undefined)
    throw new Fault('bot.api_refused', 'the token of this bot is not in the secret store; add the bot again');
  const secret = await offer(ports, id, token);
  const answer = await askBotApi(ports.botApi, token, 'setWebhook', {
    url,
    secret_token: secret,
    allowed_updates: READ_KINDS,
    max_connections,
    drop_pending_updates: false,
  });
  const bot = await settle(ports, id, hashOfSecret(secret), answer);
  ports.journal.info('bot.webhook_set', { bot: id, by, max_connections });
  return stateOf(ports, bot);
}

/** The secret that the webhook is to show from now on. */
async function offer({ bots, secretEntropy }: BotWebhookPorts, id: string, token: string): Promise<string> {
  const seed = Buffer.from(secretEntropy()).toString('base64url');
  const fresh = secretFrom(token, seed);
  const offered = await changeBot(bots, id, (bot) =>
    secretOnOffer(bot, token) === undefined ? offeringSecret(bot, { hash: hashOfSecret(fresh), seed }) : bot,
  );
  return secretOnOffer(offered, token) ?? fresh;
}

async function settle(ports: BotPorts, id: string, hash: string, answer: Asked): Promise<Bot> {
  const { bots, clock, journal } = ports;
  if (answer.kind === 'answered')
    return changeBot(bots, id, (bot) => withSecret(bot, hash, clock.business()));
  journal.warn('bot.webhook_refused', { bot: id, kind: answer.kind });
  throw faultOf(answer);
}

function soundUrl({ publicUrl, loopbackAllowed }: BotWebhookPorts, { id, url }: WebhookAsked): string {
  const chosen = url ?? `${publicUrl.replace(/\/+$/, '')}/api/telegram/${id}/webhook`;
  const message = faultOfBotWebhookUrl(chosen, loopbackAllowed());
  if (message === undefined) return chosen;
  throw new Fault('request.invalid', 'the request has values that cannot be taken; see errors', {
    issues: [{ path: 'url', message }],
  });
}
