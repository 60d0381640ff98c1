import * as z from 'zod/mini';
import { KEYWORD_PRIORITY, KEYWORD_SCENARIOS } from '../domain/keyword.ts';
import { PolicyDryRunBody } from './dry-run-responses.ts';
import { publishedAs, versionOf } from './handbook-responses.ts';

/** What admins are told of keywords. Functions import the types alone. */

const { least, most } = KEYWORD_PRIORITY;
const keywordOf = {
  scenario: z.enum(KEYWORD_SCENARIOS),
  keyword: z.string(),
  priority: z.int().check(z.gte(least), z.lte(most)),
};

/** One of `GET /api/keywords`. */
export const KeywordItem = z.object({
  id: z.string(),
  ...keywordOf,
  added_at: z.nullable(z.iso.datetime()),
  added_by: z.nullable(z.string()),
});
export type KeywordItem = z.infer<typeof KeywordItem>;

/** `GET /api/keywords`: all of them. */
export const KeywordsBody = z.object({
  ...publishedAs,
  items: z.array(KeywordItem),
  next: z.nullable(z.string()),
});
export type KeywordsBody = z.infer<typeof KeywordsBody>;

/** `POST /api/keywords`. */
export const KeywordBody = z.object({ ...KeywordItem.shape, version: publishedAs.version });
export type KeywordBody = z.infer<typeof KeywordBody>;

export const KeywordsVersion = z.object({ ...versionOf, keywords: z.array(KeywordItem) });
export type KeywordsVersion = z.infer<typeof KeywordsVersion>;

/** `GET /api/keywords/versions`. */
export const KeywordVersionsPage = z.object({
  items: z.array(KeywordsVersion),
  next: z.nullable(z.string()),
});
export type KeywordVersionsPage = z.infer<typeof KeywordVersionsPage>;

export const DecidingKeyword = z.object({
  id: z.nullable(z.string()),
  ...keywordOf,
  always: z.boolean(),
});
export type DecidingKeyword = z.infer<typeof DecidingKeyword>;

/** `POST /api/keywords/preview`. */
export const KeywordsPreviewBody = z.object({
  ...PolicyDryRunBody.shape,
  decides: z.nullable(DecidingKeyword),
});
export type KeywordsPreviewBody = z.infer<typeof KeywordsPreviewBody>;
