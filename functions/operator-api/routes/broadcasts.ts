import {
  getBroadcast,
  getBroadcasts,
  postBroadcast,
  postCancelBroadcast,
  postIncidentBroadcast,
  postPause,
  postResume,
} from '../broadcasts.ts';
import type { OperatorRoute } from '../operator-route.ts';

/** Telling many clients the same. */
export const BROADCAST_ROUTES: OperatorRoute[] = [
  { for: 'operator', method: 'GET', path: '/api/broadcasts', handler: getBroadcasts },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/broadcasts',
    handler: postBroadcast,
    audit: 'broadcast.started',
  },
  { for: 'operator', method: 'GET', path: '/api/broadcasts/{broadcast_id}', handler: getBroadcast },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/broadcasts/{broadcast_id}/pause',
    handler: postPause,
    audit: 'broadcast.paused',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/broadcasts/{broadcast_id}/resume',
    handler: postResume,
    audit: 'broadcast.resumed',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/broadcasts/{broadcast_id}/cancel',
    handler: postCancelBroadcast,
    audit: 'broadcast.cancelled',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/incidents/{incident_id}/broadcast',
    handler: postIncidentBroadcast,
    audit: 'broadcast.started',
  },
];
