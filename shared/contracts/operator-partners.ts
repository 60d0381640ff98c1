import * as z from 'zod/mini';
import { AUDITED } from '../domain/audit.ts';
import { LIMITS } from '../domain/limits.ts';
import { SCOPES } from '../domain/partner-key.ts';
import { inOrder, Moment, PageLimit } from './operator-api.ts';
import { OperatorId } from './operator-people.ts';

/** What admins ask of partners, their keys, and what was changed of the desk. `null` in a body is the same as nothing. */

const ID = `must be 1 to ${LIMITS.partnerIdCharacters} of a-z, 0-9, "_" and "-", beginning with a letter or digit`;
const IS_ID = new RegExp(`^[a-z0-9][a-z0-9_-]{0,${LIMITS.partnerIdCharacters - 1}}$`);
/** The id of a new partner; partners that are there already may have others. */
const NewPartnerId = z.string({ error: ID }).check(z.regex(IS_ID, { error: ID }));

const NAME = `must be 1 to ${LIMITS.nameCharacters} characters`;
const Name = z.string({ error: NAME }).check(
  z.trim(),
  z.refine((text: string) => text !== '' && [...text].length <= LIMITS.nameCharacters, NAME),
);

/** Body of `POST /api/admin/partners`. */
export const AddPartner = z.strictObject({ id: NewPartnerId, name: z.nullish(Name) });

/** Body of `PUT /api/admin/partners/{partner_id}`. */
export const RenamePartner = z.strictObject({ name: Name });

/** Body of `POST /api/admin/partners/{partner_id}/keys`; there need be none. */
export const AddPartnerKey = z.strictObject({
  label: z.nullish(Name),
  scopes: z.nullish(z.array(z.enum(SCOPES)).check(z.minLength(1), z.maxLength(SCOPES.length))),
});

const AREAS = [...new Set(AUDITED.map((what) => what.slice(0, what.indexOf('.'))))];

export const AuditQuery = z
  .object({
    from: z.optional(Moment),
    to: z.optional(Moment),
    by: z.optional(OperatorId),
    what: z.optional(z.enum([...AUDITED, ...AREAS])),
    limit: z.optional(PageLimit),
    cursor: z.optional(z.string()),
  })
  .check(inOrder);

export const AuditCursor = z.object({ at: z.int().check(z.gte(0), z.lte(8.64e15)), id: z.string() });
