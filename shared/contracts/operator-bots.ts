import * as z from 'zod/mini';
import { isBotId } from '../domain/bot.ts';
import { LIMITS } from '../domain/limits.ts';

/** What admins ask of bots. `null` in a body is the same as nothing. */

const NAME = 'must be 1 to 32 of a-z, 0-9, "_" and "-", beginning with a letter or digit';
export const BotId = z.string({ error: NAME }).check(z.refine(isBotId, NAME));

/** How BotFather writes a token. What was sent instead is never repeated. */
const TOKEN = 'must be the token of a bot, as BotFather gave it';
const Token = z.string({ error: TOKEN }).check(z.regex(/^\d{1,16}:[A-Za-z0-9_-]{30,64}$/, { error: TOKEN }));

/** Body of `POST /api/admin/bots`. */
export const AddBot = z.strictObject({ id: BotId, token: Token });

/** As many as the Bot API lets one choose from. */
export const CONNECTIONS_MOST = 100;
const CONNECTIONS = `must be 1 to ${CONNECTIONS_MOST}`;

/** Body of `POST /api/admin/bots/{bot}/webhook`; there need be none. */
export const SetBotWebhook = z.strictObject({
  url: z.nullish(z.string().check(z.maxLength(LIMITS.urlCharacters, 'is too long'))),
  max_connections: z.nullish(
    z
      .int({ error: CONNECTIONS, abort: true })
      .check(z.gte(1, CONNECTIONS), z.lte(CONNECTIONS_MOST, CONNECTIONS)),
  ),
});
