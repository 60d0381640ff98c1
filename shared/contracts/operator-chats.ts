import * as z from 'zod/mini';
import { PageLimit } from './operator-api.ts';
import { BotId } from './operator-bots.ts';

/** What admins ask of what came through bots. */

/** A file's place among those of its message, from 0. */
export const FileNumber = z.string().check(z.regex(/^\d{1,2}$/));

export const ParkedUpdatesQuery = z.object({
  limit: z.optional(PageLimit),
  cursor: z.optional(z.string()),
});

/** Where a page of parked updates begins: behind this one. */
export const ParkedCursor = z.object({
  at: z.int().check(z.gte(0), z.lte(Date.UTC(9999, 0))),
  bot: BotId,
  update: z.int(),
});
