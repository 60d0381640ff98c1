import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits.ts';
import { BroadcastId } from './broadcast-signal.ts';
import { PageLimit } from './operator-api.ts';
import { words } from './operator-inbox.ts';

/** What admins ask of broadcasts. `null` in a body is the same as nothing. */

export const BroadcastsQuery = z.object({ limit: z.optional(PageLimit), cursor: z.optional(z.string()) });

/** What a cursor holds, to callers words without meaning. */
export const BroadcastsCursor = z.object({ before: BroadcastId });

const CHANNELS = 'must be "all", or 1 to 100 of "partner:<id>" and "bot:<id>"';
const CHANNELS_MOST = 100;
const Channel = z.string().check(z.regex(/^(?:partner|bot):\S{1,64}$/, CHANNELS));
const Channels = z.union(
  [z.literal('all'), z.array(Channel).check(z.minLength(1), z.maxLength(CHANNELS_MOST))],
  { error: CHANNELS },
);
const Text = words(LIMITS.noticeCharacters);
const DryRun = z.nullish(z.boolean());
const HOURS = `must be 1 to ${LIMITS.audienceHoursMost} hours`;

/** Body of `POST /api/broadcasts`. Whoever is answered in English gets the Russian text where there is no other. */
export const SendBroadcastBody = z.strictObject({
  texts: z.strictObject({ ru: Text, en: z.nullish(Text) }),
  channels: Channels,
  hours: z.nullish(z.int({ error: HOURS }).check(z.gte(1, HOURS), z.lte(LIMITS.audienceHoursMost, HOURS))),
  dry_run: DryRun,
});

/** Body of `POST /api/incidents/{incident_id}/broadcast`; there need be none. */
export const IncidentBroadcastBody = z.strictObject({
  channels: z.nullish(Channels),
  text: z.nullish(Text),
  dry_run: DryRun,
});
