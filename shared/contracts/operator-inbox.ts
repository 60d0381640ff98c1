import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits.ts';
import { PRIORITIES } from '../domain/scenario.ts';
import { VISIBLE } from '../domain/template.ts';
import { numberIn, Reason } from './operator-api.ts';
import { VersionNumber } from './operator-policy.ts';

/** What operators ask of conversations. Queries are text; `null` in a body is the same as nothing. */

export const ConversationId = z
  .string()
  .check(z.regex(/^cnv_[0-9A-HJKMNP-TV-Z]{20}$/, { error: 'must be a conversation id' }));

export const STATUSES = ['open', 'escalated', 'closed'] as const;

const BOUNDED = `must be 1 to ${LIMITS.filterCharacters} characters`;
export const Words = z
  .string()
  .check(z.refine((value: string) => value !== '' && [...value].length <= LIMITS.filterCharacters, BOUNDED));

const InboxLimit = numberIn(1, LIMITS.inboxPageMost);

/** `assignee` is an operator's id, `me`, or `none`. */
export const ConversationsQuery = z.object({
  status: z.optional(z.enum(STATUSES)),
  priority: z.optional(z.enum(PRIORITIES)),
  assignee: z.optional(Words),
  platform: z.optional(Words),
  unread: z.optional(z.enum(['true', 'false'])),
  q: z.optional(Words),
  limit: z.optional(InboxLimit),
  cursor: z.optional(z.string()),
});
export type ConversationsQuery = z.infer<typeof ConversationsQuery>;

export const TimelineQuery = z.object({
  limit: z.optional(numberIn(1, LIMITS.historyPageMost)),
  cursor: z.optional(z.string()),
});

const Seen = z.nullish(VersionNumber);

/** What people write, as it is kept: half a surrogate pair is no text that the table could keep. */
export function words(most: number) {
  const bounded = `must be 1 to ${most} characters`;
  return z.string().check(
    z.overwrite((value: string) => value.toWellFormed().trim()),
    z.refine((value: string) => VISIBLE.test(value) && [...value].length <= most, bounded),
  );
}

/** Body of `POST /api/conversations/{conversation_id}/reply`. */
export const ReplyBody = z.object({ text: words(LIMITS.contentCharacters), seen_version: Seen });

/** Body of `POST /api/conversations/{conversation_id}/note`. */
export const NoteBody = z.object({ text: words(LIMITS.noteCharacters) });

/** Body of `POST /api/conversations/{conversation_id}/take`; there need be none. */
export const TakeBody = z.object({ force: z.nullish(z.boolean()) });

/** Body of `POST /api/conversations/{conversation_id}/assign`. */
export const AssignBody = z.object({ operator_id: Words, force: z.nullish(z.boolean()) });

/** Body of `…/close` and `…/read`; there need be none. */
export const SeenBody = z.object({ seen_version: Seen });

/** Body of `PUT /api/canned-replies/{reply_id}`. */
export const PutCannedReply = z.strictObject({
  title: words(LIMITS.cannedTitleCharacters),
  text: z.string(),
  seen_version: Seen,
  reason: Reason,
});

/** Body of `POST /api/canned-replies/preview`. */
export const PreviewCannedReply = z.strictObject({ text: z.string(), conversation_id: ConversationId });

/** What a cursor holds, to callers a word without meaning. */
export const InboxCursor = z.object({
  stretch: z.int().check(z.gte(0), z.lte(3)),
  after: z.optional(
    z.string().check(
      z.maxLength(LIMITS.urlCharacters),
      z.refine((value: string) => value.isWellFormed()),
    ),
  ),
});
export const TimelineCursor = z.object({
  before: z.string().check(z.regex(/^msg_[0-9A-HJKMNP-TV-Z]{40}$/)),
});
