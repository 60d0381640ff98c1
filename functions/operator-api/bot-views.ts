import type { BotBody, BotStateBody, BotWebhookBody } from '../../shared/contracts/bot-responses.ts';
import type { Bot } from '../../shared/domain/bot.ts';
import type { BotState, BotWebhook } from '../../shared/usecases/read-bots.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** A bot without what its webhook shows. */
export function botView({ id, telegram_id, username, created_at }: Bot): BotBody {
  return { id, telegram_id, username, created_at: iso(created_at) };
}

export function botStateView({ bot, webhook, error }: BotState): BotStateBody {
  return { ...botView(bot), webhook: webhook ? webhookView(webhook) : null, error: error ?? null };
}

function webhookView(webhook: BotWebhook): BotWebhookBody {
  const { last_error_at } = webhook;
  return {
    url: webhook.url,
    pending_update_count: webhook.pending_update_count,
    last_error_at: last_error_at === undefined ? null : iso(last_error_at),
    last_error_message: webhook.last_error_message ?? null,
    max_connections: webhook.max_connections ?? null,
    allowed_updates: webhook.allowed_updates,
  };
}
