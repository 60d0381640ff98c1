import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits.ts';
import { PRIORITIES } from '../domain/scenario.ts';
import { STATUSES, Words, words } from './operator-inbox.ts';

/** What of the inbox a view shows: the filters of `GET /api/conversations`. */
export const ViewFilter = z.strictObject({
  status: z.optional(z.enum(STATUSES)),
  priority: z.optional(z.enum(PRIORITIES)),
  assignee: z.optional(Words),
  platform: z.optional(Words),
  unread: z.optional(z.boolean()),
  q: z.optional(Words),
});

/** Body of `PUT /api/views/{view_id}`, and of a shared one's. */
export const SaveView = z.strictObject({ name: words(LIMITS.viewNameCharacters), filter: ViewFilter });
