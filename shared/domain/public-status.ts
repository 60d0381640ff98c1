import type { BroadcastTexts } from './broadcast.ts';
import type { Handbook } from './handbook.ts';
import { type Incident, isKnown } from './incident.ts';
import { textsOf } from './incident-texts.ts';
import { LIMITS } from './limits.ts';
import type { TroubleKind } from './outage/trouble.ts';
import type { Policy } from './policy.ts';

/** Stages of an incident that anybody may know of: its clients were told in each of them. */
export const PUBLIC_STATES = ['confirmed', 'identified', 'monitoring', 'resolved'] as const;
export type PublicState = (typeof PUBLIC_STATES)[number];

/** What anybody may know of an incident: what its clients are told, and nothing of those who reported it or see to it. */
export interface PublicIncident {
  kinds: TroubleKind[];
  state: PublicState;
  /** Epoch milliseconds of business time, as all times here. */
  opened_at: number;
  /** Of a resolved one. */
  ended_at?: number;
  texts: BroadcastTexts;
}

/** How the desk's service fares, for anybody. */
export interface PublicStatus {
  /** When this was read. */
  at: number;
  desk: Pick<Policy['desk'], 'name' | 'zone' | 'language'>;
  /** Newest first, like those that are over. */
  open: PublicIncident[];
  resolved: PublicIncident[];
}

/**
 * What anybody may know of these incidents: of the known ones, and of those that were resolved within the last seven days. What is
 * suspected, was none or became part of another one is nobody's business.
 */
export function publicStatus(incidents: readonly Incident[], handbook: Handbook, now: number): PublicStatus {
  const { name, zone, language } = handbook.policy.desk;
  const lately = ({ state, ended_at = 0 }: Incident) =>
    state === 'resolved' && now - ended_at < LIMITS.statusLooksBack;
  const shown = (incident: Incident) => publicIncident(incident, handbook);
  return {
    at: now,
    desk: { name, zone, language },
    open: incidents.filter(isKnown).flatMap(shown),
    resolved: incidents.filter(lately).flatMap(shown),
  };
}

/** Made of what may be known, so that what an incident comes to hold besides is not shown by being forgotten here. */
function publicIncident(incident: Incident, handbook: Handbook): PublicIncident[] {
  const { kinds, state, opened_at, ended_at } = incident;
  if (!isPublic(state)) return [];
  const texts = textsOf(incident, state === 'resolved' ? 'restore' : 'notice', handbook);
  return [{ kinds, state, opened_at, ...(ended_at !== undefined && { ended_at }), texts }];
}

function isPublic(state: Incident['state']): state is PublicState {
  return (PUBLIC_STATES as readonly string[]).includes(state);
}
