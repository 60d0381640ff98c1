import type { IncidentBody, IncidentItem } from '../../shared/contracts/incident-responses.ts';
import { LANGUAGES } from '../../shared/domain/documents.ts';
import type { Handbook } from '../../shared/domain/handbook.ts';
import type { Incident, IncidentEntry, IncidentStage } from '../../shared/domain/incident.ts';
import { textsOf } from '../../shared/domain/incident-texts.ts';
import { LIMITS } from '../../shared/domain/limits.ts';

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | undefined): string | null => (at === undefined ? null : iso(at));

export function incidentItem(incident: Incident): IncidentItem {
  const { id, version, state, kinds, channels, everywhere, owner, evidence } = incident;
  return {
    id,
    version,
    state,
    kinds,
    channels,
    everywhere,
    owner: owner ?? null,
    reporters: evidence?.reporters ?? null,
    opened_at: iso(incident.opened_at),
    opened_by: incident.opened_by,
    confirmed_at: isoOrNull(incident.confirmed_at),
    ended_at: isoOrNull(incident.ended_at),
    merged_into: incident.merged_into ?? null,
    settled: incident.settled ?? null,
  };
}

export function incidentView(incident: Incident, linked: number, handbook: Handbook): IncidentBody {
  return {
    ...incidentItem(incident),
    merged: incident.merged ?? [],
    usual: incident.evidence?.usual ?? null,
    linked,
    linked_more: incident.settled === undefined && linked === LIMITS.linksCounted,
    texts: {
      notice: textsView(incident, 'notice', handbook),
      restore: textsView(incident, 'restore', handbook),
    },
    timeline: incident.timeline.map(entryView),
  };
}

function textsView(
  incident: Incident,
  stage: IncidentStage,
  handbook: Handbook,
): IncidentBody['texts']['notice'] {
  const said = textsOf(incident, stage, handbook);
  const views = LANGUAGES.map((language) => [
    language,
    { text: said[language], own: incident.texts[stage]?.[language] !== undefined },
  ]);
  return Object.fromEntries(views) as IncidentBody['texts']['notice'];
}

function entryView(entry: IncidentEntry): IncidentBody['timeline'][number] {
  const { at, by, deed, state, note = null, incident_id = null } = entry;
  return { at: iso(at), by, deed, state, note, incident_id };
}
