import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits.ts';
import { TROUBLE_KINDS } from '../domain/outage/trouble.ts';
import { numberIn, PageLimit } from './operator-api.ts';
import { Words, words } from './operator-inbox.ts';

/** What operators ask of incidents. Queries are text; `null` in a body is the same as nothing, unless it says otherwise. */

export const IncidentId = z
  .string()
  .check(z.regex(/^inc_[0-9A-HJKMNP-TV-Z]{20}$/, { error: 'must be an incident id' }));

export const IncidentsQuery = z.object({ limit: z.optional(PageLimit), cursor: z.optional(z.string()) });

export const LinkedQuery = z.object({
  limit: z.optional(numberIn(1, LIMITS.inboxPageMost)),
  cursor: z.optional(z.string()),
});

/** What cursors hold, to callers words without meaning. */
export const IncidentsCursor = z.object({ before: IncidentId });
export const LinkedCursor = z.object({
  after: z.string().check(z.regex(/^(?:\d{1,2}\/)?(?:\d{1,2}#)?(?:cnv_[0-9A-HJKMNP-TV-Z]{20})?$/)),
});

const Version = z.nullish(z.int().check(z.gte(1)));
const Note = z.nullish(words(LIMITS.incidentNoteCharacters));
/** Null: the template's again. */
const OwnText = z.nullish(words(LIMITS.incidentTextCharacters));
export const IncidentTextBody = z.strictObject({ ru: OwnText, en: OwnText });
export const IncidentTextsBody = z.strictObject({
  notice: z.nullish(IncidentTextBody),
  restore: z.nullish(IncidentTextBody),
});

const KINDS = `must be a list of ${TROUBLE_KINDS.join(', ')}, each once`;
const Kinds = z
  .array(z.enum(TROUBLE_KINDS), { error: KINDS })
  .check(
    z.refine((kinds: readonly string[]) => kinds.length > 0 && new Set(kinds).size === kinds.length, KINDS),
  );

/** Body of `POST /api/incidents`. */
export const OpenIncidentBody = z.strictObject({
  kinds: Kinds,
  texts: z.nullish(IncidentTextsBody),
  note: Note,
});

/** Body of `…/confirm`, `…/dismiss` and `…/resolve`; there need be none. */
export const IncidentNoteBody = z.strictObject({ version: Version, note: Note });

/** Body of `POST /api/incidents/{incident_id}/merge`. */
export const MergeIncidentBody = z.strictObject({ into: IncidentId, version: Version, note: Note });

/** Body of `POST /api/incidents/{incident_id}/update`. */
export const UpdateIncidentBody = z.strictObject({
  version: Version,
  note: Note,
  state: z.nullish(z.enum(['confirmed', 'identified', 'monitoring'])),
  texts: z.nullish(IncidentTextsBody),
  /** Null: nobody; left out: whoever has it. */
  owner: z.optional(z.nullable(Words)),
  everywhere: z.nullish(z.boolean()),
});
