import { LIMITS } from '../domain/limits.ts';
import { askBotApi, type BotPorts, busyBot, knownBot } from './ask-bot-api.ts';

/**
 * Removes a bot: its webhook as far as Telegram can be asked, then its row, then its token. Updates that wait at Telegram
 * stay there.
 * @returns whether Telegram has removed the webhook
 * @throws Fault bot.unknown, dependency.unavailable if it changes again and again
 */
export async function removeBot(ports: BotPorts, { id, by }: { id: string; by: string }): Promise<boolean> {
  await knownBot(ports, id);
  const webhookRemoved = await removeWebhook(ports, id);
  await removeRow(ports, id);
  await ports.tokens.removeToken(id);
  ports.journal.info('bot.removed', { bot: id, by, webhook_removed: webhookRemoved });
  return webhookRemoved;
}

async function removeWebhook({ tokens, botApi }: BotPorts, id: string): Promise<boolean> {
  const token = await tokens.token(id);
  if (token === undefined) return false;
  const asked = await askBotApi(botApi, token, 'deleteWebhook', { drop_pending_updates: false });
  return asked.kind === 'answered';
}

/** Somebody else may change it, or remove it, at this moment. */
async function removeRow({ bots }: BotPorts, id: string): Promise<void> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const seen = await bots.bot(id);
    if (!seen || (await bots.removeBot(seen)) === 'written') return;
  }
  throw busyBot();
}
