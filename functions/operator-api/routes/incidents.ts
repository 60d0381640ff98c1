import {
  getIncident,
  getIncidents,
  getLinked,
  postConfirm,
  postDismiss,
  postIncident,
  postMerge,
  postResolve,
  postUpdate,
} from '../incidents.ts';
import type { OperatorRoute } from '../operator-route.ts';

/** What does not work for many at a time. */
export const INCIDENT_ROUTES: OperatorRoute[] = [
  { for: 'operator', method: 'GET', path: '/api/incidents', handler: getIncidents },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/incidents',
    handler: postIncident,
    audit: 'incident.opened',
  },
  { for: 'operator', method: 'GET', path: '/api/incidents/{incident_id}', handler: getIncident },
  {
    for: 'operator',
    method: 'GET',
    path: '/api/incidents/{incident_id}/conversations',
    handler: getLinked,
  },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/incidents/{incident_id}/confirm',
    handler: postConfirm,
    audit: 'incident.confirmed',
  },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/incidents/{incident_id}/dismiss',
    handler: postDismiss,
    audit: 'incident.dismissed',
  },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/incidents/{incident_id}/update',
    handler: postUpdate,
    audit: 'incident.changed',
  },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/incidents/{incident_id}/resolve',
    handler: postResolve,
    audit: 'incident.resolved',
  },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/incidents/{incident_id}/merge',
    handler: postMerge,
    audit: 'incident.merged',
  },
];
