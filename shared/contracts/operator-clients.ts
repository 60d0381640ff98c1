import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits.ts';
import { PartnerId } from './operator-api.ts';
import { ParkedCursor } from './operator-chats.ts';

/** What admins ask about one client. */

/** Whose client it is. */
export const EraseQuery = z.object({ partner: PartnerId });

export const ExportQuery = z.object({ partner: PartnerId, cursor: z.optional(z.string()) });

const Place = z.string().check(z.minLength(1), z.maxLength(LIMITS.filterCharacters));

/** Where an export goes on. */
export const ExportCursor = z.object({
  record: z.optional(Place),
  parked: z.optional(ParkedCursor),
});
