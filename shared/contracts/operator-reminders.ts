import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits.ts';
import { numberIn, PartnerId } from './operator-api.ts';
import { ClientId } from './partner-api.ts';

/** What admins ask of reminders that are to come. */

interface Whose {
  partner?: string | null | undefined;
  client_id?: string | null | undefined;
}

/** Two partners may call a client of theirs the same. */
export const clientOfPartner = z.refine<Whose>(
  ({ partner, client_id }) => (client_id ?? undefined) === undefined || (partner ?? undefined) !== undefined,
  { path: ['client_id'], error: 'means a client of a partner; name the partner too' },
);

export const RemindersQuery = z
  .object({
    partner: z.optional(PartnerId),
    client_id: z.optional(ClientId),
    limit: z.optional(numberIn(1, LIMITS.remindersPerPage)),
    cursor: z.optional(z.string()),
  })
  .check(clientOfPartner);

const TOKEN_CHARACTERS = 2048;

/** What a cursor of armed conversations holds: the Scheduler's own word for where it stands, and whose wake-up came last. */
export const ArmedCursor = z.object({
  after: z.string().check(z.minLength(1), z.maxLength(TOKEN_CHARACTERS)),
  last: z.string().check(z.maxLength(LIMITS.nameCharacters)),
});
