import type { FaultCode } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { ParameterName } from './headers.ts';
import type { Operation } from './operations.ts';
import { BODY, CALLER, OURS } from './usual-faults.ts';

const DESK = { tag: 'incidents', for: 'staff' } as const;
const ONE: ParameterName[] = ['IncidentIdInPath'];
const AS_IT_IS: Operation['answers'] = {
  200: { description: 'The incident as it then is.', schema: 'IncidentBody' },
};
const STALE =
  'With `version` it is refused (`incident.changed`) if the incident has changed since; `current` tells how it stands. What is so already stays so.';
const CHANGING: FaultCode[] = ['incident.unknown', 'incident.changed', 'incident.over'];
const NOTED = {
  ...DESK,
  method: 'post',
  parameters: ONE,
  body: 'IncidentNoteBody',
  bodyOptional: true,
} as const;

/** What operators can ask of incidents. */
export const INCIDENT_OPERATIONS: Operation[] = [
  {
    ...DESK,
    method: 'get',
    path: '/api/incidents',
    id: 'listIncidents',
    summary: 'Read the incidents',
    description: 'All that are open first, whatever the limit, then those that are over; each newest first.',
    parameters: ['Limit', 'Cursor'],
    answers: { 200: { description: 'The page.', schema: 'IncidentsPage' } },
    faults: [...CALLER, 'request.invalid', ...OURS],
  },
  {
    ...DESK,
    method: 'post',
    path: '/api/incidents',
    id: 'openIncident',
    summary: 'Open an incident by hand',
    description: `For what nobody has reported yet. It is suspected until somebody confirms it; then whoever reports it gets its text, on every channel, and nobody else is told without a broadcast. At most ${LIMITS.incidentsOpen} are open at a time (\`incident.too_many\`).`,
    parameters: [],
    body: 'OpenIncidentBody',
    answers: { 201: { description: 'The incident.', schema: 'IncidentBody' } },
    faults: [...CALLER, ...BODY, 'incident.too_many', ...OURS],
  },
  {
    ...DESK,
    method: 'get',
    path: '/api/incidents/{incident_id}',
    id: 'getIncident',
    summary: 'Read an incident',
    description: 'With what clients are told, its timeline, and how many have reported it.',
    parameters: ONE,
    answers: AS_IT_IS,
    faults: [...CALLER, 'incident.unknown', ...OURS],
  },
  {
    ...DESK,
    method: 'get',
    path: '/api/incidents/{incident_id}/conversations',
    id: 'listReporters',
    summary: 'Read the conversations of its reporters',
    description: 'In an order that stays. A page may be short although more follows.',
    parameters: [...ONE, 'InboxLimit', 'Cursor'],
    answers: { 200: { description: 'The page.', schema: 'LinkedPage' } },
    faults: [...CALLER, 'request.invalid', 'incident.unknown', ...OURS],
  },
  {
    ...NOTED,
    path: '/api/incidents/{incident_id}/confirm',
    id: 'confirmIncident',
    summary: 'Confirm an incident',
    description: `From then on its reporters get its text, and clients of the channels on which it was reported are told, unless they were told of something in the last ${LIMITS.toldAgain / 3_600_000} hours. ${STALE}`,
    answers: AS_IT_IS,
    faults: [...CALLER, ...BODY, ...CHANGING, ...OURS],
  },
  {
    ...NOTED,
    path: '/api/incidents/{incident_id}/dismiss',
    id: 'dismissIncident',
    summary: 'Dismiss an incident',
    description: `It is none: the same reports do not open it again. Whoever was told of it already is told that everything works. ${STALE}`,
    answers: AS_IT_IS,
    faults: [...CALLER, ...BODY, ...CHANGING, ...OURS],
  },
  {
    ...DESK,
    method: 'post',
    path: '/api/incidents/{incident_id}/update',
    id: 'updateIncident',
    summary: 'Change an incident',
    description: `How far it is, what is said of it, whose it is. What is left out stays. A state can be set once it is confirmed (\`incident.suspected\`). ${STALE}`,
    parameters: ONE,
    body: 'UpdateIncidentBody',
    answers: AS_IT_IS,
    faults: [...CALLER, ...BODY, ...CHANGING, 'incident.suspected', 'operator.unknown', ...OURS],
  },
  {
    ...NOTED,
    path: '/api/incidents/{incident_id}/resolve',
    id: 'resolveIncident',
    summary: 'Resolve an incident',
    description: `It is over: whoever was told of it is told so, once, and conversations that waited for nothing else are closed, step by step. ${STALE}`,
    answers: AS_IT_IS,
    faults: [...CALLER, ...BODY, ...CHANGING, 'incident.suspected', ...OURS],
  },
  {
    ...DESK,
    method: 'post',
    path: '/api/incidents/{incident_id}/merge',
    id: 'mergeIncident',
    summary: 'Merge an incident into another',
    description: `The other, \`into\`, takes its kinds, channels, reporters and whatever was still to be done; this one ends as \`merged\`. Whoever was told of either counts as told of both, nobody is told of the merge, and all of them are told once of the other's end. Both must be open (\`incident.over\`), and one that is known is not merged into one that is only suspected (\`incident.suspected\`). At most ${LIMITS.incidentsMerged} become part of one. ${STALE}`,
    parameters: ONE,
    body: 'MergeIncidentBody',
    answers: AS_IT_IS,
    faults: [
      ...CALLER,
      ...BODY,
      ...CHANGING,
      'incident.suspected',
      'incident.itself',
      'incident.too_many_merged',
      ...OURS,
    ],
  },
];
