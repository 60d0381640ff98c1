import * as z from 'zod/mini';
import { INCIDENT_STATES } from '../domain/incident.ts';
import { TROUBLE_KINDS } from '../domain/outage/trouble.ts';
import { ConversationItem } from './inbox-responses.ts';
import { IncidentTimelineEntry } from './incident-timeline.ts';
import { IncidentId } from './operator-incidents.ts';

/** What operators are told of incidents. Functions import the types alone. */

const Instant = z.iso.datetime();
const Maybe = <Schema extends z.ZodMiniType>(schema: Schema) => z.nullable(schema);
const Count = z.int().check(z.gte(0));

export const SettledBody = z.object({ linked: Count, closed: Count });

const told = {
  id: IncidentId,
  version: Count,
  state: z.enum(INCIDENT_STATES),
  kinds: z.array(z.enum(TROUBLE_KINDS)),
  channels: z.array(z.string()),
  everywhere: z.boolean(),
  owner: Maybe(z.string()),
  reporters: Maybe(Count),
  opened_at: Instant,
  opened_by: z.string(),
  confirmed_at: Maybe(Instant),
  ended_at: Maybe(Instant),
  merged_into: Maybe(IncidentId),
  settled: Maybe(SettledBody),
};

/** One of `GET /api/incidents`. */
export const IncidentItem = z.object(told);
export type IncidentItem = z.infer<typeof IncidentItem>;

/** `GET /api/incidents`: open ones first. */
export const IncidentsPage = z.object({ items: z.array(IncidentItem), next: Maybe(z.string()) });
export type IncidentsPage = z.infer<typeof IncidentsPage>;

export const IncidentText = z.object({ text: z.string(), own: z.boolean() });
export const IncidentTextPair = z.object({ ru: IncidentText, en: IncidentText });

/** `GET /api/incidents/{incident_id}`, and what every change of one answers. */
export const IncidentBody = z.object({
  ...told,
  merged: z.array(IncidentId),
  usual: Maybe(z.number()),
  linked: Count,
  linked_more: z.boolean(),
  texts: z.object({ notice: IncidentTextPair, restore: IncidentTextPair }),
  timeline: z.array(IncidentTimelineEntry),
});
export type IncidentBody = z.infer<typeof IncidentBody>;

/** `GET /api/incidents/{incident_id}/conversations`. */
export const LinkedPage = z.object({ items: z.array(ConversationItem), next: Maybe(z.string()) });
export type LinkedPage = z.infer<typeof LinkedPage>;
