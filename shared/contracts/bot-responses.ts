import * as z from 'zod/mini';
import { BotId } from './operator-bots.ts';

/** What admins are told of bots. Functions import the types alone. */

const Instant = z.iso.datetime();
const Count = z.int().check(z.gte(0));

/** `POST /api/admin/bots`. */
export const BotBody = z.object({
  id: BotId,
  telegram_id: Count,
  username: z.string(),
  created_at: Instant,
});
export type BotBody = z.infer<typeof BotBody>;

export const BotWebhookBody = z.object({
  url: z.string(),
  pending_update_count: Count,
  last_error_at: z.nullable(Instant),
  last_error_message: z.nullable(z.string()),
  max_connections: z.nullable(Count),
  allowed_updates: z.array(z.string()),
});
export type BotWebhookBody = z.infer<typeof BotWebhookBody>;

/** `GET /api/admin/bots/{bot}` and `POST /api/admin/bots/{bot}/webhook`. */
export const BotStateBody = z.extend(BotBody, {
  webhook: z.nullable(BotWebhookBody),
  error: z.nullable(z.string()),
});
export type BotStateBody = z.infer<typeof BotStateBody>;

/** `GET /api/admin/bots`. */
export const BotsBody = z.object({ items: z.array(BotStateBody) });
export type BotsBody = z.infer<typeof BotsBody>;

/** `DELETE /api/admin/bots/{bot}`. */
export const RemovedBotBody = z.object({ id: BotId, webhook_removed: z.boolean() });
export type RemovedBotBody = z.infer<typeof RemovedBotBody>;
