import * as z from 'zod/mini';
import { LANGUAGES } from '../domain/documents.ts';
import { LIMITS } from '../domain/limits.ts';
import { PARAMETERS } from '../domain/parameters.ts';
import { PageLimit, Reason } from './operator-api.ts';
import { VersionInQuery, VersionNumber } from './operator-policy.ts';

/** What admins ask of texts. `null` in a body is the same as nothing, but among the texts. */

/** Half a surrogate pair is no text that the table could keep. Length and syntax are judged with the template. */
const Text = z.string().check(z.overwrite((value: string) => value.toWellFormed()));
const Language = z.enum(LANGUAGES);

/** Which template: judged where it is looked up, since one that is unknown is not found. */
const TemplateName = z.string().check(z.maxLength(LIMITS.nameCharacters, 'names no template'));

const NamedTexts = z
  .strictObject({ ru: z.nullish(Text), en: z.nullish(Text) })
  .check(
    z.refine<{ ru?: unknown; en?: unknown }>(
      ({ ru, en }) => ru !== undefined || en !== undefined,
      'must name ru, en or both; null brings the shipped text back',
    ),
  );

/** Body of `PUT /api/templates/{scenario}`. */
export const PutTemplate = z.strictObject({
  texts: NamedTexts,
  seen_version: z.nullish(VersionNumber),
  reason: Reason,
});

/** Body of `POST /api/templates/rollback`. */
export const TemplateRollback = z.strictObject({
  scenario: TemplateName,
  version: VersionNumber,
  reason: Reason,
});

const VALUE = `must be 1 to ${LIMITS.previewCharacters} characters`;
const Value = z
  .string({ error: VALUE })
  .check(
    z.refine((value: string) => value.trim() !== '' && [...value].length <= LIMITS.previewCharacters, VALUE),
  );

/** Body of `POST /api/templates/preview`. */
export const PreviewBody = z.strictObject({
  scenario: TemplateName,
  language: Language,
  text: Text,
  parameters: z.nullish(z.record(z.string(), Value, { error: 'must be an object of names and values' })),
  without: z.nullish(
    z.array(z.string()).check(z.maxLength(Object.keys(PARAMETERS).length, 'too many names')),
  ),
});

export const TemplateVersionsQuery = z.object({
  scenario: TemplateName,
  limit: z.optional(PageLimit),
  cursor: z.optional(z.string()),
});

export const DiffQuery = z.object({ scenario: TemplateName, from: VersionInQuery, to: VersionInQuery });
