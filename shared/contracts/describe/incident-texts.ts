import { LIMITS } from '../../domain/limits.ts';
import type { JsonSchema } from './json.ts';

const text = (most: number, what: string): JsonSchema => ({
  description: `${what} 1 to ${most} characters.`,
  minLength: 1,
  maxLength: most,
});
const note = text(LIMITS.incidentNoteCharacters, 'For the timeline.');
const version = 'The `version` that was on the screen; without it nothing is checked.';
const own = text(LIMITS.incidentTextCharacters, "In its own words; null: the template's.");
const kinds = 'What does not work.';
const incident = {
  id: 'Names it.',
  version: 'Counts its changes.',
  state:
    '`suspected`: nobody was told of it. `dismissed`: it was none. `merged`: it is part of `merged_into`.',
  kinds,
  channels: 'Where it was reported: `partner:…` or `bot:…`.',
  everywhere: 'Reporters get its text whatever channel they write by.',
  owner: 'The operator who has it, or null.',
  reporters: 'Distinct clients by whom it was suspected, or null if it was opened by hand.',
  opened_at: 'Since when (UTC).',
  opened_by: 'Who opened it; `sensing`: the desk itself.',
  confirmed_at: 'When it was confirmed (UTC), or null.',
  ended_at: 'When it was resolved, dismissed or merged (UTC), or null.',
  merged_into: 'The incident that it became part of, or null.',
  settled: 'What became of the conversations of its reporters, once all were gone through, or null.',
};
const pair = { ru: 'In Russian.', en: 'In English.' };

export const INCIDENT_TEXTS = {
  IncidentsPage: {
    '': 'A page of incidents.',
    items: 'The incidents.',
    next: 'The cursor of the next page, or null.',
  },
  IncidentItem: { '': 'An incident in a list.', ...incident },
  IncidentBody: {
    '': 'An incident.',
    ...incident,
    usual: 'How many clients usually report such a thing in ten minutes of this hour, or null.',
    merged: 'Incidents that were merged into it.',
    linked:
      'Clients who have reported it. Of merged ones until its end: the reporters of each, although some may have reported several.',
    linked_more: `There are more: they are counted up to ${LIMITS.linksCounted}.`,
    texts: 'What clients are told of it (`notice`) and of its end (`restore`).',
    'texts.notice': 'What they are told of it.',
    'texts.restore': 'What they are told of its end.',
    timeline: 'Who did what, oldest first.',
  },
  IncidentTextPair: { '': 'A text in the languages of the desk.', ...pair },
  IncidentText: { '': 'A text.', text: 'As it is said.', own: "The incident's own; else the template's." },
  IncidentTimelineEntry: {
    '': 'A line of the timeline.',
    at: 'When (UTC).',
    by: 'Who; `sensing`: the desk itself.',
    deed: 'What was done.',
    state: 'The state after it.',
    note: 'What was noted, or null.',
    incident_id: 'Of `merged`: the other incident; else null.',
  },
  CurrentIncidentBody: {
    '': 'How the incident stands now.',
    id: 'Names it.',
    version: 'Its version.',
    state: 'Its state.',
    news: `What was done since the version that was seen, oldest first, the last ${LIMITS.missedShown} at most.`,
  },
  SettledBody: {
    '': 'Conversations of reporters.',
    linked: 'How many there were.',
    closed: 'How many were closed with the incident.',
  },
  LinkedPage: {
    '': 'A page of conversations whose clients have reported an incident.',
    items: 'The conversations; there may be fewer than asked for although more follow.',
    next: 'The cursor of the next page, or null.',
  },
  OpenIncidentBody: { '': 'An incident that is to be opened.', kinds, texts: 'In its own words.', note },
  IncidentTextsBody: {
    '': 'Texts in place of the templates; what is left out stays.',
    notice: 'What clients are told of it.',
    restore: 'What they are told of its end.',
  },
  IncidentTextBody: { '': 'A text in the languages of the desk.', ru: own, en: own },
  IncidentNoteBody: { '': 'What is noted of a change.', version, note },
  MergeIncidentBody: {
    '': 'Which incident it is to become part of.',
    into: 'The other incident.',
    version,
    note,
  },
  UpdateIncidentBody: {
    '': 'What is to be changed.',
    version,
    note,
    state: 'How far it is.',
    texts: 'In its own words.',
    owner: text(LIMITS.filterCharacters, 'The operator who has it; null: nobody.'),
    everywhere: 'Whether reporters get its text whatever channel they write by.',
  },
} satisfies Record<string, Record<string, string | JsonSchema>>;
