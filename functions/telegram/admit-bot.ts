import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { CachedBots } from '../../shared/adapters/cached-bots.ts';
import { type Bot, hashOfSecret, isBotId, isSecretOf } from '../../shared/domain/bot.ts';
import { Fault } from '../../shared/domain/errors.ts';
import type { CallerRates } from '../../shared/edge/caller-rates.ts';
import type { Clock, Journal } from '../../shared/ports.ts';

/** What tells a bot's own updates from anybody else's. */
export interface BotGate {
  bots: Pick<CachedBots, 'bot' | 'fresh'>;
  addresses: Pick<CallerRates, 'countAddress'>;
  clock: Clock;
  journal: Journal;
}

const SECRET = 'x-telegram-bot-api-secret-token';
const BOT_PATH = /^\/api\/telegram\/([^/]+)/;

/**
 * The bot that the path names and whose secret the request shows. An unknown bot is refused in the same words as a wrong
 * secret, and whoever guesses is told to wait by neither: all bots' updates come from the same few addresses.
 * @throws Fault auth.missing, auth.invalid
 */
export async function admitBot(gate: BotGate, event: APIGatewayProxyEventV2): Promise<string> {
  const secret = event.headers[SECRET];
  if (!secret) throw new Fault('auth.missing', `show the bot's secret in ${SECRET}`);
  const id = BOT_PATH.exec(event.rawPath)?.[1] ?? '';
  if (isBotId(id) && (await isShown(gate, event, id, hashOfSecret(secret)))) return id;
  throw new Fault('auth.invalid', 'there is no such bot, or its secret is another');
}

/**
 * A secret that was changed just now is looked for past what is remembered. An address that showed too many wrong ones has
 * that done for it no more: for it, a change counts when what is remembered ends.
 */
async function isShown(
  { bots, addresses, clock }: BotGate,
  event: APIGatewayProxyEventV2,
  id: string,
  shown: string,
): Promise<boolean> {
  const now = clock.business();
  const isOf = (bot: Bot | undefined): boolean => bot !== undefined && isSecretOf(bot, shown, now);
  if (isOf(await bots.bot(id))) return true;
  return isWithinRates(addresses, event.requestContext.http.sourceIp, now) && isOf(await bots.fresh(id));
}

function isWithinRates(addresses: BotGate['addresses'], address: string, now: number): boolean {
  try {
    addresses.countAddress(address, now);
    return true;
  } catch (error) {
    if (error instanceof Fault && error.code === 'limit.address') return false;
    throw error;
  }
}
