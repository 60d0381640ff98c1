import * as z from 'zod/mini';
import { judgePhrase, KEYWORD_PRIORITY, KEYWORD_SCENARIOS } from '../domain/keyword.ts';
import { LIMITS } from '../domain/limits.ts';
import { numberIn, Reason } from './operator-api.ts';
import { dryRunOf, VersionNumber } from './operator-policy.ts';
import { clientOfPartner } from './operator-reminders.ts';

/** What admins ask of keywords. `null` in a body is the same as nothing. */

const { least, most } = KEYWORD_PRIORITY;
const PRIORITY = `must be a whole number, ${least} to ${most}`;
const Priority = z.int({ error: PRIORITY, abort: true }).check(z.gte(least, PRIORITY), z.lte(most, PRIORITY));

/** As it is kept: half a surrogate pair is no text that the table could keep. */
const Phrase = z.string().check(
  z.overwrite((value: string) => value.toWellFormed().replace(/\s+/g, ' ').trim()),
  ({ value, issues }) => {
    const message = judgePhrase(value);
    if (message !== undefined) issues.push({ code: 'custom', message, input: value });
  },
);

const newKeyword = {
  scenario: z.enum(KEYWORD_SCENARIOS),
  keyword: Phrase,
  priority: z.nullish(Priority),
};

/** Body of `POST /api/keywords`. */
export const PostKeyword = z.strictObject({
  ...newKeyword,
  seen_version: z.nullish(VersionNumber),
  reason: Reason,
});

/** Body of `POST /api/keywords/rollback`. */
export const KeywordsRollback = z.strictObject({ version: VersionNumber, reason: Reason });

export const KeywordVersionsQuery = z.object({
  limit: z.optional(numberIn(1, LIMITS.keywordVersionsPage)),
  cursor: z.optional(z.string()),
});

/** One that is only tried. */
export const TriedKeyword = z.strictObject(newKeyword);
export type TriedKeyword = z.infer<typeof TriedKeyword>;

const TEXT = `must be at most ${LIMITS.contentCharacters} characters`;

/** Body of `POST /api/keywords/preview`. */
export const PreviewKeywords = z
  .strictObject({
    add: z.nullish(
      z
        .array(TriedKeyword)
        .check(z.maxLength(LIMITS.keywordsTried, `must be at most ${LIMITS.keywordsTried} keywords`)),
    ),
    remove: z.nullish(
      z.array(z.string()).check(z.maxLength(LIMITS.keywords, `must be at most ${LIMITS.keywords} ids`)),
    ),
    text: z.nullish(
      z.string().check(z.refine((text: string) => [...text].length <= LIMITS.contentCharacters, TEXT)),
    ),
    ...dryRunOf,
  })
  .check(clientOfPartner);
