import { LIMITS } from '../../domain/limits.ts';
import type { ParameterName } from './headers.ts';
import type { Operation } from './operations.ts';
import { BODY, CALLER, OURS } from './usual-faults.ts';

const DESK = { tag: 'broadcasts', for: 'staff' } as const;
const ADMINS = { tag: 'broadcasts', for: 'admins', method: 'post' } as const;
const ONE: ParameterName[] = ['BroadcastIdInPath'];
const STARTED: Operation['answers'] = {
  200: { description: 'Whom it would reach.', schema: 'BroadcastDryRun' },
  202: { description: 'The broadcast.', schema: 'BroadcastBody' },
};
const AS_IT_IS: Operation['answers'] = {
  200: { description: 'The broadcast as it then is.', schema: 'BroadcastBody' },
};
const CHANGED: Operation['faults'] = [
  ...CALLER,
  'broadcast.unknown',
  'broadcast.over',
  'broadcast.busy',
  ...OURS,
];
const ONCE =
  'The same Idempotency-Key again is the same broadcast. With `dry_run` it only counts, and nobody is told.';

/** What the desk can ask of broadcasts. */
export const BROADCAST_OPERATIONS: Operation[] = [
  {
    ...DESK,
    method: 'get',
    path: '/api/broadcasts',
    id: 'listBroadcasts',
    summary: 'Read the broadcasts',
    description: 'Newest first, each with how far it is.',
    parameters: ['Limit', 'Cursor'],
    answers: { 200: { description: 'The page.', schema: 'BroadcastsPage' } },
    faults: [...CALLER, 'request.invalid', ...OURS],
  },
  {
    ...ADMINS,
    path: '/api/broadcasts',
    id: 'startBroadcast',
    summary: 'Tell many clients the same',
    description: `Every client who wrote lately on these channels gets one text, whoever has the conversation; those who want none do not. On each channel ${LIMITS.noticesASecond} a second are sent at most. ${ONCE}`,
    parameters: ['RedriveKey', 'XIdempotencyKey'],
    body: 'SendBroadcastBody',
    answers: STARTED,
    faults: [...CALLER, ...BODY, 'idempotency.key_reused', ...OURS],
  },
  {
    ...DESK,
    method: 'get',
    path: '/api/broadcasts/{broadcast_id}',
    id: 'getBroadcast',
    summary: 'Ask how far a broadcast is',
    description: `Kept for ${LIMITS.broadcastsKept / 86_400_000} days.`,
    parameters: ONE,
    answers: AS_IT_IS,
    faults: [...CALLER, 'broadcast.unknown', ...OURS],
  },
  {
    ...ADMINS,
    path: '/api/broadcasts/{broadcast_id}/pause',
    id: 'pauseBroadcast',
    summary: 'Pause a broadcast',
    description:
      'Notices that are on their way still leave: a few seconds’ worth. One that is paused stays so.',
    parameters: ONE,
    answers: AS_IT_IS,
    faults: CHANGED,
  },
  {
    ...ADMINS,
    path: '/api/broadcasts/{broadcast_id}/resume',
    id: 'resumeBroadcast',
    summary: 'Go on with a broadcast',
    description: 'Where it was paused. One that goes on, but stands still, is woken.',
    parameters: ONE,
    answers: AS_IT_IS,
    faults: CHANGED,
  },
  {
    ...ADMINS,
    path: '/api/broadcasts/{broadcast_id}/cancel',
    id: 'cancelBroadcast',
    summary: 'End a broadcast',
    description: 'Notices that nobody has begun to send are taken back.',
    parameters: ONE,
    answers: AS_IT_IS,
    faults: CHANGED,
  },
  {
    ...ADMINS,
    path: '/api/incidents/{incident_id}/broadcast',
    id: 'broadcastIncident',
    summary: 'Tell more clients of an incident',
    description: `Whoever wrote in the last ${LIMITS.audienceHours} hours, on the channels where it was reported or on others; whoever was told of it is not told again. ${ONCE}`,
    parameters: ['IncidentIdInPath', 'RedriveKey', 'XIdempotencyKey'],
    body: 'IncidentBroadcastBody',
    bodyOptional: true,
    answers: STARTED,
    faults: [
      ...CALLER,
      ...BODY,
      'incident.unknown',
      'incident.over',
      'incident.suspected',
      'idempotency.key_reused',
      ...OURS,
    ],
  },
];
