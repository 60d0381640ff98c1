import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits.ts';
import { SCENARIOS } from '../domain/scenario.ts';
import { inOrder, Moment, numberIn, PageLimit, PartnerId } from './operator-api.ts';
import { InboxCursor, Words } from './operator-inbox.ts';

/** What operators look for, and take out of the desk as files. Queries are text. */

const SHARE = 'must be a number from 0 to 1';
const Share = z.pipe(
  z.string().check(z.regex(/^(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)$/, { error: SHARE, abort: true })),
  z.transform(Number),
);

const looked = {
  q: z.optional(Words),
  client: z.optional(Words),
  partner: z.optional(PartnerId),
  scenario: z.optional(z.enum(SCENARIOS)),
  min_confidence: z.optional(Share),
  max_confidence: z.optional(Share),
  from: z.optional(Moment),
  to: z.optional(Moment),
  cursor: z.optional(z.string()),
};
const rising = z.refine<{ min_confidence?: number | undefined; max_confidence?: number | undefined }>(
  ({ min_confidence = 0, max_confidence = 1 }) => min_confidence <= max_confidence,
  { path: ['min_confidence'], error: 'must not be greater than max_confidence' },
);

export const SearchMessagesQuery = z
  .object({ ...looked, limit: z.optional(PageLimit) })
  .check(inOrder, rising);
export type SearchMessagesQuery = z.infer<typeof SearchMessagesQuery>;

const Format = z.enum(['csv', 'json']);

export const ExportResultsQuery = z.object({ ...looked, format: z.optional(Format) }).check(inOrder, rising);

export const ExportReportQuery = z
  .object({
    from: z.optional(Moment),
    to: z.optional(Moment),
    cursor: z.optional(z.string()),
    format: z.optional(Format),
  })
  .check(inOrder);

export const ExportConversationQuery = z.object({
  format: z.optional(Format),
  cursor: z.optional(z.string()),
});

const sought = {
  q: z.optional(Words),
  min_messages: z.optional(numberIn(1, LIMITS.leastMessages)),
  hours: z.optional(numberIn(1, LIMITS.searchedHours)),
  has_feedback: z.optional(z.enum(['true', 'false'])),
};
const something = z.refine<Partial<Record<keyof typeof sought, unknown>>>(
  (asked) => (Object.keys(sought) as (keyof typeof sought)[]).some((name) => asked[name] !== undefined),
  { path: ['q'], error: 'must be there, or another filter' },
);

export const SearchConversationsQuery = z
  .object({
    ...sought,
    limit: z.optional(numberIn(1, LIMITS.inboxPageMost)),
    cursor: z.optional(z.string()),
  })
  .check(something);

export const SearchClientsQuery = z.object({
  q: Words,
  partner: z.optional(PartnerId),
  cursor: z.optional(z.string()),
});

/** What cursors hold, to callers words without meaning. */
const Time = z.int().check(z.gte(0), z.lte(Date.UTC(9999, 0)));
const MESSAGE = '[0-9A-HJKMNP-TV-Z]{40}';
export const SaidCursor = z.object({
  day: z.iso.date(),
  behind: z.optional(z.string().check(z.regex(new RegExp(`^msg_${MESSAGE}(?:#msg_${MESSAGE})?$`)))),
  from: Time,
  to: Time,
});
export const ConversationsCursor = z.object({
  ...InboxCursor.shape,
  list: z.int().check(z.gte(0), z.lte(1)),
});
const Key = z.string().check(
  z.maxLength(LIMITS.filterCharacters),
  z.refine((value: string) => value.isWellFormed()),
);
export const ClientsCursor = z.object({ client_id: Key, partner: Key });
