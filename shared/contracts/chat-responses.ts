import * as z from 'zod/mini';
import { BotId } from './operator-bots.ts';

/** What admins are told of what came through bots. Functions import the types alone. */

/** `GET /api/files/{message_id}/{number}`. */
export const FileLinkBody = z.object({
  url: z.string(),
  expires_at: z.iso.datetime(),
  type: z.string(),
  file_name: z.nullable(z.string()),
  mime_type: z.nullable(z.string()),
  size: z.nullable(z.int().check(z.gte(0))),
});
export type FileLinkBody = z.infer<typeof FileLinkBody>;

export const ParkedUpdateItem = z.object({
  bot: BotId,
  update_id: z.int(),
  parked_at: z.iso.datetime(),
  why: z.string(),
  body: z.string(),
});
export type ParkedUpdateItem = z.infer<typeof ParkedUpdateItem>;

/** `GET /api/admin/parked-updates`. */
export const ParkedUpdatesPage = z.object({
  items: z.array(ParkedUpdateItem),
  next: z.nullable(z.string()),
});
export type ParkedUpdatesPage = z.infer<typeof ParkedUpdatesPage>;
