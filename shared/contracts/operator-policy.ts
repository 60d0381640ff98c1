import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits.ts';
import { numberIn, PageLimit, PartnerId, Reason } from './operator-api.ts';
import { clientOfPartner } from './operator-reminders.ts';
import { ClientId } from './partner-api.ts';

/** What admins ask of the policy. `null` in a body is the same as nothing. */

/** More than anybody publishes: six digits of a sort key. */
export const VERSIONS_MOST = 999_999;

const OF_A_VERSION = `must be a version, 0 to ${VERSIONS_MOST}`;
export const VersionNumber = z
  .int({ error: OF_A_VERSION, abort: true })
  .check(z.gte(0, OF_A_VERSION), z.lte(VERSIONS_MOST, OF_A_VERSION));

export const VersionInQuery = numberIn(0, VERSIONS_MOST);

const ChangesBody = z.record(z.string(), z.unknown(), {
  error: 'must be an object with what differs from the shipped policy, or {}',
});

/** Body of `PUT /api/policy`. A word that is not known here might have been meant to be one of the changes. */
export const PutPolicy = z.strictObject({
  changes: ChangesBody,
  seen_version: z.nullish(VersionNumber),
  reason: Reason,
});

/** Body of `POST /api/policy/rollback`. */
export const PolicyRollback = z.strictObject({ version: VersionNumber, reason: Reason });

export const VersionsQuery = z.object({ limit: z.optional(PageLimit), cursor: z.optional(z.string()) });

/** What a cursor of versions holds. */
export const VersionsCursor = z.object({ before: VersionNumber });

const CONVERSATIONS = `must be 1 to ${LIMITS.dryRunConversations}`;

/** Whose conversations a dry run goes through. A page is named in the body, as all else is. */
export const dryRunOf = {
  partner: z.nullish(PartnerId),
  client_id: z.nullish(ClientId),
  limit: z.nullish(
    z
      .int({ error: CONVERSATIONS, abort: true })
      .check(z.gte(1, CONVERSATIONS), z.lte(LIMITS.dryRunConversations, CONVERSATIONS)),
  ),
  cursor: z.nullish(z.string()),
};

/** Body of `POST /api/policy/dry-run`. */
export const PolicyDryRun = z.strictObject({ changes: ChangesBody, ...dryRunOf }).check(clientOfPartner);
